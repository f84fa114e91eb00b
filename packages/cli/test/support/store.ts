import type { StoreOptions } from "@probity/clickhouse";

import type { StorePort } from "../../src/index.ts";
import { fakeQueries } from "./batch.ts";

/** A store of which a test says what it answers; anything else it asks is a mistake. */
export function fakeStore(answers: Partial<StorePort> = {}): StorePort {
  const unexpected = (name: string) => () =>
    Promise.reject(new Error(`${name} was not expected to be called`));
  return {
    migrate: unexpected("migrate"),
    status: unexpected("status"),
    insertBatch: unexpected("insertBatch"),
    gaps: unexpected("gaps"),
    gapCounts: unexpected("gapCounts"),
    sequenceCounts: unexpected("sequenceCounts"),
    overview: unexpected("overview"),
    path: unexpected("path"),
    decisions: unexpected("decisions"),
    decisionsUsingFeature: unexpected("decisionsUsingFeature"),
    unmapped: unexpected("unmapped"),
    coverage: unexpected("coverage"),
    enter: unexpected("enter"),
    interventions: unexpected("interventions"),
    interventionSteps: unexpected("interventionSteps"),
    currentChoices: unexpected("currentChoices"),
    choicesOfSubject: unexpected("choicesOfSubject"),
    complaints: unexpected("complaints"),
    findings: unexpected("findings"),
    controlChanges: unexpected("controlChanges"),
    controlHistory: unexpected("controlHistory"),
    controlSteps: unexpected("controlSteps"),
    liveProcesses: unexpected("liveProcesses"),
    batch: fakeQueries(),
    close: () => Promise.resolve(),
    ...answers,
  };
}

/** An `openStore` that gives the store and notes what it was asked to open. */
export function opens(store: StorePort): {
  readonly openStore: (options: StoreOptions) => StorePort;
  readonly opened: readonly StoreOptions[];
} {
  const opened: StoreOptions[] = [];
  const openStore = (options: StoreOptions): StorePort => {
    opened.push(options);
    return store;
  };
  return { openStore, opened };
}
