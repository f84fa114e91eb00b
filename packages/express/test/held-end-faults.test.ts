import { currentDecision, type Progress } from "@probity/core";
import type { Request, RequestHandler, Response } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { around } from "../../http/src/around.ts";
import { Gate } from "../../../test/support/gate.ts";
import { type Harness, harness } from "./support/harness.ts";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { versions } from "./support/versions.ts";

const BODY = { items: [{ isbn: "1" }] };

function waiting(progress: Progress): Harness {
  return harness({}, { algorithm: { waitFor: "spooled", waitDeadlineMs: 5 }, progress });
}

describe.each(versions)("a receipt, on $name,", ({ express }) => {
  const faulty = {
    "throws when it is waited for": {
      stageOf: () => "recorded",
      reached: () => {
        throw new Error("out of order");
      },
    },
    rejects: { stageOf: () => "recorded", reached: () => Promise.reject(new Error("out of order")) },
    "knows no stage": {
      stageOf: () => {
        throw new Error("out of order");
      },
      reached: () => Promise.resolve("spooled"),
    },
  } as const satisfies Record<string, Progress>;

  it.each(Object.entries(faulty))("that %s costs no answer, and is counted", async (_, progress) => {
    const made = waiting(progress);
    const app = express().use(made.middleware);
    app.get("/feed", (_req, res) => void res.json(BODY));
    await request(app).get("/feed").expect(200, BODY);
    expect(made.faults).toEqual(["http.wait: Error: out of order"]);
    expect(await made.row()).toMatchObject({ outcome: "delivered", items: [{}] });
  });

  it("that never answers holds its answer little longer than the deadline, and is counted", async () => {
    const made = waiting({ stageOf: () => "recorded", reached: () => new Promise(() => {}) });
    const app = express().use(made.middleware);
    app.get("/feed", (_req, res) => void res.json(BODY));
    const { headers } = await request(app).get("/feed").expect(200, BODY);
    expect(headers).toMatchObject({ "probity-decision-stage": "recorded" });
    expect(made.faults).toEqual([
      'http.wait: HttpAdapterError: a receipt of "feed" gave no answer by its deadline of 5 ms',
    ]);
  });

  it("that can't be had at all costs no answer, nor the wait for the next", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    let isBroken = true;
    const app = express().use(made.middleware);
    app.get("/feed", (req, res) => {
      const { receipt } = req.decision!;
      Object.defineProperty(req.decision, "receipt", {
        get: () => {
          if (isBroken) throw new Error("out of order");
          return receipt;
        },
      });
      res.json(BODY);
    });
    const { headers } = await request(app).get("/feed").expect(200, BODY);
    expect(headers).not.toHaveProperty("probity-decision-stage");
    expect(made.faults).toEqual(["http.wait: Error: out of order"]);
    isBroken = false;
    const second = request(app).get("/feed").then();
    await gate.held();
    gate.pass("spooled", 2);
    expect((await second).body).toEqual(BODY);
  });

  it("is not waited for where the request has no connection to watch, and that is counted", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const app = express().use((req, _res, next) => {
      Object.defineProperty(req, "socket", { value: undefined });
      next();
    });
    app.use(made.middleware);
    app.get("/feed", (_req, res) => void res.end("{}"));
    await request(app).get("/feed").expect(200, "{}");
    expect([...made.recorder.counters.faults]).toEqual([["http.wait", 1]]);
    expect(gate.waits).toEqual([]);
  });

  it("of a recorder that knows of no stages is not waited for, and that is told", async () => {
    const made = harness({}, { algorithm: { waitFor: "stored" } });
    const app = express().use(made.middleware);
    app.get("/feed", (_req, res) => void res.json(BODY));
    const { headers } = await request(app).get("/feed").expect(200, BODY);
    expect(headers).toMatchObject({ "probity-decision-stage": "recorded" });
    expect([...made.recorder.counters.faults]).toEqual([["http.deadline", 1]]);
  });
});

describe.each(versions)("the service's own part in an answer that waits, on $name,", ({ express }) => {
  it.each([
    ["a body that can't be sent", (res: Response) => res.end({ not: "bytes" }), "ERR_INVALID_ARG_TYPE"],
    [
      "a status that is none",
      (res: Response) => Object.assign(res, { statusCode: 42 }).end("{}"),
      "ERR_HTTP_INVALID_STATUS_CODE",
    ],
  ])("when Node refuses %s, is what it answers to that", async (_, answer, code) => {
    const gate = new Gate();
    const made = waiting(gate);
    const app = express().use(made.middleware);
    app.get("/feed", (_req, res) => void answer(res));
    app.use((error: NodeJS.ErrnoException, _req: Request, res: Response, _next: () => void) => {
      res.status(500).json({ code: error.code });
    });
    await serving(app as never, async (port) => {
      const bytes = exchange(port, get("/feed"));
      await gate.held();
      gate.pass("spooled");
      expect((await bytes).toString()).toMatch(new RegExp(`^HTTP/1.1 500 .*{"code":"${code}"}$`, "s"));
    });
    expect(made.faults.filter((fault) => /^(?:http|express)/.test(fault))).toEqual([]);
  });

  it("above it, sees head and end as they go out, however long that takes it", async () => {
    const gate = new Gate();
    const seen: string[] = [];
    // As on-headers, and as a session that is saved before the end, do.
    const above: RequestHandler = (_req, res, next) => {
      around(res, "writeHead", (proceed) => {
        seen.push(`head ${String(res.getHeader("probity-decision-stage"))}`);
        res.setHeader("X-Above", "1");
        return proceed();
      });
      around(res, "end", (proceed) => {
        seen.push("end");
        setImmediate(proceed);
        return false;
      });
      next();
    };
    const app = express().use(above, waiting(gate).middleware);
    app.get("/feed", (_req, res) => void res.json(BODY));
    const answer = request(app).get("/feed").then();
    await gate.held();
    expect(seen).toEqual([]);
    gate.pass("spooled");
    const { headers, body } = await answer;
    expect(seen).toEqual(["end", "head spooled"]);
    expect(headers).toMatchObject({ "x-above": "1", "probity-decision-stage": "spooled" });
    expect(body).toEqual(BODY);
  });

  it("above it, when it throws as the head goes out, comes to the service's error handler", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    let isBroken = true;
    const above: RequestHandler = (_req, res, next) => {
      around(res, "writeHead", (proceed) => {
        if (isBroken) throw new Error("of the service");
        return proceed();
      });
      next();
    };
    const app = express().use(above, made.middleware);
    app.get("/feed", (_req, res) => void res.json(BODY));
    app.use((error: Error, _req: Request, res: Response, _next: () => void) => {
      isBroken = false;
      res.status(500).json({ error: error.message });
    });
    const answer = request(app).get("/feed").then();
    await gate.held();
    gate.pass("spooled");
    expect(await answer).toMatchObject({ status: 500, body: { error: "of the service" } });
    expect(made.faults).toEqual([]);
  });

  it("above it, when it has a setHeader that refuses ours, costs the header alone", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const above: RequestHandler = (_req, res, next) => {
      around(res, "setHeader", (proceed, [name]) => {
        if (name === "Probity-Decision-Stage") throw new Error("not on the list");
        return proceed();
      });
      next();
    };
    const app = express().use(above, made.middleware);
    app.get("/feed", (_req, res) => void res.json(BODY));
    const answer = request(app).get("/feed").then();
    await gate.held();
    gate.pass("spooled");
    expect(await answer).toMatchObject({ status: 200, body: BODY });
    expect(made.faults).toEqual(["http.wait: Error: not on the list"]);
  });

  it("is called in its own decision when the answer is out", async () => {
    const gate = new Gate();
    const seen: boolean[] = [];
    const app = express().use(waiting(gate).middleware);
    app.get("/feed", (req, res) => {
      res.on("finish", () => seen.push(currentDecision() === req.decision));
      res.end("{}", () => seen.push(currentDecision() === req.decision));
    });
    const answer = request(app).get("/feed").then();
    await gate.held();
    gate.pass("spooled");
    await answer;
    expect(seen).toEqual([true, true]);
  });

  it("that comes after its end is no longer the decision's", async () => {
    const gate = new Gate();
    const made = waiting(gate);
    const app = express().use(made.middleware);
    app.get("/feed", (req, res) => {
      res.json(BODY);
      req.decision?.deliver(["2"]);
    });
    const answer = request(app).get("/feed").then();
    await gate.held();
    gate.pass("spooled");
    await answer;
    expect((await made.row()).items.map(({ id }) => id)).toEqual(made.hashed("1"));
  });
});
