import compression from "compression";
import type { Request, RequestHandler, Response } from "express";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Gate } from "../../../test/support/gate.ts";
import { harness } from "./support/harness.ts";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { type ExpressModule, versions } from "./support/versions.ts";

const BODY = { items: [{ isbn: "9787020002207", title: "红楼梦" }], more: ["猜你喜欢"] };
const TEXT = JSON.stringify(BODY);
const LARGE = { ...BODY, padding: "书".repeat(500_000) };

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "probity-express-"));
  await writeFile(join(folder, "feed.json"), TEXT);
});
afterAll(() => rm(folder, { recursive: true }));

/** What a service may do to answer. Each is asked for with and without the middleware. */
const answers: Readonly<Record<string, (req: Request, res: Response) => unknown>> = {
  "res.json": (_, res) => res.json(BODY),
  "res.json with a status": (_, res) => res.status(201).json(BODY),
  "res.json of an error": (_, res) => res.status(404).json({ error: "no such reader" }),
  "res.json of null": (_, res) => res.json(null),
  "res.json of undefined": (_, res) => res.json(undefined),
  "res.json with two arguments": (_, res) => (res.json as (...args: unknown[]) => unknown)(202, BODY),
  "res.json twice": (_, res) => [res.json(BODY), res.json(BODY)],
  "res.json of what can't be serialised": (_, res) => res.json({ count: 3n }),
  "res.json, large": (_, res) => res.json(LARGE),
  "res.json with charset and etag of its own": (_, res) =>
    res.set({ "Content-Type": "application/json; charset=gbk", ETag: '"own"' }).json(BODY),
  "res.jsonp": (_, res) => res.jsonp(BODY),
  "res.send of an object": (_, res) => res.send(BODY),
  "res.send of text": (_, res) => res.send(TEXT),
  "res.send of bytes": (_, res) => res.type("json").send(Buffer.from(TEXT)),
  "res.send of nothing": (_, res) => res.send(),
  "res.sendStatus": (_, res) => res.sendStatus(503),
  "res.sendFile": (_, res) => res.sendFile(join(folder, "feed.json"), { lastModified: false }),
  "res.redirect": (_, res) => res.redirect("/elsewhere"),
  "res.end": (_, res) => res.end(TEXT),
  "res.end of nothing": (_, res) => res.status(204).end(),
  "res.end twice": (_, res) => [res.on("error", () => undefined).end("first"), res.end("second")],
  "res.end with encoding and callback": (req, res) => res.end("72c3a9", "hex", () => req.resume()),
  "res.end with a callback alone": (req, res) => res.end(() => req.resume()),
  "res.writeHead with an object": (_, res) =>
    res.writeHead(200, { "X-A": ["1", "2"], "content-type": "text/json" }).end(TEXT),
  "res.writeHead with a list": (_, res) =>
    res.writeHead(200, "Fine", ["Set-Cookie", "a=1", "Set-Cookie", "b=2", "Content-Length", "2"]).end("{}"),
  "res.writeHead after setHeader": (_, res) =>
    res.set({ "X-B": "b", "x-a": "a" }).writeHead(200, { "X-b": "B" }).end(TEXT),
  "early hints": (_, res) => (res.writeEarlyHints({ link: "</a.css>; rel=preload" }), res.json(BODY)),
  writes: async (_, res) => {
    res.type("json");
    for (const part of [TEXT.slice(0, 10), Buffer.from(TEXT.slice(10, 20)), ""]) res.write(part);
    await new Promise((resolve) => setImmediate(resolve)); // compression never calls a callback of write
    res.write(TEXT.slice(20), "utf8");
    res.end();
  },
  "writes with trailers": (_, res) => {
    res.write(TEXT);
    res.addTrailers({ "X-Sum": "1" });
    res.end();
  },
  "a piped stream": (_, res) => Readable.from([TEXT.slice(0, 7), TEXT.slice(7)]).pipe(res.type("json")),
  "cookies and a header that is taken back": (_, res) => {
    res.cookie("a", "1").cookie("b", "2").set("X-Gone", "1").removeHeader("X-Gone");
    res.json(BODY);
  },
  "an error that is thrown": () => {
    throw new Error("of the service");
  },
  "an error after half of the answer": (_, res) => {
    res.write("half");
    throw new Error("of the service");
  },
  "nothing, on to the next": (req) => (req as { next?: () => void }).next?.(),
};

const requests: Readonly<Record<string, string>> = {
  GET: get("/feed"),
  HEAD: get("/feed", [], "HEAD"),
  "GET with If-None-Match": get("/feed", ["If-None-Match: *"]),
  "GET with a range": get("/feed", ["Range: bytes=2-5"]),
  "GET of HTTP/1.0": get("/feed").replace("HTTP/1.1", "HTTP/1.0"),
  "GET that takes gzip": get("/feed", ["Accept-Encoding: gzip"]),
};

describe.each(versions)("the bytes of a response on $name", ({ express }) => {
  type Layout = (middleware: RequestHandler, compressed: RequestHandler) => RequestHandler[];

  const layouts: Readonly<Record<string, Layout>> = {
    "the middleware alone": (middleware) => [middleware],
    "the middleware above compression": (middleware, compressed) => [middleware, compressed],
    "the middleware below compression": (middleware, compressed) => [compressed, middleware],
  };
  const harnesses = {
    "": () => harness(),
    ", which holds the end": () =>
      harness({}, { algorithm: { waitFor: "spooled" }, progress: Gate.opened("spooled") }),
  };
  const cases = Object.entries(layouts).flatMap(([name, layout]) =>
    Object.entries(harnesses).map(([how, make]) => [`${name}${how}`, layout, make] as const),
  );

  describe.each(cases)("with %s", (_, layout, makeHarness) => {
    it.each(Object.entries(answers))("are the same for %s", async (_name, answer) => {
      const { middleware, faults } = makeHarness();
      const nothing: RequestHandler = (_req, _res, next) => next();
      const make = (first: RequestHandler): RequestHandler =>
        application(express, layout(first, compression()), answer);

      const plain = await answered(make(nothing));
      const watched = await answered(make(middleware));

      for (const [request, bytes] of Object.entries(watched)) {
        expect(bytes.includes("\r\nProbity-Decision-Id: "), request).toBe(bytes !== "");
        expect(
          withoutOurs(bytes) === plain[request],
          `${request}: ${first(bytes)} // ${first(plain[request])}`,
        ).toBe(true);
      }
      expect(faults.filter((fault) => /^(?:http|express)/.test(fault))).toEqual([]);
    });
  });

  it("are the same for a service that sends no header of its own", async () => {
    const { middleware } = harness();
    const make = (...first: RequestHandler[]): RequestHandler => {
      const app = express().disable("x-powered-by");
      if (first[0]) app.use(first[0]);
      app.use(
        (_req: Request, res: Response) =>
          void res.writeHead(200, { "X-B": "1", "x-a": ["2", "3"] }).end("{}"),
      );
      return app;
    };
    const [plain, watched] = [await answered(make()), await answered(make(middleware))];
    expect(Object.values(watched).map(withoutOurs)).toEqual(Object.values(plain));
  });
});

function application(
  express: ExpressModule,
  middleware: RequestHandler[],
  answer: RequestHandler,
): RequestHandler {
  const app = express();
  app.set("env", "test"); // Express 4 prints errors otherwise
  app.use(...middleware);
  app.get("/feed", (req, res, next) => {
    try {
      Promise.resolve(answer(req, res, next)).catch(next);
    } catch (error) {
      next(error);
    }
  });
  app.use((error: Error, _req: Request, res: Response, next: (error: Error) => void) => {
    if (res.headersSent) next(error);
    else res.status(500).json({ error: error.message });
  });
  return app;
}

async function answered(app: RequestHandler): Promise<Record<string, string>> {
  return serving(app as never, async (port) => {
    const all: Record<string, string> = {};
    for (const [name, text] of Object.entries(requests)) {
      const bytes = (await exchange(port, text)).toString("latin1");
      all[name] = bytes.replace(/\r\nDate: [^\r]+\r\n/, "\r\nDate: now\r\n");
    }
    return all;
  });
}

function withoutOurs(bytes: string): string {
  return bytes
    .replace(/\r\nProbity-Decision-Id: [0-9a-f-]{36}\r\n/, "\r\n")
    .replace(/\r\nProbity-Decision-Stage: (?:recorded|spooled)\r\n/, "\r\n");
}

function first(bytes: string | undefined): string {
  return JSON.stringify(bytes?.slice(0, 600));
}
