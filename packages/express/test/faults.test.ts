import type { CoveredRequest, Decision } from "@probity/core";
import type { Request, RequestHandler, Response } from "express";
import { createServer } from "node:http";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createMiddleware } from "../src/index.ts";
import { harness, routes } from "./support/harness.ts";
import { versions } from "./support/versions.ts";

describe.each(versions)("a fault inside the middleware, on $name,", ({ express }) => {
  function app(...middleware: RequestHandler[]): ReturnType<typeof express> {
    const made = express();
    for (const one of middleware) made.use(one);
    made.get("/feed", (_req, res) => void res.json({ items: [{ isbn: "1" }] }));
    return made;
  }

  it("of identify is counted by its place, and the service answers", async () => {
    const { middleware, row, recorder, faults } = harness({
      identify: () => {
        throw new Error("no session");
      },
    });
    await request(app(middleware)).get("/feed").expect(200);
    expect(await row()).toMatchObject({ outcome: "delivered", items: [{}] });
    expect([...recorder.counters.faults]).toEqual([["http.identify", 1]]);
    expect(faults).toEqual(["http.identify: Error: no session"]);
  });

  it("of an identify that forgot to be synchronous says so", async () => {
    const { middleware, row, faults } = harness({
      identify: (() => Promise.reject(new Error("no session"))) as never,
    });
    await request(app(middleware)).get("/feed").expect(200);
    await row();
    expect(faults).toEqual([
      "http.identify: HttpAdapterError: identify must answer at once; it answered with a promise",
    ]);
  });

  it("of reading what a request says is counted by its place, and the service answers", async () => {
    const { middleware, row, faults } = harness({
      routes: [
        { method: "GET", path: "/feed", algorithm: "feed", outlet: { claim: "app", default: "home" } },
      ],
      subject: { id: { claim: "sub" } },
    });
    const unreadable: RequestHandler = (req, _res, next) => {
      Object.defineProperty(req.headers, "authorization", {
        get: () => {
          throw new Error("no headers");
        },
      });
      next();
    };
    await request(app(unreadable, middleware)).get("/feed").expect(200);
    expect(await row()).toMatchObject({ outcome: "delivered", outlet: "home", subject: "0".repeat(64) });
    expect(faults).toEqual(["http.outlet: Error: no headers", "http.subject: Error: no headers"]);
  });

  it("of the recorder is swallowed, and the service answers", async () => {
    const told: string[] = [];
    const recorder = {
      open: (): Decision => {
        throw new Error("out of order");
      },
      openRemote: () => undefined,
      hasOutlet: () => false,
      covered: ({ route, became }: CoveredRequest) => told.push(`${route}: ${became}`),
      badInput: () => undefined,
      fault: (where: string, fault: unknown) => told.push(`${where}: ${String(fault)}`),
    };
    const { headers, body } = await request(app(createMiddleware({ recorder, routes }))).get("/feed");
    expect(body).toEqual({ items: [{ isbn: "1" }] });
    expect(headers).not.toHaveProperty("probity-decision-id");
    expect(told).toEqual(["http: Error: out of order", "/feed: fault"]);
  });

  it("of looking at the body is swallowed, and the bytes tell", async () => {
    const { middleware, row, recorder } = harness();
    const made = express();
    made.use(middleware);
    made.get("/feed", (_req, res) => {
      const body = {
        get items(): unknown {
          throw new Error("of a getter");
        },
        toJSON: () => ({ items: [{ isbn: "1" }] }),
      };
      res.json(body);
    });
    await request(made)
      .get("/feed")
      .expect(200, { items: [{ isbn: "1" }] });
    expect(await row()).toMatchObject({ outcome: "delivered", items: [{}], input_faults: [] });
    expect([...recorder.counters.faults]).toEqual([["http.items", 1]]);
  });

  it("of a request without a target is swallowed", async () => {
    const { middleware, recorder } = harness();
    const made = app((req: Request, _res: Response, next: () => void) => {
      Object.defineProperty(req, "originalUrl", { value: undefined });
      next();
    }, middleware);
    await request(made).get("/feed").expect(200);
    expect([...recorder.counters.faults]).toEqual([["http", 1]]);
  });

  it("does not come up when the answer has begun before; only the header is missing", async () => {
    const { middleware, row, faults } = harness();
    const made = express();
    made.use((_req, res, next) => {
      res.writeHead(200, { "content-type": "application/json" });
      next();
    });
    made.use(middleware);
    made.get("/feed", (_req, res) => void res.end('{"items":[]}'));
    const { headers } = await request(made).get("/feed").expect(200);
    expect(headers).not.toHaveProperty("probity-decision-id");
    expect(await row()).toMatchObject({ outcome: "delivered", status: 200 });
    expect(faults).toEqual(expect.not.arrayContaining([expect.stringMatching(/^(?:http|express)/)]));
  });

  it("does not come up on a plain server of Node, without Express around", async () => {
    const { middleware, recorder } = harness();
    const server = createServer((req, res) => {
      void middleware(req as Request, res as Response, () => res.end("plain"));
    });
    const { text } = await request(server).get("/feed");
    expect(text).toBe("plain");
    expect([...recorder.counters.faults]).toEqual([["http", 1]]);
  });
});
