import {
  type Algorithm,
  type CoverageRow,
  coverageRecord,
  createCatalog,
  decisionRecord,
  type DecisionRow,
  Pseudonyms,
  Recorder,
  type RecorderOptions,
  type RemoteCallRow,
  remoteCallRecord,
  runInDecision,
} from "@probity/core";
import type { RequestListener } from "node:http";
import { expect } from "vitest";
import {
  type BeginOptions,
  createRequestProbe,
  type RequestProbe,
  type RequestProbeOptions,
  type RouteBinding,
} from "../../src/index.ts";

const feed: Algorithm = { id: "feed", version: "1", type: "personalised_push", purpose: "content" };

export const routes: readonly RouteBinding[] = [
  { method: "GET", path: "/feed", algorithm: "feed", outlet: "home", items: "items[].isbn" },
  { method: "post", path: "/feed", algorithm: "feed" },
  { method: "GET", path: "/users/:user/feed", algorithm: "feed" },
];

interface Rows {
  readonly decisions: readonly DecisionRow[];
  readonly remoteCalls: readonly RemoteCallRow[];
}

/** What was counted of a route. */
export interface Covered {
  readonly route: string;
  readonly requests: number;
  readonly decisions: number;
  readonly remote_calls: number;
  readonly lists: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** A recorder that keeps its rows in memory, and a request probe on top of it. `algorithm` changes the feed's. */
export interface Harness {
  readonly recorder: Recorder;
  readonly probe: RequestProbe;
  /** Where something went wrong inside Probity, or was handed in wrong, in order. */
  readonly faults: string[];
  /** A server's listener that runs `handler` in what the request is recorded in. */
  readonly listener: (handler: RequestListener, how?: Partial<BeginOptions>) => RequestListener;
  /** Waits until that many decisions and remote calls are recorded. */
  readonly recorded: (count: number) => Promise<Rows>;
  /** The single decision. */
  readonly row: () => Promise<DecisionRow>;
  /** The single remote call. */
  readonly remoteCall: () => Promise<RemoteCallRow>;
  /** What was counted so far, route by route, where any request came. */
  readonly coverage: () => readonly Covered[];
  /** Waits until that many requests are counted. */
  readonly covered: (count: number) => Promise<void>;
  /** What a row holds for these items. */
  readonly hashed: (...ids: string[]) => string[];
}

export function harness(
  options: Partial<RequestProbeOptions> = {},
  { algorithm = {}, ...more }: Partial<RecorderOptions> & { readonly algorithm?: Partial<Algorithm> } = {},
): Harness {
  const pseudonyms = new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 7) });
  const decisions: DecisionRow[] = [];
  const remoteCalls: RemoteCallRow[] = [];
  const coverage: CoverageRow[] = [];
  const faults: string[] = [];
  const recorder = new Recorder({
    service: "test",
    catalog: createCatalog({ sources: [{ name: "profile" }], features: [{ name: "profile.age" }] }),
    algorithms: [{ ...feed, ...algorithm }],
    outlets: [{ id: "home", product: "Book Feed", form: "website", function: "猜你喜欢", surface: "feed" }],
    pseudonyms,
    sink: {
      accept({ table, bytes, version }) {
        if (table === decisionRecord.name) decisions.push(...decisionRecord.decode(bytes, version));
        else if (table === remoteCallRecord.name)
          remoteCalls.push(...remoteCallRecord.decode(bytes, version));
        else coverage.push(...coverageRecord.decode(bytes, version));
        return true;
      },
    },
    onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
    routes,
    ...more,
  });
  const probe = createRequestProbe({ recorder, routes, ...options });
  const counted = (): readonly Covered[] => {
    recorder.stateCoverage();
    recorder.flush();
    return summed(coverage);
  };
  const recorded = async (count: number): Promise<Rows> => {
    const flushed = (): number => (recorder.flush(), decisions.length + remoteCalls.length);
    await expect.poll(flushed, { interval: 2, timeout: 4000 }).toBeGreaterThanOrEqual(count);
    expect(decisions.length + remoteCalls.length).toBe(count);
    return { decisions, remoteCalls };
  };
  return {
    recorder,
    probe,
    faults,
    listener: (handler, how) => (req, res) => {
      const decision = probe.begin(req, res, { target: req.url ?? "", ...how });
      if (probe.enforce(req, (_req, target) => (req.url = target))) return;
      if (decision) runInDecision(decision, () => handler(req, res));
      else handler(req, res);
    },
    recorded,
    row: async () => (await recorded(1)).decisions[0]!,
    remoteCall: async () => (await recorded(1)).remoteCalls[0]!,
    coverage: counted,
    covered: async (count) => {
      const requests = (): number => counted().reduce((sum, each) => sum + each.requests, 0);
      await expect.poll(requests, { interval: 2, timeout: 4000 }).toBe(count);
    },
    hashed: (...ids) => ids.map((id) => pseudonyms.itemHex(id)),
  };
}

/** All statements of a route as one: a test may state coverage at any moment. */
function summed(rows: readonly CoverageRow[]): readonly Covered[] {
  const routes: Map<string, Covered> = new Map();
  for (const { method, route: path, requests, decisions, remote_calls, lists, reasons } of rows) {
    if (requests === 0) continue;
    const route = `${method} ${path}`;
    const known = routes.get(route);
    const times: Record<string, number> = { ...known?.reasons };
    for (const { reason, requests: more } of reasons) times[reason] = (times[reason] ?? 0) + more;
    routes.set(route, {
      route,
      requests: requests + (known?.requests ?? 0),
      decisions: decisions + (known?.decisions ?? 0),
      remote_calls: remote_calls + (known?.remote_calls ?? 0),
      lists: lists + (known?.lists ?? 0),
      reasons: times,
    });
  }
  return [...routes.values()];
}
