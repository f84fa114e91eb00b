import { currentDecision } from "@probity/core";
import compression from "compression";
import { once } from "node:events";
import type { Request, Response } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { MiddlewareOptions } from "../src/index.ts";
import { type Harness, harness } from "./support/harness.ts";
import { begin, exchange, get, serving } from "../../../test/support/raw.ts";
import { versions } from "./support/versions.ts";

const BODY = { items: [{ isbn: "1" }, { isbn: "2" }] };
const TEXT = JSON.stringify(BODY);

describe.each(versions)("the items of a response on $name", ({ express }) => {
  type Answer = (req: Request, res: Response) => unknown;

  function served(
    answer: Answer,
    options: Partial<MiddlewareOptions> = {},
  ): Harness & { app: ReturnType<typeof express> } {
    const under = harness(options);
    const app = express();
    app.use(under.middleware);
    app.get("/feed", async (req, res, next) => {
      try {
        await answer(req, res);
      } catch (error) {
        next(error);
      }
    });
    return { ...under, app };
  }

  async function itemsOf(answer: Answer, options?: Partial<MiddlewareOptions>): Promise<unknown[]> {
    const { app, row, hashed } = served(answer, options);
    await serving(app, (port) => exchange(port, get("/feed")));
    const { items, input_faults } = await row();
    const known = new Map(hashed("1", "2", "3").map((hash, n) => [hash, String(n + 1)]));
    return [...items.map(({ id }) => known.get(id) ?? id), ...input_faults];
  }

  it.each<[string, Answer]>([
    ["res.json", (_, res) => res.json(BODY)],
    ["res.send of an object", (_, res) => res.send(BODY)],
    ["res.send of JSON text", (_, res) => res.type("json").send(TEXT)],
    ["res.send of JSON bytes", (_, res) => res.type("application/vnd.books+json").send(Buffer.from(TEXT))],
    ["res.end", (_, res) => res.setHeader("content-type", "application/json; charset=utf-8").end(TEXT)],
    ["res.end in Latin-1", (_, res) => res.setHeader("content-type", "application/json").end(TEXT, "latin1")],
    ["res.writeHead and bytes", (_, res) => res.writeHead(200, { "Content-Type": "text/json" }).end(TEXT)],
    ["res.jsonp without a callback", (_, res) => res.jsonp(BODY)],
    ["numbers for ids", (_, res) => res.json({ items: [{ isbn: 1 }, { isbn: 2 }] })],
    ["an object with a toJSON", (_, res) => res.json({ toJSON: () => BODY })],
    [
      "ids with a toJSON",
      (_, res) => res.json({ items: [1, 2].map((n) => ({ isbn: { toJSON: () => n } })) }),
    ],
    [
      "a stream, cut within a character",
      async (_, res) => {
        const bytes = Buffer.from(JSON.stringify({ title: "猜你喜欢", ...BODY }));
        res.type("json").write(bytes.subarray(0, 12));
        res.write(bytes.subarray(12, 13));
        await new Promise((resolve) => res.write(bytes.subarray(13, 40), resolve));
        res.end(bytes.subarray(40));
      },
    ],
    [
      "a buffer that is used again",
      async (_, res) => {
        const bytes = Buffer.from(TEXT);
        res.type("json");
        await new Promise((resolve) => res.write(bytes, resolve));
        bytes.fill(0);
        res.end();
      },
    ],
  ])("are found in %s", async (_, answer) => {
    expect(await itemsOf(answer)).toEqual(["1", "2"]);
  });

  it.each<[string, Answer]>([
    ["nothing is recommended", (_, res) => res.json({ items: [] })],
    ["the service failed", (_, res) => res.status(500).json(BODY)],
    ["it is an error", (_, res) => res.status(404).json({ error: "no such reader" })],
    ["it is a redirection", (_, res) => res.redirect("/other")],
    ["there is no body", (_, res) => res.status(204).end()],
  ])("are none, and that is as it should be, when %s", async (_, answer) => {
    expect(await itemsOf(answer)).toEqual([]);
  });

  it.each<[string, Answer]>([
    ["the path leads nowhere", (_, res) => res.json({ books: [] })],
    ["the body is empty", (_, res) => res.end()],
    ["it is no JSON", (_, res) => res.send("<ol><li>1</li></ol>")],
    ["it says JSON and isn't", (_, res) => res.type("json").send(TEXT.slice(1))],
    ["it is a list of JSON texts", (_, res) => res.type("application/x-ndjson").send(`${TEXT}\n`)],
    [
      "it is a script",
      (req, res) => {
        req.url = "/feed?callback=show";
        Object.defineProperty(req, "query", { value: { callback: "show" } });
        res.jsonp(BODY);
      },
    ],
    ["it says that it is encoded", (_, res) => res.set("Content-Encoding", "br").type("json").send(TEXT)],
  ])("are noted as unseen when %s", async (_, answer) => {
    expect(await itemsOf(answer)).toEqual(["items.unseen"]);
  });

  it("are what the handler delivers, and then the body is not looked at", async () => {
    const looked: string[] = [];
    const body = {
      get items() {
        looked.push(new Error().stack ?? "");
        return BODY.items;
      },
    };
    expect(
      await itemsOf((req, res) => {
        req.decision?.deliver([{ id: "3", score: 0.5 }]);
        res.json(body);
      }),
    ).toEqual(["3"]);
    expect(looked.filter((stack) => stack.includes("itemsAt"))).toEqual([]);
    expect(
      await itemsOf((_, res) => {
        currentDecision()?.deliver([]);
        res.json(BODY);
      }),
    ).toEqual([]);
    expect(
      await itemsOf((_, res) => {
        res.type("json").write(TEXT);
        currentDecision()?.deliver(["3"]);
        res.end();
      }),
    ).toEqual(["3"]);
  });

  it("are those of the answer that was sent, when res.json is called twice", async () => {
    const errors: unknown[] = [];
    expect(
      await itemsOf((_, res) => {
        res.json(BODY);
        try {
          res.json({ items: [{ isbn: "3" }] });
        } catch (error) {
          errors.push(error);
        }
      }),
    ).toEqual(["1", "2"]);
    expect(errors).toEqual([expect.objectContaining({ code: "ERR_HTTP_HEADERS_SENT" })]);
  });

  it("are those of the answer that was sent, when the first could not be serialised", async () => {
    const unserialisable = { items: [{ isbn: "3" }], count: 3n };
    const instead =
      (answer: Answer): Answer =>
      (req, res) => {
        expect(() => res.json(unserialisable)).toThrow(TypeError);
        return answer(req, res);
      };
    expect(await itemsOf(instead((_, res) => res.json(BODY)))).toEqual(["1", "2"]);
    expect(await itemsOf(instead((_, res) => res.type("json").send(TEXT)))).toEqual(["1", "2"]);
  });

  it("are noted one by one where they have no id", async () => {
    const body = { items: [{ isbn: "1" }, { title: "untitled" }, { isbn: null }, { isbn: "2" }] };
    expect(await itemsOf((_, res) => res.json(body))).toEqual(["1", "2", "item.id"]);
  });

  it("are looked for in bodies up to the limit, and noted as unseen beyond it", async () => {
    const send: Answer = (_, res) => res.type("json").send(TEXT);
    expect(await itemsOf(send, { maxBodyBytes: TEXT.length })).toEqual(["1", "2"]);
    expect(await itemsOf(send, { maxBodyBytes: TEXT.length - 1 })).toEqual(["items.unseen"]);
  });

  it("are taken whole from a very large object, which needs no limit", async () => {
    expect(await itemsOf((_, res) => res.json({ ...BODY, padding: "x".repeat(5_000_000) }))).toEqual([
      "1",
      "2",
    ]);
  });

  it("are a thousand at most, and the rest is noted", async () => {
    const items = (count: number): unknown => ({
      items: Array.from({ length: count }, (_, n) => ({ isbn: n })),
    });
    const { app, recorded } = served((req, res) => res.json(items(Number(req.query["count"]))));
    await request(app).get("/feed?count=1000");
    await request(app).get("/feed?count=1001");
    const [whole, cut] = await recorded(2);
    expect([whole?.items.length, whole?.input_faults]).toEqual([1000, []]);
    expect([cut?.items.length, cut?.input_faults]).toEqual([1000, ["items.truncated"]]);
  });

  it("are kept for 304, because the client shows what it has of the same body", async () => {
    const { app, row, hashed } = served((_, res) => res.json(BODY));
    await request(app).get("/feed").set("If-None-Match", "*").expect(304);
    const { items, outcome } = await row();
    expect([outcome, items.map(({ id }) => id)]).toEqual(["unmodified", hashed("1", "2")]);
  });

  it("are none for 304 of bytes, which are never sent, and none for HEAD", async () => {
    const { app, recorded } = served((_, res) => res.type("json").send(TEXT));
    await request(app).get("/feed").set("If-None-Match", "*").expect(304);
    await request(app).head("/feed").expect(200);
    for (const { items, input_faults } of await recorded(2)) expect([items, input_faults]).toEqual([[], []]);
  });

  it("are kept when the client hangs up halfway through", async () => {
    const { app, row, hashed } = served((_, res) => res.json({ ...BODY, padding: "x".repeat(30_000_000) }));
    await serving(app, async (port) => {
      const socket = await begin(port, get("/feed"));
      await once(socket, "data");
      socket.destroy();
      const { items, outcome, input_faults } = await row();
      expect([outcome, items.map(({ id }) => id), input_faults]).toEqual(["aborted", hashed("1", "2"), []]);
    });
  });

  it("are none, and not noted, when a stream is cut off by the client", async () => {
    const { app, row } = served((_, res) => res.type("json").write(TEXT.slice(0, 20)));
    await serving(app, async (port) => {
      const socket = await begin(port, get("/feed"));
      await once(socket, "data");
      socket.destroy();
      expect(await row()).toMatchObject({ outcome: "aborted", items: [], input_faults: [] });
    });
  });

  it.each([
    ["the middleware above", true, TEXT, "items.unseen"],
    ["the middleware above", true, BODY, "2 items"],
    ["compression above", false, TEXT, "2 items"],
    ["compression above", false, BODY, "2 items"],
  ])("under compression, with %s: %s, %j", async (_, isAbove, body, expected) => {
    const { middleware, row } = harness();
    const app = express();
    const compressed = compression({ threshold: 0 });
    app.use(...(isAbove ? [middleware, compressed] : [compressed, middleware]));
    app.get("/feed", (_req, res) => void res.type("json").send(body));

    const answer = await request(app).get("/feed").set("Accept-Encoding", "gzip");

    expect([answer.headers["content-encoding"], answer.body]).toEqual(["gzip", BODY]);
    const { items, input_faults } = await row();
    expect(input_faults[0] ?? `${items.length} items`).toBe(expected);
  });

  it("are found below a sub-application that answers in its own way", async () => {
    const { middleware, row } = harness();
    const inner = express();
    inner.response.json = function (this: Response, body: unknown) {
      return this.set("X-Inner", "yes").type("json").send(JSON.stringify(body));
    };
    inner.get("/", (_req, res) => void res.json(BODY));
    const app = express();
    app.use(middleware);
    app.use("/feed", inner);

    const { headers, body } = await request(app).get("/feed");

    expect([headers["x-inner"], body]).toEqual(["yes", BODY]);
    expect((await row()).items).toHaveLength(2);
  });
});
