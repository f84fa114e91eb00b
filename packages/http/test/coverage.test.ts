import { type OpenOptions, type RecorderOptions, runInDecision } from "@probity/core";
import { IncomingMessage, type RequestListener, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { EventEmitter, once } from "node:events";
import { describe, expect, it } from "vitest";
import { begin, exchange, get, serving } from "../../../test/support/raw.ts";
import type { Framework } from "../src/index.ts";
import { harness } from "./support/harness.ts";

const NOTHING = { decisions: 0, remote_calls: 0, lists: 0, reasons: {} };

function outOfOrder(): never {
  throw new Error("out of order");
}

const end: RequestListener = (_req, res) => void res.end();

describe("a request is counted once, at its end,", () => {
  it("as a decision where it was recorded, under the route as it is configured", async () => {
    const { listener, coverage, covered } = harness();
    await serving(listener(end), async (port) => {
      await exchange(port, get("/feed?a=1"));
      await exchange(port, get("/FEED/", [], "HEAD"));
      await exchange(port, get("/feed", [], "POST"));
      await exchange(port, get("/users/7/feed"));
    });
    await covered(4);
    expect(coverage()).toEqual([
      { ...NOTHING, route: "GET /feed", requests: 2, decisions: 2 },
      { ...NOTHING, route: "post /feed", requests: 1, decisions: 1 },
      { ...NOTHING, route: "GET /users/:user/feed", requests: 1, decisions: 1 },
    ]);
  });

  it("as not configured, by the framework's pattern, or together where nobody knows one", async () => {
    const { listener, coverage, covered } = harness();
    const framework: Framework = { route: (req) => req.headers["x-route"] as string, readsJson: false };
    await serving(listener(end, { framework }), async (port) => {
      await exchange(port, get("/books/9787020002207", ["X-Route: /books/:isbn"]));
      await exchange(port, get("/users/7/secret"));
      await exchange(port, get("/users/8/secret", [], "DELETE"));
    });
    await covered(3);
    expect(coverage()).toEqual([
      { ...NOTHING, route: "GET /books/:isbn", requests: 1, reasons: { not_configured: 1 } },
      { ...NOTHING, route: "GET *", requests: 1, reasons: { not_configured: 1 } },
      { ...NOTHING, route: "DELETE *", requests: 1, reasons: { not_configured: 1 } },
    ]);
  });

  it.each<[string, RequestListener, number]>([
    ["by a header", (_, res) => void res.setHeader("content-type", "application/json").end("[]"), 1],
    [
      "by a header given with the head alone",
      (_, res) => void res.writeHead(200, { "Content-Type": "text/json" }).end("[]"),
      1,
    ],
    [
      "as a list of headers",
      (_, res) => void res.writeHead(200, ["content-type", "application/vnd.x+json; charset=utf-8"]).end(),
      1,
    ],
    [
      "not, of HTML",
      (_, res) => void res.writeHead(200, { "Content-Type": "text/html" }).end("application/json"),
      0,
    ],
    ["not, without a type", (_, res) => void res.end("[]"), 0],
  ])("as a list where its answer says that it is JSON: %s", async (_, answer, lists) => {
    const { listener, coverage, covered } = harness();
    await serving(listener(answer), (port) => exchange(port, get("/other")));
    await covered(1);
    expect(coverage()).toMatchObject([{ requests: 1, lists }]);
  });

  it.each<[string, Partial<RecorderOptions>, ((options: OpenOptions) => OpenOptions)?]>([
    ["could not be opened", {}, outOfOrder],
    [
      "stands in for one that could not be opened",
      {},
      () => Object.defineProperty({}, "algorithm", { get: outOfOrder }) as OpenOptions,
    ],
    ["was lost", { progress: { stageOf: () => "lost", reached: () => Promise.resolve("lost") } }],
  ])("as a fault where its decision %s", async (_, options, given) => {
    const { listener, recorder, coverage, covered } = harness({}, options);
    const open = recorder.open.bind(recorder);
    if (given) recorder.open = (asked) => open(given(asked));
    await serving(listener(end), (port) => exchange(port, get("/feed")));
    await covered(1);
    expect(coverage()).toEqual([{ ...NOTHING, route: "GET /feed", requests: 1, reasons: { fault: 1 } }]);
  });

  it("as nested where it is handled within another request's decision", async () => {
    const { probe, recorder, coverage, covered } = harness();
    const outer = recorder.open({ algorithm: "feed" });
    const within = (): void => {
      const req = Object.assign(new IncomingMessage(new Socket()), { method: "GET", url: "/part" });
      const res = new ServerResponse(req);
      runInDecision(outer, () => probe.begin(req, res, { target: "/part" }));
      res.emit("close");
    };
    within();
    outer.close();
    within();
    await covered(2);
    expect(coverage()).toEqual([
      {
        ...NOTHING,
        route: "GET *",
        requests: 2,
        reasons: { nested: 1, not_configured: 1 },
      },
    ]);
  });

  it.each(["/feed", "/other"])(
    "when its client hangs up, too, and when that was gone before: %s",
    async (path) => {
      const { listener, coverage, covered } = harness();
      const silent = listener(() => undefined);
      const late: RequestListener = (req, res) =>
        void res.once("close", () => setImmediate(() => listener(end)(req, res)));
      for (const served of [silent, late]) {
        const reached = new EventEmitter();
        const site: RequestListener = (req, res) => {
          served(req, res);
          reached.emit("handler");
        };
        await serving(site, async (port) => {
          const [socket] = await Promise.all([begin(port, get(path)), once(reached, "handler")]);
          socket.destroy();
          await covered(served === silent ? 1 : 2);
        });
      }
      const isFeed = path === "/feed";
      expect(coverage()).toMatchObject([{ requests: 2, decisions: isFeed ? 2 : 0 }]);
    },
  );

  it("under no route where the framework fails to tell it, which is a fault", async () => {
    const { listener, coverage, covered, faults } = harness();
    const framework: Framework = { route: outOfOrder, readsJson: false };
    await serving(listener(end, { framework }), (port) => exchange(port, get("/other")));
    await covered(1);
    expect(coverage()).toMatchObject([{ route: "GET *", requests: 1, reasons: { not_configured: 1 } }]);
    expect(faults).toEqual(["http.coverage: Error: out of order"]);
  });
});
