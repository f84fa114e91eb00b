import {
  type Algorithm,
  type Chunk,
  createCatalog,
  decisionRecord,
  type DecisionRow,
  type Outlet,
  Pseudonyms,
  Recorder,
  type RecorderOptions,
} from "@probity/core";
import { expect } from "vitest";
import { createMiddleware, type MiddlewareOptions, type RouteBinding } from "../../src/index.ts";

const feed: Algorithm = { id: "feed", version: "1", type: "personalised_push", purpose: "content" };
const search: Algorithm = { id: "search", version: "7", type: "retrieval", purpose: "content" };
const home: Outlet = {
  id: "home",
  product: "Book Feed",
  form: "website",
  function: "猜你喜欢",
  surface: "feed",
};

export const routes: readonly RouteBinding[] = [
  { method: "GET", path: "/feed", algorithm: "feed", outlet: "home", items: "items[].isbn" },
  { method: "POST", path: "/feed", algorithm: "feed" },
  { method: "GET", path: "/users/:user/feed", algorithm: "feed" },
  { method: "GET", path: "/search", algorithm: "search", purpose: "marketing" },
];

/**
 * A recorder that keeps its rows in memory, and the middleware on top of it. `algorithm` changes the feed's; `onChunk`
 * gets what are no decisions.
 */
export interface Harness {
  readonly middleware: ReturnType<typeof createMiddleware>;
  readonly recorder: Recorder;
  /** Where something went wrong inside Probity, or was handed in wrong, in order. */
  readonly faults: string[];
  /** Waits until that many decisions are recorded, and gives them in the order in which they ended. */
  readonly recorded: (count: number) => Promise<readonly DecisionRow[]>;
  /** The single decision. */
  readonly row: () => Promise<DecisionRow>;
  /** What a row holds for these items. */
  readonly hashed: (...ids: string[]) => string[];
  /** What a row holds for this user. */
  readonly subject: (id: string) => string;
}

export function harness(
  options: Partial<MiddlewareOptions> = {},
  { algorithm = {}, ...more }: Partial<RecorderOptions> & { readonly algorithm?: Partial<Algorithm> } = {},
  onChunk: (chunk: Chunk) => void = () => undefined,
): Harness {
  const pseudonyms = new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 7) });
  const rows: DecisionRow[] = [];
  const faults: string[] = [];
  const recorder = new Recorder({
    service: "test",
    catalog: createCatalog({ sources: [{ name: "profile" }], features: [{ name: "profile.age" }] }),
    algorithms: [{ ...feed, ...algorithm }, search],
    outlets: [home],
    pseudonyms,
    sink: {
      accept(chunk) {
        if (chunk.table === decisionRecord.name)
          rows.push(...decisionRecord.decode(chunk.bytes, chunk.version));
        else onChunk(chunk);
        return true;
      },
    },
    onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
    ...more,
  });
  const recorded = async (count: number): Promise<readonly DecisionRow[]> => {
    const flushed = (): number => (recorder.flush(), rows.length);
    await expect.poll(flushed, { interval: 2, timeout: 4000 }).toBeGreaterThanOrEqual(count);
    expect(rows).toHaveLength(count);
    return rows;
  };
  return {
    middleware: createMiddleware({ recorder, routes, ...options }),
    recorder,
    faults,
    recorded,
    row: async () => (await recorded(1))[0]!,
    hashed: (...ids) => ids.map((id) => pseudonyms.itemHex(id)),
    subject: (id) => Buffer.from(pseudonyms.subject(id).bytes).toString("hex"),
  };
}
