import { placeOfFeature } from "@probity/core";

import type { ReportedFeature, ReportedPath, ReportedSource } from "../reported-path.ts";
import type { Facets, InputDataset } from "./event.ts";
import { ownFacet, standardFacet } from "./facet.ts";

/** A source that was read, by whichever service, and where the lineage has it. */
export interface ReadSource {
  readonly service: string;
  readonly source: ReportedSource;
  readonly namespace: string;
  readonly name: string;
}

/**
 * The sources of a path, those that other services read among them. What these services say is taken for so where the
 * trace bears it out, and left out where nothing does.
 */
export function readSources({ decision, sources, remoteCalls }: ReportedPath): readonly ReadSource[] {
  const proven = remoteCalls.filter(({ claim }) => claim.isBorneOut);
  return [
    ...sources.map((source) => placed(decision.service, source)),
    ...proven.flatMap(({ call, sources: read }) => read.map((source) => placed(call.service, source))),
  ];
}

function placed(service: string, source: ReportedSource): ReadSource {
  return { service, source, ...placeOf(service, source) };
}

/** As OpenLineage names data sets: by the system's address where a span told it, else by the service that read it. */
function placeOf(
  service: string,
  source: ReportedSource,
): { readonly namespace: string; readonly name: string } {
  const { system, dataset, spans } = source;
  const seen = spans.find(({ host }) => host !== "");
  const kind = (seen?.system ?? system).toLowerCase();
  const scheme = SCHEMES.get(kind) ?? kind;
  const database = seen?.database ?? "";
  const own = dataset === "" ? source.source || "unknown" : dataset;
  return {
    namespace: seen ? `${scheme}://${seen.host}` : ownNamespace(service, scheme),
    name: database === "" || !isDatabase(kind) ? own : `${database}.${own}`,
  };
}

const SCHEMES: ReadonlyMap<string, string> = new Map([["postgresql", "postgres"]]);

function isDatabase(system: string): boolean {
  return !["grpc", "http", "kafka", "redis"].includes(system);
}

/** The namespace of what is known by the service's name only. */
export function ownNamespace(service: string, kind = ""): string {
  return `probity://${encodeURIComponent(service)}${kind === "" ? "" : `/${encodeURIComponent(kind)}`}`;
}

/** What a feature is called in its data set. */
export function fieldOf({ name }: ReportedFeature, { source }: ReportedSource): string {
  return placeOfFeature({ name, ...(source !== "" && { source }) }).path || name;
}

/** The data sets that were read, each once, with the fields that were used. */
export function inputsOf(read: readonly ReadSource[]): InputDataset[] {
  const together: Map<string, ReadSource[]> = new Map();
  for (const each of read) {
    const key = JSON.stringify([each.namespace, each.name]);
    together.set(key, [...(together.get(key) ?? []), each]);
  }
  return [...together.values()].map((sources) => ({
    namespace: sources[0]?.namespace ?? "",
    name: sources[0]?.name ?? "",
    facets: fieldFacets(sources),
    inputFacets: {
      probity_dataCall: ownFacet("ProbityDataCallInputDatasetFacet", {
        readBy: [...new Set(sources.map(({ service }) => service))],
        sources: [...new Set(sources.map(({ source }) => source.source))],
        calls: sources.flatMap(({ source }) => source.spans).reduce((sum, { count }) => sum + count, 0),
      }),
    },
  }));
}

function fieldFacets(sources: readonly ReadSource[]): Facets {
  const fields = new Map(
    sources.flatMap(({ source }) =>
      source.features.map((feature) => [fieldOf(feature, source), feature] as const),
    ),
  );
  const tags = [...fields].flatMap(([field, feature]) => tagsOf(field, feature));
  return {
    schema: standardFacet("SchemaDatasetFacet", { fields: Array.from(fields.keys(), (name) => ({ name })) }),
    ...(tags.length > 0 && { tags: standardFacet("TagsDatasetFacet", { tags }) }),
  };
}

function tagsOf(field: string, { codes, isPersonal, isRegistered }: ReportedFeature): unknown[] {
  const tag = (key: string, value: string): unknown => ({ key, value, source: "PROBITY", field });
  return [
    ...codes.map((code) => tag("sensitivity", code)),
    ...(isPersonal === undefined ? [] : [tag("personal", String(isPersonal))]),
    ...(isRegistered ? [] : [tag("registered", "false")]),
  ];
}
