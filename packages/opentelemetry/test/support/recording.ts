import {
  type Catalog,
  coverageRecord,
  type CoverageRow,
  createCatalog,
  decisionRecord,
  type DecisionRow,
  Pseudonyms,
  Recorder,
  type RecorderOptions,
  remoteCallRecord,
  type RemoteCallRow,
} from "@probity/core";
import { expect } from "vitest";
import type { InstrumentedProbe } from "../../src/index.ts";

const catalog: Catalog = createCatalog({
  sources: [{ name: "profile" }],
  features: [{ name: "profile.age" }, { name: "profile.interests[]" }],
});

/** A probe that keeps its rows in memory. */
export interface Recording {
  readonly probe: InstrumentedProbe;
  /** Where something went wrong inside Probity, or was handed in wrong, in order. */
  readonly faults: string[];
  /** Waits until that many decisions are recorded, and gives them in the order in which they ended. */
  readonly decisions: (count: number) => Promise<readonly DecisionRow[]>;
  /** The statement of coverage so far, of the routes that were asked for. */
  readonly coverage: () => readonly CoverageRow[];
  readonly remoteCalls: (count: number) => Promise<readonly RemoteCallRow[]>;
  /** What a row holds for these items. */
  readonly hashed: (...ids: string[]) => string[];
}

export function recording(
  ports: Partial<InstrumentedProbe["ports"]> = {},
  options: Partial<RecorderOptions> = {},
): Recording {
  const pseudonyms = new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 7) });
  const decisions: DecisionRow[] = [];
  const remoteCalls: RemoteCallRow[] = [];
  const coverage: CoverageRow[] = [];
  const faults: string[] = [];
  const recorder = new Recorder({
    service: "test",
    catalog,
    algorithms: [{ id: "feed", version: "1", type: "personalised_push", purpose: "content" }],
    outlets: [{ id: "home", product: "Book Feed", form: "website", function: "猜你喜欢", surface: "feed" }],
    pseudonyms,
    sink: {
      accept: ({ table, bytes, version }) => {
        if (table === decisionRecord.name) decisions.push(...decisionRecord.decode(bytes, version));
        if (table === remoteCallRecord.name) remoteCalls.push(...remoteCallRecord.decode(bytes, version));
        if (table === coverageRecord.name) coverage.push(...coverageRecord.decode(bytes, version));
        return true;
      },
    },
    onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
    ...options,
  });
  const routes = [
    { method: "GET", path: "/feed", algorithm: "feed", outlet: "home", items: "items[].isbn" },
    { method: "POST", path: "/feed", algorithm: "feed" },
    { method: "GET", path: "/users/:user/feed", algorithm: "feed", items: "items[].isbn", fallback: "/hot" },
  ];
  const inRows = async <T>(rows: readonly T[], count: number): Promise<readonly T[]> => {
    const flushed = (): number => (recorder.flush(), rows.length);
    await expect.poll(flushed, { interval: 2, timeout: 4000 }).toBeGreaterThanOrEqual(count);
    expect(rows).toHaveLength(count);
    return rows;
  };
  return {
    probe: {
      ports: {
        service: "test",
        telemetry: { logs: false },
        http: { recorder, routes, subject: { id: { header: "x-reader-id" } } },
        propagation: { accept: true, sendTo: ["private"] },
        ...ports,
        recorder,
      },
    },
    faults,
    decisions: async (count) => inRows(decisions, count),
    coverage: () => {
      recorder.stateCoverage();
      recorder.flush();
      return coverage.filter(({ requests }) => requests > 0);
    },
    remoteCalls: async (count) => inRows(remoteCalls, count),
    hashed: (...ids) => ids.map((id) => pseudonyms.itemHex(id)),
  };
}
