import type { Progress } from "@probity/core";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { Gate } from "../../../test/support/gate.ts";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { around } from "../src/around.ts";
import type { Framework } from "../src/index.ts";
import { type Harness, harness } from "./support/harness.ts";

const BODY = '{"items":[{"isbn":"1"}]}';

function waiting(progress: Progress): Harness {
  return harness({}, { algorithm: { waitFor: "spooled" }, progress });
}

/** As what a service hangs in front of the head of its answers, when that is broken. */
function breakHead(res: ServerResponse): void {
  around(res, "writeHead", () => {
    throw new Error("of the service");
  });
}

describe("an answer of a plain server that waits", () => {
  it("goes out when its decision is spooled, and says so", async () => {
    const gate = new Gate();
    const { listener, row, faults } = waiting(gate);
    const answering: RequestListener = (_req, res) =>
      void res.writeHead(200, { "Content-Type": "application/json" }).end(BODY);
    const ending: RequestListener = (_req, res) =>
      void res.setHeader("Content-Type", "application/json").end(BODY);
    for (const [answer, isTold] of [
      [ending, true],
      [answering, false],
    ] as const) {
      const bytes = serving(listener(answer), (port) => exchange(port, get("/feed")));
      await gate.held(isTold ? 1 : 2);
      gate.pass("spooled", isTold ? 1 : 2);
      expect((await bytes).toString().includes("\r\nProbity-Decision-Stage: spooled\r\n")).toBe(isTold);
      expect((await bytes).toString()).toContain(BODY);
    }
    expect(faults).toEqual([]);
    await expect(row()).rejects.toThrow(); // there are two
  });

  it("of a status that is none is refused at once, as without us", async () => {
    const gate = new Gate();
    const { listener, row } = waiting(gate);
    const seen: unknown[] = [];
    const answering: RequestListener = (_req, res) => {
      try {
        Object.assign(res, { statusCode: 42 }).end(BODY);
      } catch (error) {
        seen.push((error as NodeJS.ErrnoException).code);
        Object.assign(res, { statusCode: 500 }).end();
      }
    };
    const bytes = serving(listener(answering), (port) => exchange(port, get("/feed")));
    await gate.held();
    expect(seen).toEqual(["ERR_HTTP_INVALID_STATUS_CODE"]);
    gate.pass("spooled");
    expect((await bytes).toString()).toMatch(/^HTTP\/1\.1 500 /);
    expect(await row()).toMatchObject({ status: 500, outcome: "failed" });
  });

  it("is cut off when the service's own code throws as it goes out at last, and the server lives on", async () => {
    const gate = new Gate();
    const { listener, row, recorder, faults } = waiting(gate);
    const answering: RequestListener = (req, res) => {
      if (req.url === "/feed") breakHead(res);
      res.end(BODY);
    };
    const answers = await serving(listener(answering), async (port) => {
      const first = exchange(port, get("/feed"));
      await gate.held();
      gate.pass("spooled");
      return [await first, await exchange(port, get("/other"))].map(String);
    });
    expect(answers).toEqual(["", expect.stringContaining(BODY)]);
    expect([...recorder.counters.faults]).toEqual([["http.end", 1]]);
    expect(faults).toEqual(expect.arrayContaining(["http.end: Error: of the service"]));
    expect(await row()).toMatchObject({ outcome: "delivered", status: 200 });
  });

  it("is left to whoever takes such an error, be it one that came by later", async () => {
    const gate = new Gate();
    const { listener, probe, recorder } = waiting(gate);
    const taken: unknown[] = [];
    const framework: Framework = { route: () => undefined, readsJson: false };
    const answering: RequestListener = (req, res) => {
      const next = (error: unknown): void => {
        taken.push(String(error));
        res.destroy();
      };
      probe.begin(req, res, { target: "/feed", next, framework });
      breakHead(res);
      res.end(BODY);
    };
    const bytes = serving(listener(answering), (port) => exchange(port, get("/feed")));
    await gate.held();
    gate.pass("spooled");
    expect((await bytes).toString()).toBe("");
    expect(taken).toEqual(["Error: of the service"]);
    expect([...recorder.counters.faults]).toEqual([]);
  });

  it("outlives a server that is closed meanwhile", async () => {
    const gate = new Gate();
    const { listener } = waiting(gate);
    const server = createServer(listener((_req, res) => void res.end(BODY))).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { readonly port: number };
    const answer = exchange(port, get("/feed"));
    await gate.held();
    server.close();
    gate.pass("spooled");
    expect((await answer).toString()).toContain(BODY);
  });
});
