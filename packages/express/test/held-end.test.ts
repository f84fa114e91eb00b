import type { Algorithm, Progress } from "@probity/core";
import type { Request, Response } from "express";
import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { Gate } from "../../../test/support/gate.ts";
import { type Harness, harness } from "./support/harness.ts";
import { begin, exchange, get, serving } from "../../../test/support/raw.ts";
import { versions } from "./support/versions.ts";

const BODY = { items: [{ isbn: "9787020002207" }] };
const ITEMS = JSON.stringify(BODY);

/** A harness whose feed waits for `spooled`, as `progress` says. */
function waiting(progress: Progress, algorithm: Partial<Algorithm> = {}): Harness {
  return harness({}, { algorithm: { waitFor: "spooled", ...algorithm }, progress });
}

/** Collects what a connection brings. */
function receiving(socket: Socket): { readonly text: () => string; readonly end: Promise<string> } {
  let text = "";
  socket.on("data", (part: Buffer) => (text += part.toString("latin1")));
  return { text: () => text, end: once(socket, "close").then(() => text) };
}

describe.each(versions)("an answer that waits, on $name,", ({ express }) => {
  function app(
    { middleware }: Harness,
    handler: (req: Request, res: Response) => unknown = (_, res) => res.json(BODY),
  ): ReturnType<typeof express> {
    const made = express();
    made.set("env", "test");
    made.use(middleware);
    made.get("/feed", (req, res) => void handler(req, res));
    made.get("/search", (_req, res) => void res.json({ items: [] }));
    return made;
  }

  it("is held until its decision is spooled, and says so", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    await serving(app(made), async (port) => {
      const socket = await begin(port, get("/feed"));
      const { text, end } = receiving(socket);
      await gate.held();
      await exchange(port, get("/search")); // a whole request goes by, and nothing comes
      expect(text()).toBe("");

      gate.pass("spooled");

      expect(await end).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nProbity-Decision-Stage: spooled\r\n/s);
      expect(await end).toMatch(
        /\r\nContent-Length: 36\r\n.*\r\n\r\n{"items":\[{"isbn":"9787020002207"}\]}$/s,
      );
    });
    expect(made.faults).toEqual([]);
  });

  it("waits for what its algorithm says, as long as that says, a second if it doesn't", async () => {
    for (const [algorithm, stage, deadlineMs] of [
      [{}, "spooled", 1000],
      [{ waitFor: "stored", waitDeadlineMs: 50 }, "stored", 50],
    ] as const) {
      const gate = new Gate();
      const answer = request(app(waiting(gate, algorithm)))
        .get("/feed")
        .then();
      await gate.held();
      gate.pass("stored");
      expect((await answer).headers).toMatchObject({ "probity-decision-stage": "stored" });
      expect(gate.waits).toMatchObject([{ seq: 1, stage, deadlineMs }]);
    }
  });

  it("belongs to a decision that is recorded, with its items and the outcome that it is about to have", async () => {
    const gate = new Gate();
    const { row, hashed, ...made } = waiting(gate);
    const answer = request(app({ row, hashed, ...made }))
      .get("/feed")
      .then();
    await gate.held();

    const recorded = await row();

    expect(recorded).toMatchObject({ outcome: "delivered", status: 200, input_faults: [] });
    expect(recorded.items.map(({ id }) => id)).toEqual(hashed("9787020002207"));
    gate.pass("spooled");
    expect((await answer).headers).toMatchObject({ "probity-decision-id": recorded.id });
    expect(made.recorder.counters.recorded.get("feed")).toBe(1);
  });

  it("notes once what could not be seen of its items", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const answer = request(app(made, (_, res) => res.json({ books: [] })))
      .get("/feed")
      .then();
    await gate.held();
    gate.pass("spooled");
    await answer;
    expect(await made.row()).toMatchObject({ items: [], input_faults: ["items.unseen"] });
    expect([...made.recorder.counters.badInput]).toEqual([["items.unseen", 1]]);
  });

  it.each(["recorded", "lost"] as const)("goes out %s when that is all there will be", async (stage) => {
    const gate = new Gate();
    const made = waiting(gate, { waitDeadlineMs: 50 });
    const answer = request(app(made)).get("/feed").then();
    await gate.held();
    gate.pass(stage);
    const { headers, body } = await answer;
    expect(body).toEqual(BODY);
    expect(headers).toMatchObject({ "probity-decision-stage": stage });
    // What is lost is counted as lost.
    expect(made.faults).toEqual(
      stage === "lost"
        ? []
        : [
            'http.deadline: HttpAdapterError: an answer of "feed" went out recorded: it was not spooled within 50 ms',
          ],
    );
  });

  it("goes out at once, as lost, when the recorder was closed before", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    made.recorder.close();
    const { headers } = await request(app(made)).get("/feed").expect(200, BODY);
    expect(headers).toMatchObject({ "probity-decision-stage": "lost" });
    expect(gate.waits).toEqual([]);
    expect(made.faults).toEqual([]);
  });

  it("sends what it writes before its end, and holds the end alone", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const handler = (_: Request, res: Response): void => {
      res.type("json").write(ITEMS.slice(0, 10));
      res.end(ITEMS.slice(10));
    };
    await serving(app(made, handler), async (port) => {
      const socket = await begin(port, get("/feed"));
      const { text, end } = receiving(socket);
      await gate.held();
      await expect
        .poll(text, { interval: 1 })
        .toMatch(/Transfer-Encoding: chunked\r\n\r\na\r\n{"items":\[\r\n$/);
      gate.pass("spooled");
      expect(await end).toMatch(/\r\n\r\na\r\n{"items":\[\r\n1a\r\n.*}\r\n0\r\n\r\n$/);
      expect(await end).not.toContain("Probity-Decision-Stage");
    });
    expect(await made.row()).toMatchObject({ outcome: "delivered", items: [{}] });
  });

  it.each([
    ["of HEAD", get("/feed", [], "HEAD"), 200, "delivered"],
    ["that is unmodified", get("/feed", ["If-None-Match: *"]), 304, "unmodified"],
    ["that is an error", get("/feed?status=503"), 503, "failed"],
    ["that Express gives for an error that was thrown", get("/feed?throw=1"), 500, "failed"],
    ["that an error handler gives", get("/feed?throw=418"), 418, "delivered"],
  ])("%s waits as well", async (_, text, status, outcome) => {
    const gate = new Gate();
    const made = waiting(gate);
    const site = app(made, (req, res) => {
      if (req.query["throw"])
        throw Object.assign(new Error("of the service"), { at: Number(req.query["throw"]) });
      res.status(Number(req.query["status"] ?? 200)).json(BODY);
    });
    site.use((error: { at: number }, _req: Request, res: Response, next: (error: unknown) => void) => {
      if (error.at === 1) next(error);
      else res.sendStatus(error.at);
    });
    await serving(site, async (port) => {
      const answer = exchange(port, text);
      await gate.held();
      expect(await made.row()).toMatchObject({ outcome, status });
      gate.pass("spooled");
      expect((await answer).toString()).toMatch(
        new RegExp(`^HTTP/1.1 ${status} .*\r\nProbity-Decision-Stage: spooled\r\n`, "s"),
      );
    });
    expect(made.faults.filter((fault) => /^(?:http|express)/.test(fault))).toEqual([]);
  });

  it("of a sub-application waits as well", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const inner = express();
    inner.get("/:user/feed", (_req, res) => void res.json(BODY));
    const site = express();
    site.use(made.middleware);
    site.use("/users", inner);
    const answer = request(site).get("/users/7/feed").then();
    await gate.held();
    gate.pass("spooled");
    expect((await answer).headers).toMatchObject({ "probity-decision-stage": "spooled" });
  });

  it("keeps its place among those of one connection", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const site = app(made, (req, res) => res.json({ items: [{ isbn: req.query["n"] }] }));
    await serving(site, async (port) => {
      const ask = (n: number): string =>
        get(`/feed?n=${n}`).replace("Connection: close", "Connection: keep-alive");
      const answers = exchange(port, ask(1) + ask(2) + get("/feed?n=3"));
      await gate.held(3);
      for (const seq of [3, 2, 1]) gate.pass("spooled", seq);
      const bodies = (await answers).toString().matchAll(/\r\n\r\n{"items":\[{"isbn":"(\d)"/g);
      expect([...bodies].map(([, body]) => body)).toEqual(["1", "2", "3"]);
    });
    expect(made.faults).toEqual([]);
  });

  it("leaves the connection open for the next", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    await serving(app(made), async (port) => {
      const socket = await begin(port, get("/feed").replace("close", "keep-alive"));
      const { text, end } = receiving(socket);
      for (const [seq, next] of [
        [1, get("/feed").replace("close", "keep-alive")],
        [2, get("/feed")],
      ] as const) {
        await gate.held(seq);
        gate.pass("spooled", seq);
        await expect.poll(() => text().split("HTTP/1.1 200 OK").length - 1, { interval: 1 }).toBe(seq);
        socket.write(next);
      }
      await gate.held(3);
      gate.pass("stored", 3);
      expect((await end).match(/Stage: \w+/g)).toEqual(["Stage: spooled", "Stage: spooled", "Stage: stored"]);
    });
  });

  it("outlives a server that is closed meanwhile", async () => {
    const gate = new Gate();
    const server = app(waiting(gate)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const answer = exchange((server.address() as AddressInfo).port, get("/feed"));
    await gate.held();
    server.close();
    gate.pass("spooled");
    expect((await answer).toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*Stage: spooled\r\n.*}\]}$/s);
  });
});

describe.each(versions)("an answer that waits while its connection is ended, on $name,", ({ express }) => {
  const endings: Readonly<Record<string, (req: Request, res: Response) => void>> = {
    "destroys the response": (_, res) => void res.destroy(),
    "destroys the connection": (req) => void req.socket.destroy(),
    "ends the connection": (req) => void req.socket.end(),
    "throws, upon which Express destroys the connection": () => {
      throw new Error("of the service");
    },
  };

  it.each(Object.entries(endings))("goes out before, when the service %s", async (_, ending) => {
    const gate = new Gate();
    const made = waiting(gate);
    const site = express();
    site.set("env", "test");
    site.use(made.middleware);
    site.get("/feed", (req, res) => {
      res.json(BODY);
      ending(req, res);
    });
    await serving(site, async (port) => {
      const bytes = (await exchange(port, get("/feed"))).toString();
      expect(bytes).toMatch(/^HTTP\/1\.1 200 OK\r\n.*Stage: recorded\r\n.*}\]}$/s);
      gate.pass("recorded"); // nobody waits any more: that it came no further is not told
    });
    expect(await made.row()).toMatchObject({ outcome: "delivered" });
    expect(made.faults).toEqual([]);
  });

  it("goes out before, when the server closes all connections", async () => {
    const gate = new Gate();
    const site = express().use(waiting(gate).middleware);
    site.get("/feed", (_req, res) => void res.json(BODY));
    const server = site.listen(0, "127.0.0.1");
    await once(server, "listening");
    const answer = exchange((server.address() as AddressInfo).port, get("/feed"));
    await gate.held();
    server.closeAllConnections();
    expect((await answer).toString()).toMatch(/Stage: recorded\r\n.*}\]}$/s);
    server.close();
  });

  it("reaches a client that sends no more, at once", async () => {
    const gate = new Gate();
    const site = express().use(waiting(gate).middleware);
    site.get("/feed", (_req, res) => void res.json(BODY));
    await serving(site, async (port) => {
      const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }, () =>
        socket.end(get("/feed")),
      );
      const { end } = receiving(socket);
      await once(socket, "end");
      socket.destroy();
      expect(await end).toMatch(/^HTTP\/1\.1 200 OK\r\n.*}\]}$/s);
    });
  });

  it("was delivered for the record, though its client hangs up, and nobody is told but by close", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const events: string[] = [];
    const site = express().use(made.middleware);
    site.get("/feed", (_req, res) => {
      for (const event of ["close", "error"]) res.on(event, () => events.push(event));
      res.json(BODY);
    });
    await serving(site, async (port) => {
      const socket = await begin(port, get("/feed"));
      await gate.held();
      socket.resetAndDestroy();
      await expect.poll(() => events, { interval: 1 }).toEqual(["close"]);
      gate.pass("spooled");
      await exchange(port, get("/other"));
    });
    expect(events).toEqual(["close"]);
    expect(await made.row()).toMatchObject({ outcome: "delivered", status: 200 });
    expect(made.faults).toEqual([]);
  });

  it("waits for nothing when the client was gone before, and was aborted for the record", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const site = express().use(made.middleware);
    site.get("/feed", (req, res) => void req.socket.once("close", () => res.json(BODY)));
    await serving(site, async (port) => {
      const socket = await begin(port, get("/feed"));
      socket.destroy();
      expect(await made.row()).toMatchObject({ outcome: "aborted", status: 0 });
    });
    expect(gate.waits).toEqual([]);
  });
});

describe.each(versions)("an answer that doesn't wait, on $name,", ({ express }) => {
  it("has nothing wrapped around it, and no word of a stage", async () => {
    const made = waiting(new Gate());
    const own: string[] = [];
    const site = express().use(made.middleware);
    site.get("/search", (req, res) => {
      for (const name of ["end", "write", "setHeader", "writeHead", "destroy"])
        if (Object.hasOwn(res, name) || Object.hasOwn(req.socket, name)) own.push(name);
      res.json({ items: [] });
    });
    const { headers } = await request(site).get("/search");
    expect(own).toEqual([]);
    expect(headers).not.toHaveProperty("probity-decision-stage");
    expect(await made.row()).toMatchObject({ outcome: "delivered" });
  });
});
