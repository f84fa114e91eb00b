/** Recorded decisions as documents that other tools read. */
export { openLineageEvent } from "./open-lineage/open-lineage-event.ts";
export { provDocument } from "./prov/prov-document.ts";

export type { Facet, Facets, InputDataset, OpenLineageEvent, OutputDataset } from "./open-lineage/event.ts";
export type { ProvAttributes, ProvDocument, ProvLiteral } from "./prov/document.ts";
export type {
  ReportedChild,
  ReportedClaim,
  ReportedData,
  ReportedFeature,
  ReportedFinding,
  ReportedPath,
  ReportedRemoteCall,
  ReportedSource,
  ReportedSpan,
} from "./reported-path.ts";
