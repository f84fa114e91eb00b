import { type Decision, currentDecision, runInDecision } from "@probity/core";
import { once } from "node:events";
import type { Request, Response } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { harness } from "./support/harness.ts";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { versions } from "./support/versions.ts";

/** Large enough to reach the server in several pieces, of which all but the first come out of the blue. */
const LARGE = "x".repeat(500_000);

describe.each(versions)("currentDecision below the middleware on $name", ({ express }) => {
  /** Posts a large body to `handler`, and gives what it answered with whether that was the request's decision. */
  async function posted(
    handler: (req: Request, answer: (seen: unknown[]) => void) => unknown,
  ): Promise<boolean[]> {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware);
    app.post("/feed", (req: Request, res: Response) => {
      handler(req, (seen) => void res.json(seen.map((decision) => decision === req.decision)));
    });
    const { body } = await request(app).post("/feed").type("text/plain").send(LARGE);
    await row();
    return body as boolean[];
  }

  it("is the request's after timers, promises and callbacks", async () => {
    const seen = await posted(async (_req, answer) => {
      const all = [currentDecision()];
      await Promise.resolve();
      all.push(currentDecision());
      setTimeout(() => {
        all.push(currentDecision());
        process.nextTick(() => setImmediate(() => answer([...all, currentDecision()])));
      }, 1);
    });
    expect(seen).toEqual([true, true, true, true]);
  });

  it("is the request's after body parsing", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware, express.json({ limit: "1mb" }), express.text({ limit: "1mb" }));
    app.post("/feed", (req, res) => void res.json(currentDecision() === req.decision && req.body.length));

    const { body } = await request(app).post("/feed").type("text/plain").send(LARGE);

    expect(body).toBe(LARGE.length);
    await row();
  });

  it("is the request's in every event of its body, which Node emits from the socket", async () => {
    const seen = await posted((req, answer) => {
      const all: Map<string, Set<Decision | undefined>> = new Map();
      const note = (event: string) => (): void =>
        void all.set(event, (all.get(event) ?? new Set()).add(currentDecision()));
      req.on("data", note("data"));
      req.on("end", note("end"));
      req.on("end", () => answer([...all.values()].flatMap((decisions) => [...decisions])));
    });
    expect(seen).toEqual([true, true]);
  });

  it("is the request's while it is read by iteration", async () => {
    const seen = await posted(async (req, answer) => {
      const all: Set<Decision | undefined> = new Set();
      const pieces: unknown[] = [];
      for await (const piece of req) {
        pieces.push(piece);
        all.add(currentDecision());
      }
      answer([pieces.length > 1 ? req.decision : undefined, ...all]);
    });
    expect(seen).toEqual([true, true]);
  });

  it("is the request's in events of the response while it streams, and when it ends", async () => {
    const { middleware, row } = harness();
    const seen: boolean[] = [];
    const app = express();
    app.use(middleware);
    app.get("/users/:user/feed", async (req, res) => {
      res.on("finish", () => seen.push(currentDecision() === req.decision));
      for (let n = 0; n < 40; n += 1) if (!res.write(LARGE)) await once(res, "drain");
      seen.push(currentDecision() === req.decision);
      res.end();
    });
    await request(app).get("/users/7/feed");
    await row();
    expect(seen).toEqual([true, true]);
  });

  it("is the inner one where a listener of the request is called from an inner decision", async () => {
    const { middleware, recorder, recorded } = harness();
    const app = express();
    app.use(middleware);
    app.post("/feed", (req, res) => {
      const inner = recorder.open({ algorithm: "search", parent: req.decision });
      req.on("ping", () => res.json({ isInner: currentDecision() === inner }));
      runInDecision(inner, () => req.emit("ping"));
      inner.close();
    });
    const { body } = await request(app).post("/feed").send({ a: 1 });
    expect(body.isInner).toBe(true);
    await recorded(2);
  });

  it("does not leak into another request on the same connection", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware);
    app.get("/feed", (_req, res) => void res.json({ items: [], padding: LARGE.repeat(20) }));
    app.get("/other", (_req, res) => void res.send(`current: ${currentDecision()?.id}`));

    const answer = await serving(app, (port) =>
      exchange(port, "GET /feed HTTP/1.1\r\nHost: test\r\n\r\n".concat(get("/other"))),
    );

    expect(answer.toString()).toContain("current: undefined");
    await row();
  });
});
