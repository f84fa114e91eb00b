import { VERSION } from "../version.ts";
import type { Facet } from "./event.ts";

/** Who makes events. */
export const PRODUCER: `urn:probity:report:${string}` = `urn:probity:report:${VERSION}`;

/** The schema of events. */
export const EVENT_SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

/** Facets of the specification, in the version that is written. */
const STANDARD = {
  ColumnLineageDatasetFacet: "1-2-0",
  JobTypeJobFacet: "2-0-4",
  SchemaDatasetFacet: "1-2-0",
  TagsDatasetFacet: "1-0-0",
} as const;

/** A facet of the specification. */
export function standardFacet(
  name: keyof typeof STANDARD,
  content: Readonly<Record<string, unknown>>,
): Facet {
  const schema = `https://openlineage.io/spec/facets/${STANDARD[name]}/${name}.json#/$defs/${name}`;
  return { _producer: PRODUCER, _schemaURL: schema, ...content };
}

/** Facets of ours: `schemas/open-lineage-facets.json` says what is in them. */
type OwnFacet = "ProbityDataCallInputDatasetFacet" | "ProbityDecisionRunFacet";

/** A facet of ours. */
export function ownFacet(name: OwnFacet, content: Readonly<Record<string, unknown>>): Facet {
  return {
    _producer: PRODUCER,
    _schemaURL: `urn:probity:open-lineage-facets:1-0-0#/$defs/${name}`,
    ...content,
  };
}
