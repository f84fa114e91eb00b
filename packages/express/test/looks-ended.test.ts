import type { Request, RequestHandler, Response } from "express";
import { describe, expect, it } from "vitest";
import { Gate } from "../../../test/support/gate.ts";
import { harness } from "./support/harness.ts";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { versions } from "./support/versions.ts";

type Act = (res: Response, note: (seen: unknown) => void) => unknown;

/** What JavaScript allows. */
type Loose = Record<
  "flushHeaders" | "addTrailers" | "cork" | "uncork" | "removeHeader",
  (name?: unknown) => unknown
>;

/** What a service may do to a response, or look at, after it has answered. */
const acts: Readonly<Record<string, Act>> = {
  "looks at it": (res, note) => note([res.headersSent, res.writableEnded, res.statusCode]),
  "ends it again": (res, note) => note(res.end() === res),
  "ends it again with a callback": (res, note) => res.end(() => note("called back")),
  "ends it again with more": (res, note) => note(res.end("more") === res),
  "ends it again with more, and a callback": (res, note) => res.end("more", "utf8", noting(note)),
  "ends it again with what can't be sent": (res) => res.end({}),
  "writes more": (res, note) => note(res.write("more")),
  "writes more, with a callback": (res, note) => note(res.write("more", noting(note))),
  "writes what can't be sent": (res) => res.write(7),
  "answers again": (res) => res.json({ again: true }),
  "answers again with another status": (res) => res.status(500).send("again"),
  "sets another status": (res) => res.status(202),
  "sets another status and its message": (res) =>
    Object.assign(res, { statusCode: 500, statusMessage: "Oh" }),
  "sets a header": (res) => res.setHeader("X-Late", "1"),
  "sets a header by Express": (res) => res.set("X-Late", "1"),
  "sets headers": (res) => res.setHeaders(new Map([["X-Late", "1"]])),
  "appends to a header": (res) => res.appendHeader("X-Early", "2"),
  "removes a header": (res) => res.removeHeader("X-Early"),
  "removes a header without a name": (res) => (res as Loose).removeHeader(),
  "sets a cookie": (res) => res.cookie("late", "1"),
  redirects: (res) => res.redirect("/elsewhere"),
  "writes a head": (res) => res.writeHead(500, { "X-Late": "1" }),
  "flushes the head": (res, note) => note((res as Loose).flushHeaders()),
  "adds trailers": (res, note) => note((res as Loose).addTrailers({ "X-Sum": "1" })),
  "corks and uncorks it": (res, note) => note([(res as Loose).cork(), (res as Loose).uncork()]),
  "reads its headers": (res, note) =>
    note([res.getHeader("x-early"), res.hasHeader("x-late"), res.get("etag")]),
  "listens for what is to come": (res, note) =>
    ["finish", "close"].forEach((event) => res.on(event, () => note(`late ${event}`))),
};

const answers: Readonly<Record<string, (res: Response, note: (seen: unknown) => void) => unknown>> = {
  "res.json": (res, note) => note(res.json({ items: [] }) === res),
  "res.end with a callback": (res, note) => note(res.end("{}", "latin1", () => note("ended")) === res),
  "writes, and res.end": (res, note) => note([res.write("{"), res.end("}") === res]),
};

describe.each(versions)("a response that is held, on $name,", ({ express }) => {
  const cases = Object.entries(answers).flatMap(([answered, answer]) =>
    Object.entries(acts).map(([acted, act]) => [answered, acted, answer, act] as const),
  );

  /** What the service sees, in order, and the bytes that go out. */
  async function seen(
    first: RequestHandler,
    answer: (typeof answers)[string],
    act: Act,
  ): Promise<{ readonly notes: unknown[]; readonly bytes: string }> {
    const notes: unknown[] = [];
    const note = (what: unknown): void => void notes.push(what);
    const app = express();
    app.use(first);
    app.get("/feed", (_req: Request, res: Response) => {
      for (const event of ["prefinish", "finish", "close"])
        res.on(event, () => note([event, res.statusCode, res.statusMessage]));
      res.on("error", (error: NodeJS.ErrnoException) => note(["error", error.code, error.message]));
      res.set("X-Early", "1");
      answer(res, note);
      try {
        act(res, note);
      } catch (error) {
        const { name, code, message } = error as NodeJS.ErrnoException;
        note(["thrown", name, code, message]);
      }
      note([res.headersSent, res.writableEnded]);
    });
    const bytes = await serving(app as never, async (port) => {
      const all = (await exchange(port, get("/feed"))).toString();
      await expect.poll(() => notes.flat(), { interval: 1 }).toContain("close");
      return all;
    });
    return { notes, bytes: bytes.replace(/\r\n(?:Probity-Decision-\w+|Date): [^\r]*(?=\r\n)/g, "") };
  }

  it.each(cases)("looks ended after %s to a service that then %s", async (_answered, _acted, answer, act) => {
    const gate = new Gate();
    const { middleware, faults } = harness({}, { algorithm: { waitFor: "spooled" }, progress: gate });
    const nothing: RequestHandler = (_req, _res, next) => next();

    const plain = await seen(nothing, answer, act);
    const held = seen(middleware, answer, act);
    await gate.held();
    await new Promise((resolve) => setImmediate(resolve)); // errors of the held response have been emitted
    gate.pass("spooled");

    expect(inAnyOrder(await held)).toEqual(inAnyOrder(plain));
    expect(faults.filter((fault) => /^(?:http|express)/.test(fault))).toEqual([]);
  });
});

it.each(versions)(
  "the events of a response that is held come in order when it ends, on $name",
  async ({ express }) => {
    const gate = new Gate();
    const { middleware } = harness({}, { algorithm: { waitFor: "spooled" }, progress: gate });
    const events: string[] = [];
    const app = express().use(middleware);
    app.get("/feed", (_req, res) => {
      for (const event of ["prefinish", "finish", "close"]) res.on(event, () => events.push(event));
      res.end("{}", () => events.push("callback"));
      for (const event of ["finish", "close"]) res.on(event, () => events.push(`late ${event}`));
    });
    await serving(app as never, async (port) => {
      const answer = exchange(port, get("/feed"));
      await gate.held();
      expect(events).toEqual([]);
      gate.pass("spooled");
      await answer;
      await expect.poll(() => events, { interval: 1 }).toContain("late close");
    });
    const expected = ["prefinish", "finish", "late finish", "close", "late close"];
    expect(events.filter((event) => event !== "callback")).toEqual(expected);
    // Where among those for "finish" differs from Node to Node.
    expect(events.indexOf("callback")).toBeGreaterThan(0);
    expect(events.indexOf("callback")).toBeLessThan(events.indexOf("close"));
  },
);

function noting(note: (seen: unknown) => void): (error?: Error | null) => void {
  return (error) => note(["called back", (error as NodeJS.ErrnoException | undefined)?.code]);
}

// Whether a callback comes at once or with "finish" is up to how much of the answer the socket has taken.
function inAnyOrder({ notes, bytes }: { notes: unknown[]; bytes: string }): unknown {
  return { bytes, notes: notes.map((note) => JSON.stringify(note)).sort() };
}
