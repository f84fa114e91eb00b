import {
  type CoverageRow,
  coverageRecord,
  currentDecision,
  remoteCallRecord,
  type RemoteCallRow,
} from "@probity/core";
import { createRequestProbe, writeCaller } from "@probity/http";
import { createServer } from "node:http";
import type { Request, Response } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { MiddlewareOptions } from "../src/index.ts";
import { type Harness, harness, routes } from "./support/harness.ts";
import { versions } from "./support/versions.ts";

type Records = Harness & {
  /** Waits until that many requests are counted, and gives what each route had. */
  readonly covered: (count: number) => Promise<Readonly<Record<string, unknown>>>;
  readonly remoteCalls: RemoteCallRow[];
};

function recordsOf(options: Partial<MiddlewareOptions> = {}): Records {
  const remoteCalls: RemoteCallRow[] = [];
  const coverage: CoverageRow[] = [];
  const under = harness(options, { routes }, ({ table, bytes }) => {
    if (table === remoteCallRecord.name) remoteCalls.push(...remoteCallRecord.decode(bytes));
    if (table === coverageRecord.name) coverage.push(...coverageRecord.decode(bytes));
  });
  const seen = (): CoverageRow[] => {
    under.recorder.stateCoverage();
    under.recorder.flush();
    return coverage.filter(({ requests }) => requests > 0);
  };
  const covered = async (count: number): Promise<Readonly<Record<string, unknown>>> => {
    const total = (): number => seen().reduce((sum, { requests }) => sum + requests, 0);
    await expect.poll(total, { interval: 2, timeout: 4000 }).toBe(count);
    return Object.fromEntries(
      coverage
        .filter(({ requests }) => requests > 0)
        .map(({ method, route, decisions, remote_calls, reasons }) => [
          `${method} ${route}`,
          decisions > 0 ? "decision" : remote_calls > 0 ? "remote_call" : reasons[0]?.reason,
        ]),
    );
  };
  return { ...under, covered, remoteCalls };
}

function baggage(): string {
  const decision = harness().recorder.open({ algorithm: "feed" }).id;
  return writeCaller({ decision, outlet: "home", hop: 1 });
}

describe.each(versions)("a request that is no decision, on $name,", ({ express }) => {
  const ok = (_req: Request, res: Response): void => void res.json([]);

  /** A service with a route of each kind. */
  function service({ middleware }: Harness): ReturnType<typeof express> {
    const app = express();
    app.use(middleware);
    app.get("/books/:isbn", ok);
    app.get(/^\/hot\/\d+$/, ok);
    app.get(["/one", "/other"], ok);
    app.use("/middleware/:user", ok);
    const router = express.Router();
    router.get("/orders/:order", ok);
    app.use("/users/:user", router);
    const inner = express();
    inner.get("/", ok);
    app.use("/shop", inner);
    return app;
  }

  it.each([
    ["a pattern, by it", "/books/9787020002207", "GET /books/:isbn"],
    ["a regular expression, together with others", "/hot/7", "GET *"],
    ["a list, together with others", "/one", "GET *"],
    ["no route but middleware, together with others", "/middleware/7", "GET *"],
    [
      "a router whose mount path holds somebody's id, without that",
      "/users/7/orders/8",
      "GET */orders/:order",
    ],
    ["a sub-application, without the path at which it is mounted", "/shop", "GET */"],
    ["nothing, together with others", "/users/7", "GET *"],
  ])("is counted where it is handled by %s", async (_, path, route) => {
    const made = recordsOf();
    await request(service(made)).get(path);
    expect(await made.covered(1)).toEqual({ [route]: "not_configured" });
  });

  it("is recorded as a part of a caller's decision, which is below the middleware", async () => {
    const made = recordsOf();
    const app = express();
    app.use(made.middleware);
    app.get("/users/:user", (req, res) => {
      req.decision?.uses("profile.age");
      res.json([req.decision === currentDecision(), req.decision?.algorithm.id]);
    });
    const { body, headers } = await request(app).get("/users/7").set("baggage", baggage());
    expect(body).toEqual([true, ""]);
    expect(headers).not.toHaveProperty("probity-decision-id");
    expect(await made.covered(1)).toEqual({ "GET /users/:user": "remote_call" });
    expect(made.remoteCalls).toMatchObject([
      { route: "/users/:user", protocol: "http", features_declared: [0], outlet: "home", status: 200 },
    ]);
  });

  it("is not recorded where callers are not accepted", async () => {
    const made = recordsOf({ acceptCallers: false });
    await request(service(made)).get("/books/7").set("baggage", baggage());
    expect(await made.covered(1)).toEqual({ "GET /books/:isbn": "not_configured" });
    expect(made.remoteCalls).toEqual([]);
  });
});

describe.each(versions)("a request that a server of node:http has seen before $name", ({ express }) => {
  it("is one decision, with its items from res.json, and is counted by the route that Express knows", async () => {
    const outer = recordsOf();
    const inner = recordsOf();
    const probe = createRequestProbe({ recorder: outer.recorder, routes });
    const app = express();
    app.use(inner.middleware);
    app.get("/feed", (req, res) => void res.json({ items: [{ isbn: "1" }], id: req.decision?.id }));
    app.get("/books/:isbn", (_req, res) => void res.json([]));
    const server = createServer((req, res) => {
      probe.begin(req, res, { target: req.url ?? "" });
      (app as unknown as (...args: unknown[]) => void)(req, res);
    });
    const { body, headers } = await request(server).get("/feed");
    await request(server).get("/books/7");

    const row = await outer.row();
    expect([body.id, headers["probity-decision-id"]]).toEqual([row.id, row.id]);
    expect(row.items.map(({ id }) => id)).toEqual(outer.hashed("1"));
    expect(await outer.covered(2)).toEqual({ "GET /feed": "decision", "GET /books/:isbn": "not_configured" });
    expect(inner.recorder.begun).toMatchObject({ decisions: 0, remote_calls: 0 });
    expect(await inner.covered(0)).toEqual({});
  });
});
