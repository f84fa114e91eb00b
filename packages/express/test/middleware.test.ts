import { currentDecision, runInDecision } from "@probity/core";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createMiddleware } from "../src/index.ts";
import { harness, routes } from "./support/harness.ts";
import { versions } from "./support/versions.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

describe.each(versions)("createMiddleware on $name", ({ express }) => {
  it("opens a decision for a configured route and records it when the response is over", async () => {
    const { middleware, row, faults } = harness();
    const app = express();
    app.use(middleware);
    app.get("/users/:user/feed", (req, res) => {
      req.decision?.deliver(["a"]);
      res.json({ decision: req.decision?.id });
    });

    const { body, headers } = await request(app).get("/users/7/feed?page=2");

    const recorded = await row();
    expect(headers["probity-decision-id"]).toBe(recorded.id);
    expect(body).toEqual({ decision: recorded.id });
    expect(recorded).toMatchObject({
      route: "/users/:user/feed",
      algorithm: "feed",
      outlet: "",
      purpose: "content",
      outcome: "delivered",
      status: 200,
      trace_id: "0".repeat(32),
      input_faults: [],
    });
    expect(faults).toEqual([]);
  });

  it("records the outlet and the purpose of the route", async () => {
    const { middleware, recorded } = harness();
    const app = express();
    app.use(middleware);
    app.get(["/feed", "/search"], (_req, res) => void res.json({ items: [] }));

    await request(app).get("/feed");
    await request(app).get("/search");

    const [ofFeed, ofSearch] = await recorded(2);
    expect(ofFeed).toMatchObject({
      outlet: "home",
      product: "Book Feed",
      surface: "feed",
      purpose: "content",
    });
    expect(ofSearch).toMatchObject({ algorithm: "search", outlet: "", purpose: "marketing" });
  });

  it("adds nothing to any other request", async () => {
    const { middleware, recorder } = harness();
    const app = express();
    app.use(middleware);
    app.use(
      (req, res) => void res.json({ decision: req.decision ?? null, current: currentDecision() ?? null }),
    );

    for (const answer of [await request(app).get("/other"), await request(app).delete("/feed")]) {
      expect(answer.headers).not.toHaveProperty("probity-decision-id");
      expect(answer.body).toEqual({ decision: null, current: null });
    }
    expect(Math.max(...recorder.counters.recorded.values())).toBe(0);
  });

  it("finds the route by the whole path, wherever it is mounted", async () => {
    const { middleware, recorded } = harness();
    const inner = express.Router();
    inner.use(middleware);
    inner.get("/:user/feed", (req, res) => void res.json(req.decision?.id));
    const app = express();
    app.use("/users", inner);
    const site = express();
    site.use("/", app);

    await request(site).get("/users/7/feed").expect(200);

    expect((await recorded(1))[0]).toMatchObject({ route: "/users/:user/feed" });
  });

  it("works above sub-applications and sub-routers that handle the route", async () => {
    const { middleware, row } = harness();
    const router = express.Router({ mergeParams: true });
    router.get("/feed", (req, res) => void res.json({ user: (req.params as { user?: string }).user }));
    const users = express();
    users.use("/:user", router);
    const app = express();
    app.use(middleware);
    app.use("/users", users);

    const { body } = await request(app).get("/users/7/feed");

    expect(body).toEqual({ user: "7" });
    expect(await row()).toMatchObject({ route: "/users/:user/feed", outcome: "delivered" });
  });

  it("opens one decision where it stands twice", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware, middleware);
    app.get("/feed", middleware, (req, res) => void res.json({ items: [], id: req.decision?.id }));

    const { body } = await request(app).get("/feed");

    expect((await row()).id).toBe(body.id);
  });

  it.each([
    ["a traceparent", `00-${TRACE}-${SPAN}-01`, TRACE, SPAN],
    ["none where the header is malformed", `00-${TRACE}-${SPAN}`, "0".repeat(32), "0".repeat(16)],
  ])("records the trace context: %s", async (_, header, trace_id, span_id) => {
    const { middleware, row, faults } = harness();
    const app = express();
    app.use(middleware);
    app.get("/feed", (_req, res) => void res.json({ items: [] }));

    await request(app).get("/feed").set("traceparent", header);

    expect(await row()).toMatchObject({ trace_id, span_id });
    expect(faults).toEqual([]);
  });

  it("records several decisions of one request; the header names the first", async () => {
    const { middleware, recorder, recorded } = harness();
    const app = express();
    app.use(middleware);
    app.get("/feed", async (req, res) => {
      const parent = req.decision;
      for (const item of ["a", "b"]) {
        const child = recorder.open({ algorithm: "search", parent });
        await runInDecision(child, async () => {
          await Promise.resolve();
          currentDecision()?.deliver([item]);
        });
        child.close();
      }
      res.json({ items: [{ isbn: "c" }], isBack: currentDecision() === parent });
    });

    const { headers, body } = await request(app).get("/feed");

    const [first, second, outer] = await recorded(3);
    expect(body.isBack).toBe(true);
    expect(headers["probity-decision-id"]).toBe(outer?.id);
    expect([first?.parent, second?.parent]).toEqual([outer?.id, outer?.id]);
    expect(outer).toMatchObject({ algorithm: "feed", parent: "00000000-0000-0000-0000-000000000000" });
    expect(new Set([first, second, outer].map((row) => row?.items[0]?.id)).size).toBe(3);
  });

  it("keeps the decisions of concurrent requests apart", async () => {
    const { middleware, recorded, hashed } = harness();
    const app = express();
    app.use(middleware, express.json());
    app.post("/feed", async (req, res) => {
      const ids: unknown[] = [currentDecision()?.id];
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      ids.push(currentDecision()?.id);
      await new Promise((resolve) => setImmediate(resolve));
      currentDecision()?.deliver([String((req.body as { n: number }).n)]);
      res.json([...ids, req.decision?.id]);
    });
    const server = app.listen(0);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => request(server).post("/feed").send({ n })),
    );
    server.close();

    const byId = new Map((await recorded(50)).map((row) => [row.id, row.items.map(({ id }) => id)]));
    for (const [n, { body, headers }] of answers.entries()) {
      const id = headers["probity-decision-id"] as string;
      expect(body).toEqual([id, id, id]);
      expect(byId.get(id)).toEqual(hashed(String(n)));
    }
  });
});

describe("createMiddleware", () => {
  const { recorder } = harness();

  it("gives a handler whose name shows in stack traces", () => {
    expect(createMiddleware({ recorder, routes }).name).toBe("probityMiddleware");
  });

  it.each([-1, 0.5, Number.NaN, Infinity])("refuses maxBodyBytes of %s", (maxBodyBytes) => {
    const make = (): unknown => createMiddleware({ recorder, routes, maxBodyBytes });
    expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(make).toThrow(`got ${maxBodyBytes}`);
  });

  it("refuses an items path that can't be read", () => {
    const bad = [{ method: "GET", path: "/feed", algorithm: "feed", items: "items[0]" }];
    expect(() => createMiddleware({ recorder, routes: bad })).toThrow(
      expect.objectContaining({ code: "INVALID_ITEMS_PATH" }),
    );
  });
});
