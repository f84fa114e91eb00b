import { wildcard, type CatalogInput, type DataSource, type SpanMatch } from "@probity/core";

import { isOneLine } from "./one-line.ts";
import type { Call } from "./suggest-rule.ts";

/** What the call is about, as a rule says it; undefined where that is not known. */
export function placeOf({ system, target }: Call): Pick<SpanMatch, "key" | "route" | "table"> | undefined {
  const kind = system.toLowerCase();
  if (kind === "grpc" || !/[^*\s]/.test(target) || !isOneLine(target)) return undefined;
  if (kind === "redis") return { key: target };
  if (kind !== "http") return { table: target };
  const route = routeOf(target);
  return route === undefined ? undefined : { route };
}

/** The declared source that fits the call, or a new one. */
export function sourceFor(
  call: Call,
  { sources }: CatalogInput,
): { readonly source: DataSource; readonly isNew: boolean } {
  const name = nameOf(call);
  const dataset = datasetOf(call);
  const fitting = sources.find((source) => isSourceOf(source, call, { name, dataset }));
  if (fitting) return { source: fitting, isNew: false };
  const taken = new Set(sources.map((source) => source.name));
  return { source: { name: firstFree(name, taken), system: shorter(call.system), dataset }, isNew: true };
}

function isSourceOf(
  source: DataSource,
  call: Call,
  own: { readonly name: string; readonly dataset: string },
): boolean {
  const { name, system = "", dataset = "" } = source;
  if (system !== "" && system.toLowerCase() !== call.system.toLowerCase()) return false;
  if (dataset === "") return name.toLowerCase() === own.name.toLowerCase();
  return wildcard(dataset)(own.dataset) || isSameTable(dataset, own.dataset) || dataset === call.host;
}

// `public.readers` is the table `readers`.
function isSameTable(one: string, other: string): boolean {
  const isPlain = [one, other].every((name) => /^[^\s:/*]+$/.test(name));
  return isPlain && lastPart(one) === lastPart(other);
}

function lastPart(name: string): string {
  return name.replaceAll(/["`]/g, "").split(".").at(-1)?.toLowerCase() ?? "";
}

function datasetOf(call: Call): string {
  const { system, host, database, operation, target } = call;
  const place = placeOf(call);
  if (system.toLowerCase() === "grpc") return shorter(operation.split("/")[0] ?? "");
  if (place?.route !== undefined) return shorter(`${host}${place.route}`);
  return shorter(place ? target : ([host, database].find((text) => isOneLine(text)) ?? ""));
}

// As long as the names of systems and data sets may be.
function shorter(text: string): string {
  return text.slice(0, 128).trim();
}

/** A name for the source: of the table, of what stays the same in a key or a route, of the service. */
function nameOf(call: Call): string {
  const { system, host, database, operation, target } = call;
  const otherwise = database || (host.split(/[.:]/)[0] ?? "") || system;
  if (system.toLowerCase() === "grpc") return named(lastPart(operation.split("/")[0] ?? ""), otherwise);
  const place = placeOf(call);
  if (!place) return named("", otherwise);
  if (place.table !== undefined) return named(lastPart(place.table), otherwise);
  const parts = target.split(place.key === undefined ? "/" : /[:/|.]+/);
  return named(parts.filter((part) => !/[*{]|^:/.test(part)).join("_"), otherwise);
}

function named(text: string, otherwise: string): string {
  const plain = (from: string): string =>
    from
      .replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, "_")
      .replaceAll(/^[_-]+|[_-]+$/g, "")
      .slice(0, 60);
  return plain(text) || plain(otherwise) || "source";
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name}_${n}`;
  return free;
}

/** The route in the syntax of path-to-regexp: a part that may be anything becomes a parameter. */
function routeOf(target: string): string | undefined {
  if (!target.startsWith("/")) return undefined;
  const parts = target.split("/").map((part, at) => {
    const isParameter = /^:[A-Za-z_]\w*$/.test(part);
    return isParameter || !/[*:{}()[\]+?!\\]/.test(part) ? part : `:p${at}`;
  });
  return parts.join("/");
}
