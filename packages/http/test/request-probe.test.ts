import { currentDecision, type Decision, runInDecision } from "@probity/core";
import { IncomingMessage, type RequestListener, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { createRequestProbe, type Framework } from "../src/index.ts";
import { harness, routes } from "./support/harness.ts";

const TRACE = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
const BODY = '{"items":[{"isbn":"1"},{"isbn":"2"}]}';

const answering: RequestListener = (_req, res) =>
  void res.writeHead(200, { "Content-Type": "application/json" }).end(BODY);

async function asked(listener: RequestListener, ...requests: string[]): Promise<string> {
  return serving(listener, async (port) => {
    let all = "";
    for (const text of requests) all += (await exchange(port, text)).toString();
    return all;
  });
}

describe("a request to a configured route of a plain server", () => {
  it("is a decision, with the items of its answer, and the answer tells which", async () => {
    const { listener, row, hashed, faults } = harness();
    const answer = await asked(listener(answering), get("/feed?page=2"));
    const recorded = await row();
    expect(answer).toContain(`\r\nProbity-Decision-Id: ${recorded.id}\r\n`);
    expect(recorded).toMatchObject({
      algorithm: "feed",
      route: "/feed",
      outlet: "home",
      outcome: "delivered",
      status: 200,
      parent_via: "none",
      input_faults: [],
    });
    expect(recorded.items.map(({ id }) => id)).toEqual(hashed("1", "2"));
    expect(faults).toEqual([]);
  });

  it("says who is asking by header, query and path, and by identify before those", async () => {
    const { listener, recorded } = harness({
      subject: { id: { param: "user" }, age: { query: "age" }, minorMode: { header: "X-Minor" } },
      identify: (req) => (req.headers["x-session"] ? { age: 30 } : undefined),
    });
    await asked(
      listener(answering),
      get("/users/7/feed?age=13", ["X-Minor: on"]),
      get("/users/7/feed?age=13", ["X-Session: s"]),
    );
    const { decisions } = await recorded(2);
    expect(decisions).toMatchObject([
      { age_band: "u14", minor_mode: true, key_id: "k1" },
      { age_band: "adult", minor_mode: false, key_id: "k1" },
    ]);
  });

  it("has the trace of the active span, or else of its traceparent", async () => {
    const header = `traceparent: 00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    const { listener, recorded } = harness();
    await asked(listener(answering, { trace: TRACE }), get("/feed", [header]));
    await asked(listener(answering), get("/feed", [header]));
    expect((await recorded(2)).decisions).toMatchObject([
      { trace_id: TRACE.traceId, span_id: TRACE.spanId },
      { trace_id: "a".repeat(32), span_id: "b".repeat(16) },
    ]);
  });

  it("has its decision in the events of its body", async () => {
    const { listener, row } = harness();
    const seen: Set<Decision | undefined> = new Set();
    const reading: RequestListener = (req, res) => {
      seen.add(currentDecision());
      req.on("data", () => seen.add(currentDecision()));
      req.on("end", () => {
        seen.add(currentDecision());
        res.end();
      });
    };
    const body = "x".repeat(300_000);
    await asked(listener(reading), get("/feed", [`Content-Length: ${body.length}`], "POST") + body);
    expect([...seen].map((decision) => decision?.id)).toEqual([(await row()).id]);
  });

  it("has the enclosing decision as its parent where it is handled within one", async () => {
    const { probe, recorder, recorded } = harness();
    const outer = recorder.open({ algorithm: "feed" });
    const { req, res } = unserved("/feed");
    runInDecision(outer, () => probe.begin(req, res, { target: "/feed" }));
    res.emit("close");
    outer.close();
    expect((await recorded(2)).decisions[0]).toMatchObject({ parent: outer.id, parent_via: "process" });
  });

  it("keeps its bytes when the response begins before, and goes without the header", async () => {
    const { listener, row, faults } = harness();
    const begun: RequestListener = (req, res) => {
      res.writeHead(200, { "Content-Type": "application/json" });
      listener((_, answer) => void answer.end(BODY))(req, res);
    };
    expect(await asked(begun, get("/feed"))).not.toContain("Probity");
    expect(await row()).toMatchObject({ items: [{}, {}], outcome: "delivered" });
    expect(faults).toEqual([]);
  });

  it("is recorded, and answered, though its response takes no header of ours", async () => {
    const { listener, recorded, faults } = harness();
    const strict: RequestListener = (req, res) => {
      const setHeader = res.setHeader.bind(res);
      res.setHeader = (name, value) => {
        if (name.startsWith("Probity")) throw new Error("not on the list");
        return setHeader(name, value);
      };
      res.setHeader("Content-Type", "application/json");
      if (req.url === "/feed?bare") res.removeHeader("Content-Type");
      listener((_, answer) => void answer.writeHead(200).end(BODY))(req, res);
    };
    for (const path of ["/feed", "/feed?bare"]) expect(await asked(strict, get(path))).toContain(BODY);
    const { decisions } = await recorded(2);
    for (const row of decisions) expect(row).toMatchObject({ outcome: "delivered", status: 200 });
    expect(faults.filter((fault) => fault === "http: Error: not on the list")).toHaveLength(2);
  });
});

describe("a request that several see", () => {
  const framework: Framework = { route: () => "/of/a/framework", readsJson: true };

  it("is one decision, counted once, though another probe sees it as well", async () => {
    const first = harness();
    const second = harness();
    const seen: unknown[] = [];
    await asked(
      first.listener((req, res) => {
        seen.push(second.probe.begin(req, res, { target: "/feed" }) === currentDecision());
        seen.push(first.probe.begin(req, res, { target: "/feed" }) === currentDecision());
        answering(req, res);
      }),
      get("/feed"),
    );
    const row = await first.row();
    await first.covered(1);
    expect(seen).toEqual([true, true]);
    expect(row.items).toHaveLength(2);
    expect([second.recorder.begun["decisions"], second.coverage()]).toEqual([0, []]);
  });

  it("is counted once where it is no decision, by the route that a framework knew later", async () => {
    const { probe, listener, coverage, covered } = harness();
    await asked(
      listener((req, res) => {
        expect(probe.begin(req, res, { target: "/other", framework })).toBeUndefined();
        answering(req, res);
      }),
      get("/other"),
    );
    await covered(1);
    expect(coverage()).toMatchObject([{ route: "GET /of/a/framework", requests: 1 }]);
  });

  it.each([
    ["from its object, once a framework comes by that has res.json", true],
    ["from the bytes where that res.json can't be replaced, which is a fault", false],
  ])("has its items %s", async (_, writable) => {
    const { probe, listener, row, hashed, faults } = harness();
    const seen: unknown[] = [];
    await asked(
      listener((req, res) => {
        expect(res).not.toHaveProperty("json");
        // As Express does: the method comes with the prototype.
        const value = (body: object): unknown =>
          res
            .setHeader("Content-Type", writable ? "text/plain" : "application/json")
            .end(JSON.stringify(body));
        Object.setPrototypeOf(
          res,
          Object.create(ServerResponse.prototype, { json: { value, writable } }) as object,
        );
        for (let n = 0; n < 2; n += 1) seen.push(probe.begin(req, res, { target: "/feed", framework }));
        (res as unknown as { json: (body: object) => void }).json({ items: [{ isbn: "3" }] });
      }),
      get("/feed"),
    );
    const { id, items } = await row();
    expect(seen).toMatchObject([{ id }, { id }]);
    expect(items.map((item) => item.id)).toEqual(hashed("3"));
    expect(faults).toHaveLength(writable ? 0 : 1);
  });
});

describe("createRequestProbe", () => {
  const { recorder } = harness();

  it.each([
    [{ maxBodyBytes: -1 }, "INVALID_OPTION"],
    [{ routes: [{ method: "GET", path: "feed", algorithm: "feed" }] }, "INVALID_ROUTE"],
    [{ routes: [{ method: "GET", path: "/feed", algorithm: "feed", items: "[0]" }] }, "INVALID_ITEMS_PATH"],
  ])("refuses %j before a request is served", (options, code) => {
    expect(() => createRequestProbe({ recorder, routes, ...options })).toThrow(
      expect.objectContaining({ name: "HttpAdapterError", code }),
    );
  });

  it("gives a probe that never throws, whatever it is shown, and counts what went wrong", () => {
    const { probe, recorder: under, faults } = harness();
    const { req, res } = unserved("/feed");
    expect(probe.begin(undefined as never, res, { target: "/feed" })).toBeUndefined();
    expect(probe.begin(Object.freeze({}) as never, res, { target: "/feed" })).toBeUndefined();
    expect(probe.begin(req, {} as never, { target: "/other" })).toBeUndefined();
    expect(under.counters.faults.get("http")).toBe(3);
    expect(faults).toHaveLength(3);
  });

  it("leaves requests and responses of other routes as they are", async () => {
    const { listener, covered } = harness();
    const own: string[][] = [];
    const looking: RequestListener = (req, res) => {
      own.push(Object.keys(req), Object.keys(res));
      res.end(String(currentDecision()?.id));
    };
    const plain = await asked(looking, get("/other"));
    const watched = await asked(listener(looking), get("/other"));
    await covered(1);
    expect(withoutDate(watched)).toBe(withoutDate(plain));
    expect(own.slice(2)).toEqual(own.slice(0, 2));
  });
});

function withoutDate(bytes: string): string {
  return bytes.replace(/\r\nDate: [^\r]+/, "");
}

/** A request and its response that no server has. */
function unserved(target: string): { readonly req: IncomingMessage; readonly res: ServerResponse } {
  const req = Object.assign(new IncomingMessage(new Socket()), { method: "GET", url: target });
  return { req, res: new ServerResponse(req) };
}
