import { currentDecision, type Hold, type JudgeFactory } from "@probity/core";
import type { RequestHandler } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { RouteBinding } from "../src/index.ts";
import { type Harness, harness } from "./support/harness.ts";
import { versions } from "./support/versions.ts";

const holding = (hold: Hold): JudgeFactory => {
  return () => ({ rules: "test@1 !T01", enforces: true, hold: () => hold, judge: () => [] });
};

const routes: readonly RouteBinding[] = [
  {
    method: "GET",
    path: "/feed",
    algorithm: "feed",
    items: "items[].isbn",
    fallback: "/hot",
    fallbackQuery: ["page"],
  },
  { method: "POST", path: "/feed", algorithm: "feed" },
  { method: "GET", path: "/api/feed", algorithm: "feed", fallback: "/api/hot", fallbackQuery: ["page"] },
  { method: "GET", path: "/api", algorithm: "feed", fallback: "/api/hot" },
];

const blocked = (): Harness => harness({ routes }, { judge: holding({ mode: "blocked", blockedBy: "T01" }) });
const fallingBack = (): Harness => harness({ routes }, { judge: holding({ mode: "non_personalised" }) });

describe.each(versions)("on $name, a request that a rule blocks", ({ express }) => {
  it("is answered by the middleware; nothing below it runs, not even the reading of its body", async () => {
    const { middleware, row } = blocked();
    const below: RequestHandler = () => {
      throw new Error("a request that is blocked came to the service");
    };
    const app = express().use(middleware, express.json(), below);
    const answer = await request(app)
      .post("/feed")
      .set("Accept-Language", "en")
      .send({ more: "x".repeat(100_000) });
    const recorded = await row();
    expect(answer.status).toBe(403);
    expect(answer.headers["probity-decision-id"]).toBe(recorded.id);
    expect(answer.body).toMatchObject({ error: "blocked", decision: recorded.id, rule: "T01" });
    expect(recorded).toMatchObject({ mode: "blocked", status: 403, outcome: "delivered" });
  });

  it("keeps the headers that stood above the middleware, such as those that let another site read it", async () => {
    const { middleware } = blocked();
    const cors: RequestHandler = (_req, res, next) => {
      res.set("Access-Control-Allow-Origin", "*");
      next();
    };
    const answer = await request(express().use(cors, middleware)).get("/feed").set("Accept", "text/html");
    expect(answer.status).toBe(403);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "content-type": "text/html; charset=utf-8",
    });
    expect(answer.text).toContain("待复核");
  });

  it("leaves requests to other routes alone", async () => {
    const { middleware } = blocked();
    const app = express()
      .use(middleware)
      .get("/health", (_req, res) => void res.send("fine"));
    await request(app).get("/health").expect(200, "fine");
  });
});

describe.each(versions)("on $name, a request that a rule has fall back", ({ express }) => {
  const telling: RequestHandler = (req, res) =>
    void res.json({ items: [{ isbn: "top" }], url: req.url, asked: req.originalUrl, query: req.query });
  const failing: RequestHandler = () => {
    throw new Error("a request that falls back came to its own route");
  };

  it("is served by the alternative of its route, which sees what of the query may go along", async () => {
    const { middleware, row, hashed, faults } = fallingBack();
    const app = express().use(middleware).get("/feed", failing).get("/hot", telling);
    const answer = await request(app).get("/feed?user=u1&page=2");
    expect(answer.body).toEqual({
      items: [{ isbn: "top" }],
      url: "/hot?page=2",
      asked: "/feed?user=u1&page=2",
      query: { page: "2" },
    });
    const recorded = await row();
    expect(recorded).toMatchObject({ route: "/feed", mode: "non_personalised", input_faults: [] });
    expect(recorded.items.map(({ id }) => id)).toEqual(hashed("top"));
    expect(faults).toEqual([]);
  });

  it("finds its decision there, and no other", async () => {
    const { middleware, row } = fallingBack();
    const app = express().use(middleware, middleware);
    app.get("/hot", (req, res) => {
      res.json({
        items: [],
        decision: req.decision?.id,
        current: currentDecision()?.id,
        mode: req.decision?.mode,
      });
    });
    const answer = await request(app).get("/feed");
    const { id } = await row();
    expect(answer.body).toMatchObject({ decision: id, current: id, mode: "non_personalised" });
  });

  it.each(["/api/feed?user=u1&page=2", "/API/feed?page=2"])(
    "at %s is served within the router where the middleware stands",
    async (path) => {
      const { middleware, faults } = fallingBack();
      const router = express.Router().use(middleware).get("/feed", failing).get("/hot", telling);
      const answer = await request(express().use("/api", router)).get(path);
      expect(answer.body).toMatchObject({ url: "/hot?page=2", query: { page: "2" } });
      expect(faults).toEqual([]);
    },
  );

  it.each([
    ["/api/feed", "/apis/hot", "/feed"],
    ["/api", "/api/hot", "/"], // the mount path and no more
  ])(
    "at %s is served by its own route where %s is beyond the router, and that is counted",
    async (path, fallback, own) => {
      const { middleware, recorder, row, faults } = harness(
        { routes: [{ method: "GET", path, algorithm: "feed", fallback }] },
        { judge: holding({ mode: "non_personalised" }) },
      );
      const router = express.Router().use(middleware).get(own, telling);
      const answer = await request(express().use("/api", router)).get(`${path}?page=2`);
      expect(answer.body).toMatchObject({ url: `${own}?page=2`, query: { page: "2" } });
      expect(await row()).toMatchObject({ mode: "non_personalised" });
      expect([...recorder.counters.faults]).toEqual([["http.fallback", 1]]);
      expect(faults[0]).toContain("mount it at the application itself");
    },
  );

  it("comes to a handler that takes the other path itself, where its route names none", async () => {
    const { middleware, row } = harness({}, { judge: holding({ mode: "non_personalised" }) });
    const app = express().use(middleware);
    app.get("/feed", (req, res) => {
      res.json({ items: req.decision?.mode === "non_personalised" ? [{ isbn: "top" }] : [] });
    });
    expect((await request(app).get("/feed")).body).toEqual({ items: [{ isbn: "top" }] });
    expect(await row()).toMatchObject({ mode: "non_personalised" });
  });
});
