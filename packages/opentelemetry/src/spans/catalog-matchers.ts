import type { Catalog, DataSource } from "@probity/core";
import { byHost, byRoute, bySystem, byTable, byWildcard, type CallMatch } from "./match.ts";
import { systemOf } from "./systems.ts";

/** A source that needs no rule: its declaration says where it is. */
export interface DeclaredPlace extends CallMatch {
  readonly source: string;
  /** What is recorded as the target, where the declaration says more than can be seen. */
  readonly target: string | undefined;
}

/** The sources of which system and dataset are declared; those that say most are first. */
export function declaredPlaces(catalog: Catalog): DeclaredPlace[] {
  return [...catalog.sources.values()]
    .filter(({ system, dataset }) => system !== "" && dataset !== "")
    .toSorted((a, b) => rank(b.dataset) - rank(a.dataset))
    .flatMap((source) => {
      const place = placeOf(source);
      return place ? [{ source: source.name, isOfSystem: bySystem(source.system), ...place }] : [];
    });
}

function rank(dataset: string): number {
  return dataset.includes("*") || dataset.includes("{") ? dataset.length : dataset.length + 1_000;
}

function placeOf({
  system,
  dataset,
}: Required<DataSource>): Pick<DeclaredPlace, "matches" | "target"> | undefined {
  const name = systemOf(system);
  if (name === "http") return httpPlace(dataset);
  if (name === "redis") {
    const pattern = dataset.replaceAll(/\{[^}]*\}/g, "*");
    return { matches: byWildcard(pattern, (_facts, part) => part.key), target: pattern };
  }
  if (name !== "grpc") return { matches: byTable(dataset), target: undefined };
  const isService = byWildcard(dataset, (_facts, part) => part.table);
  const isMethod = byWildcard(dataset, ({ content }) => content.operation);
  return { matches: (facts, part) => isService(facts, part) || isMethod(facts, part), target: undefined };
}

/** `host`, or `host/path` with parameters in the path. */
function httpPlace(dataset: string): Pick<DeclaredPlace, "matches" | "target"> | undefined {
  const plain = dataset.replace(/^https?:\/\//i, "");
  const slash = plain.indexOf("/");
  const isHost = byHost(slash === -1 ? plain : plain.slice(0, slash));
  const route = slash === -1 ? "/" : plain.slice(slash);
  if (route === "/") return { matches: isHost, target: undefined };
  try {
    const isRoute = byRoute(route);
    return { matches: (facts, part) => isHost(facts, part) && isRoute(facts, part), target: route };
  } catch {
    return undefined; // a path that is none can be the declared name of something, but not be called
  }
}
