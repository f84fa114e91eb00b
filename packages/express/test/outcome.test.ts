import { EventEmitter, once } from "node:events";
import type { ErrorRequestHandler } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { harness } from "./support/harness.ts";
import { begin, get, serving } from "../../../test/support/raw.ts";
import { versions } from "./support/versions.ts";

/** An error handler, known by its four parameters. */
function answering(status: number, seen: unknown[]): ErrorRequestHandler {
  return (error, _req, res, next) => {
    seen.push(error);
    if (res.headersSent) next(error);
    else res.status(status).end();
  };
}

describe.each(versions)("the outcome on $name", ({ express }) => {
  it.each([
    [200, "delivered"],
    [204, "delivered"],
    [404, "delivered"],
    [500, "failed"],
    [503, "failed"],
  ])("of status %i is %s", async (status, outcome) => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware);
    app.get("/search", (_req, res) => void res.status(status).end());

    await request(app).get("/search").expect(status);

    expect(await row()).toMatchObject({ outcome, status });
  });

  it("of a fresh answer is unmodified", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware);
    app.get("/search", (_req, res) => void res.json({ items: [] }));

    await request(app).get("/search").set("If-None-Match", "*").expect(304);

    expect(await row()).toMatchObject({ outcome: "unmodified", status: 304 });
  });

  it("of HEAD is delivered", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware);
    app.get("/search", (_req, res) => void res.json({ items: [] }));

    const { headers } = await request(app).head("/search").expect(200);

    expect(await row()).toMatchObject({
      id: headers["probity-decision-id"],
      outcome: "delivered",
      status: 200,
    });
  });

  it("of a route that nobody handles is the 404 that Express answers", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware);

    await request(app).get("/search").expect(404);

    expect(await row()).toMatchObject({ outcome: "delivered", status: 404 });
  });

  it("of an error that is thrown is failed, and the service's error handler sees the error itself", async () => {
    const { middleware, row, faults } = harness();
    const thrown = new Error("of the service");
    const seen: unknown[] = [];
    const app = express();
    app.use(middleware);
    app.get("/search", () => {
      throw thrown;
    });
    app.use(answering(500, seen));

    await request(app).get("/search").expect(500);

    expect(seen).toEqual([thrown]);
    expect(await row()).toMatchObject({ outcome: "failed", status: 500 });
    expect(faults).toEqual([]);
  });

  it("is aborted, without a status, when the client hangs up before the answer", async () => {
    const { middleware, row, faults } = harness();
    const app = express();
    app.use(middleware);
    const reached = new EventEmitter();
    app.get("/search", (req, res) => {
      req.socket.once("close", () => setImmediate(() => res.json({ items: [] })));
      reached.emit("handler");
    });
    await serving(app, async (port) => {
      const [socket] = await Promise.all([begin(port, get("/search")), once(reached, "handler")]);
      socket.destroy();
      expect(await row()).toMatchObject({ outcome: "aborted", status: 0 });
    });
    expect(faults).toEqual([]);
  });

  it.each(["destroy", "resetAndDestroy", "end"] as const)(
    "is aborted when the client hangs up halfway (%s), although Node says the response is finished",
    async (hangUp) => {
      const { middleware, row } = harness();
      const app = express();
      app.use(middleware);
      app.get("/search", (_req, res) => void res.json({ items: "x".repeat(30_000_000) }));
      await serving(app, async (port) => {
        const socket = await begin(port, get("/search"));
        await once(socket, "data");
        socket.pause();
        socket[hangUp]();
        if (hangUp === "end") socket.destroy();
        expect(await row()).toMatchObject({ outcome: "aborted", status: 200 });
      });
    },
  );

  it("is delivered when a large response got through to a slow client", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware);
    app.get("/search", (_req, res) => void res.json({ items: "x".repeat(30_000_000) }));
    await serving(app, async (port) => {
      const socket = await begin(port, get("/search"));
      await once(socket, "data");
      socket.pause();
      await new Promise((resolve) => setImmediate(resolve));
      socket.resume();
      await once(socket, "end");
    });
    expect(await row()).toMatchObject({ outcome: "delivered", status: 200 });
  });

  it("is aborted when the service itself breaks the response off", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use(middleware);
    app.get("/search", (_req, res) => {
      res.write("begun");
      res.destroy(new Error("of the service"));
    });
    await expect(request(app).get("/search")).rejects.toThrow();
    expect(await row()).toMatchObject({ outcome: "aborted" });
  });

  it("is aborted when the client was gone before the request got here", async () => {
    const { middleware, row } = harness();
    const app = express();
    app.use((_req, res, next) => void res.once("close", () => setImmediate(next)));
    app.use(middleware);
    app.get("/search", (_req, res) => void res.json({ items: [] }));
    await serving(app, async (port) => {
      const socket = await begin(port, get("/search"));
      socket.destroy();
      expect(await row()).toMatchObject({ outcome: "aborted", status: 0 });
    });
  });
});

// Express 4 leaves a rejected promise to the process.
describe.each(versions.slice(1))("the outcome on $name alone", ({ express }) => {
  it("of a rejected handler is failed, and the error handler sees it", async () => {
    const { middleware, row } = harness();
    const rejected = new Error("of the service");
    const seen: unknown[] = [];
    const app = express();
    app.use(middleware);
    app.get("/search", async () => {
      await Promise.resolve();
      throw rejected;
    });
    app.use(answering(502, seen));

    await request(app).get("/search").expect(502);

    expect(seen).toEqual([rejected]);
    expect(await row()).toMatchObject({ outcome: "failed", status: 502 });
  });
});
