import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import { newerNode } from "../../../test/support/newer-node.ts";
import { type Postgres, startPostgres } from "./support/postgres.ts";
import { APPS, REGISTER, startService } from "./support/service-process.ts";
import { test } from "./support/site.ts";

/** A span as `test/apps/print-spans.mjs` prints it. */
interface Span {
  readonly scope: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parent?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string }[];
}

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const CALLS = `
  SELECT toString(id) AS id, lower(hex(trace_id)) AS trace, lower(hex(span_id)) AS span, input_faults AS faults,
    arrayMap(span -> (span.system, span.operation, toUInt32(span.count)), spans) AS calls
  FROM decisions`;

/** What the service does: it reads a table, and asks another service by `fetch` and by `http.get`. */
const ALL_CALLS = [
  ["postgresql", "SELECT", 1],
  ["http", "GET", 2],
];

const sdks = [
  { sdk: "sdk-2", node: () => Promise.resolve(process.execPath) },
  { sdk: "sdk-3", node: newerNode },
];

describe.each(sdks)("a service with OpenTelemetry's $sdk", ({ sdk, node: nodeOf }) => {
  const telemetry = new URL(`${sdk}/telemetry.mjs`, APPS).href;
  let node = "";
  let postgres: Postgres;
  let next: Server;
  let came: IncomingHttpHeaders[] = [];
  let env: Record<string, string> = {};

  beforeAll(async () => {
    node = await nodeOf();
    postgres = await startPostgres();
    next = createServer(({ headers }, res) => {
      came.push(headers);
      res.end();
    }).listen(0, "127.0.0.1");
    await once(next, "listening");
    const url = `http://localhost:${(next.address() as AddressInfo).port}`;
    env = { POSTGRES: postgres.url, NEXT: url, NEXT_BY_HTTP: url };
  }, 120_000);

  beforeEach(() => void (came = []));

  afterAll(async () => {
    next.close();
    await postgres[Symbol.asyncDispose]();
  });

  /** Starts the service, asks it once, ends it, and gives the spans that it exported. */
  async function asked(
    script: string,
    imports: readonly string[],
    more: Record<string, string>,
  ): Promise<Span[]> {
    await using service = await startService(`${sdk}/${script}`, { imports, node, env: { ...env, ...more } });
    const headers = { "x-reader-id": "r1", traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` };
    const answer = await fetch(`${service.url}/feed`, { headers });
    expect(await answer.json()).toEqual({ items: [{ isbn: "b1" }, { isbn: "b2" }] });
    const isServerTraced =
      more["SAMPLING"] !== "off" && (more["INSTRUMENTATIONS"] ?? "http").includes("http");
    // It ends last, when the answer is through.
    const ended = (): boolean => service.lines.some((line) => line.includes('"kind":1'));
    if (isServerTraced) await expect.poll(ended, { interval: 5, timeout: 10_000 }).toBe(true);
    expect(await service.stop()).toBe("");
    return service.lines.map((line) => JSON.parse(line.replace(/^span /, "")) as Span);
  }

  const withoutOurs = (imports: readonly string[]): string[] => imports.filter((each) => each !== REGISTER);

  test.for([
    ["before ours, in ES modules", "by-import.mjs", [telemetry, REGISTER]],
    ["before ours, in CommonJS", "by-require.cjs", [telemetry, REGISTER]],
    ["after ours, in ES modules", "by-import.mjs", [REGISTER, telemetry]],
    ["by the service, in ES modules", "with-telemetry.mjs", [REGISTER]],
  ] as const)(
    "that is started %s has each call recorded once, under its trace, which is the same as without ours",
    async ([, script, imports], { site }) => {
      const without = await asked(script, withoutOurs(imports), {});
      came = [];
      const spans = await asked(script, imports, await site.configure("feed"));
      expect(treeOf(spans)).toEqual(treeOf(without));
      const server = spans.find(({ kind }) => kind === 1);
      const [row] = await site.rows<{ id: string }>(CALLS);
      expect(row).toMatchObject({ faults: [], trace: TRACE_ID, span: server?.spanId, calls: ALL_CALLS });
      expect(server?.attributes["probity.decision.id"]).toBe(row?.id);
      expect(server?.events.map(({ name }) => name)).toEqual(["algo.decision"]);
      const told = came.map(({ baggage, traceparent }) => [baggage, String(traceparent).slice(3, 35)]);
      const baggage = `probity.decision=${row?.id},probity.outlet=home,probity.hop=1`;
      expect(told).toEqual(Array(2).fill([baggage, TRACE_ID]));
    },
  );

  const twoOrders = [
    ["before ours", "by-import.mjs", [telemetry, REGISTER]],
    ["by the service", "with-telemetry.mjs", [REGISTER]],
  ] as const;

  test.for(twoOrders)(
    "that is started %s has each call recorded once when nothing is sampled",
    async ([, script, imports], { site }) => {
      const spans = await asked(script, imports, { ...(await site.configure("feed")), SAMPLING: "off" });
      expect(spans).toEqual([]);
      expect(await site.rows(CALLS)).toMatchObject([{ faults: [], trace: TRACE_ID, calls: ALL_CALLS }]);
    },
  );

  test.for(
    twoOrders.flatMap((order) =>
      ["http", "pg,undici"].map((instrumented) => [...order, instrumented] as const),
    ),
  )(
    "that is started %s, and instruments a part of its libraries alone, has each call recorded once",
    async ([, script, imports, INSTRUMENTATIONS], { site }) => {
      const without = await asked(script, withoutOurs(imports), { INSTRUMENTATIONS });
      const spans = await asked(script, imports, { ...(await site.configure("feed")), INSTRUMENTATIONS });
      expect(treeOf(spans)).toEqual(treeOf(without));
      expect(await site.rows(CALLS)).toMatchObject([{ faults: [], calls: ALL_CALLS }]);
    },
  );
});

test("a service that sets up an SDK and the probe in code has its decisions, with the spans that are sampled as calls", async ({
  site,
}) => {
  await using postgres = await startPostgres();
  const { PROBITY_CONFIG, ...secrets } = await site.configure("probity");
  const env = { ...secrets, POSTGRES: postgres.url };
  const imports = [new URL("sdk-2/in-code.mjs", APPS).href];
  await using service = await startService("sdk-2/by-require.cjs", {
    imports,
    env,
    cwd: dirname(PROBITY_CONFIG ?? ""),
  });
  const answer = await fetch(`${service.url}/feed`, { headers: { "x-reader-id": "r1" } });
  expect(await service.stop()).toBe("");
  const id = answer.headers.get("probity-decision-id");
  expect(await site.rows(CALLS)).toMatchObject([{ id, faults: [], calls: [["postgresql", "SELECT", 1]] }]);
});

/** The spans as a tree, by names: each with the one above it. */
function treeOf(spans: readonly Span[]): string[] {
  const nameOf = ({ scope, name, kind }: Span): string => `${scope} ${name} ${kind}`;
  const above = (parent: string | undefined): string => {
    const span = spans.find(({ spanId }) => spanId === parent);
    return span ? nameOf(span) : parent === undefined ? "nothing" : "elsewhere";
  };
  return spans.map((span) => `${nameOf(span)} below ${above(span.parent)}`).toSorted();
}
