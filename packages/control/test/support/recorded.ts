import {
  type Chunk,
  choiceRecord,
  type ChoiceRow,
  type Columns,
  controlChangeRecord,
  type ControlChangeRow,
  createCatalog,
  decisionRecord,
  type DecisionRow,
  feedbackRecord,
  type FeedbackRow,
  interventionRecord,
  type InterventionRow,
  listSnapshotRecord,
  type ListSnapshotRow,
  Pseudonyms,
  Recorder,
  type RecorderOptions,
  type RecordTable,
  type RowOf,
} from "@probity/core";

export const NOW = Date.UTC(2026, 10, 27, 12);
export const DAY = 86_400_000;

/** A recorder that keeps what it records, a key, and a clock that stands where it is put. */
export interface Recorded {
  readonly recorder: Recorder;
  readonly pseudonyms: Pseudonyms;
  readonly clock: { now: number };
  readonly now: () => number;
  /** Where something went wrong inside Probity. */
  readonly faults: string[];
  readonly choices: () => ChoiceRow[];
  readonly interventions: () => InterventionRow[];
  readonly feedback: () => FeedbackRow[];
  readonly snapshots: () => ListSnapshotRow[];
  readonly changes: () => ControlChangeRow[];
  readonly decisions: () => DecisionRow[];
}

export function recorded(options: Partial<RecorderOptions> = {}): Recorded {
  const chunks: Chunk[] = [];
  const faults: string[] = [];
  const clock = { now: NOW };
  const pseudonyms = new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 7) });
  const recorder = new Recorder({
    service: "test",
    catalog: createCatalog({ sources: [{ name: "profile" }], features: [{ name: "profile.age" }] }),
    algorithms: [{ id: "feed", version: "1", type: "personalised_push", purpose: "content" }],
    outlets: [{ id: "home", product: "Book Feed", form: "website", function: "猜你喜欢", surface: "feed" }],
    pseudonyms,
    clock: { now: () => clock.now, monotonicUs: () => clock.now * 1000 },
    sink: { accept: (chunk) => chunks.push(chunk) > 0 },
    onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
    ...options,
  });
  const rowsOf =
    <C extends Columns>(table: RecordTable<C>) =>
    (): RowOf<C>[] => {
      recorder.flush();
      return chunks
        .filter((chunk) => chunk.table === table.name)
        .flatMap(({ bytes, version }) => table.decode(bytes, version));
    };
  return {
    ...{ recorder, pseudonyms, clock, faults },
    now: () => clock.now,
    choices: rowsOf(choiceRecord),
    interventions: rowsOf(interventionRecord),
    feedback: rowsOf(feedbackRecord),
    snapshots: rowsOf(listSnapshotRecord),
    changes: rowsOf(controlChangeRecord),
    decisions: rowsOf(decisionRecord),
  };
}

/** What a call throws. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
