/** A facet: whatever a schema says, and which schema that is. */
export interface Facet {
  readonly _producer: string;
  readonly _schemaURL: string;
  readonly [key: string]: unknown;
}

export type Facets = Readonly<Record<string, Facet>>;

/** A data set that a run read. */
export interface InputDataset {
  readonly namespace: string;
  readonly name: string;
  readonly facets: Facets;
  readonly inputFacets?: Facets;
}

/** A data set that a run made. */
export interface OutputDataset {
  readonly namespace: string;
  readonly name: string;
  readonly facets: Facets;
}

/** A run event of OpenLineage 2-0-2. */
export interface OpenLineageEvent {
  readonly eventType: "COMPLETE" | "ABORT" | "FAIL";
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Facets };
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets };
  readonly inputs: readonly InputDataset[];
  readonly outputs: readonly OutputDataset[];
}
