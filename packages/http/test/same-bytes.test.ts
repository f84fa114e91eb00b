import type { RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { Gate } from "../../../test/support/gate.ts";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { type Harness, harness } from "./support/harness.ts";

const TEXT = JSON.stringify({ items: [{ isbn: "9787020002207", title: "红楼梦" }] });

/** What a service may do to answer without a framework. Each is asked for with and without the probe. */
const answers: Readonly<Record<string, (res: ServerResponse) => unknown>> = {
  "end of text": (res) => res.end(TEXT),
  "end of bytes": (res) => res.end(Buffer.from(TEXT)),
  "end of nothing": (res) => Object.assign(res, { statusCode: 204 }).end(),
  "end with encoding and callback": (res) => res.end("72c3a9", "hex", () => undefined),
  "setHeader and end": (res) => res.setHeader("content-type", "application/json").end(TEXT),
  "setHeaders and end": (res) => res.setHeaders(new Map([["X-A", "1"]])).end(TEXT),
  "writeHead alone": (res) => res.writeHead(200).end(TEXT),
  "writeHead with an object": (res) =>
    res.writeHead(200, { "X-A": ["1", "2"], "content-type": "text/json", "Content-Length": 2 }).end("{}"),
  "writeHead with a message and an object": (res) => res.writeHead(404, "Nowhere", { "x-A": "1" }).end(TEXT),
  "writeHead with a list": (res) =>
    res.writeHead(200, ["X-B", "1", "Set-Cookie", "a=1", "set-cookie", "b=2"]).end(TEXT),
  "writeHead with a list of pairs": (res) =>
    res
      .writeHead(200, [
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=2"],
      ] as never)
      .end(TEXT),
  "writeHead with names of both cases": (res) => res.writeHead(200, { "X-A": "1", "x-a": "2" }).end(TEXT),
  "writeHead with headers before nothing": (res) =>
    res.writeHead(200, { "X-A": "1", "x-a": "2" } as never, undefined).end(TEXT),
  "writeHead with null": (res) => res.writeHead(200, null as never).end(TEXT),
  "writeHead with a list of an odd length": (res) => {
    try {
      res.writeHead(200, ["X-A"]);
    } catch (error) {
      res.end((error as Error).message);
    }
  },
  "writeHead twice": (res) => {
    res.writeHead(201, { "X-A": "1" });
    try {
      res.writeHead(202, { "X-B": "1" });
    } catch (error) {
      res.end((error as Error).message);
    }
  },
  "writeHead with cookies": (res) => res.writeHead(200, { "Set-Cookie": ["a=1", "b=2"] }).end(TEXT),
  "writeHead after setHeader": (res) =>
    res.setHeader("X-B", "b").setHeader("x-a", "a").writeHead(200, { "X-b": "B" }).end(TEXT),
  "writeHead of what is unmodified": (res) => res.writeHead(304, { ETag: '"1"' }).end(),
  "writeHead of what hangs up": (res) => res.writeHead(200, { Connection: "close", Date: "now" }).end(TEXT),
  "early hints": (res) => (res.writeEarlyHints({ link: "</a.css>; rel=preload" }), res.end(TEXT)),
  "flushHeaders first": (res) => (res.flushHeaders(), res.end(TEXT)),
  "writes and trailers": (res) => {
    res.write(TEXT.slice(0, 10));
    res.write(Buffer.from(TEXT.slice(10)));
    res.addTrailers({ "X-Sum": "1" });
    res.end();
  },
  "a piped stream": (res) => Readable.from([TEXT.slice(0, 7), TEXT.slice(7)]).pipe(res),
  "cut off": (res) => (res.write("half"), setImmediate(() => res.destroy())),
};

const requests: Readonly<Record<string, string>> = {
  GET: get("/feed"),
  HEAD: get("/feed", [], "HEAD"),
  "GET of HTTP/1.0": get("/feed").replace("HTTP/1.1", "HTTP/1.0"),
};

describe.each<[string, () => Harness]>([
  ["watched", () => harness()],
  ["held", () => harness({}, { algorithm: { waitFor: "spooled" }, progress: Gate.opened("spooled") })],
])("the bytes of a response of a plain server that is %s", (_, makeHarness) => {
  it.each(Object.entries(answers))("are the same for %s", async (_name, answer) => {
    const { listener, recorded, faults } = makeHarness();
    const answering: RequestListener = (_req, res) => void answer(res);
    const plain = await answered(answering);
    const watched = await answered(listener(answering));
    for (const [name, bytes] of Object.entries(watched)) {
      expect(withoutOurs(bytes), name).toBe(plain[name]);
      expect(bytes.includes("\r\nProbity-Decision-Id: "), name).toBe(bytes !== "");
    }
    await recorded(3);
    expect(faults.filter((fault) => fault.startsWith("http"))).toEqual([]);
  });
});

async function answered(listener: RequestListener): Promise<Record<string, string>> {
  return serving(listener, async (port) => {
    const all: Record<string, string> = {};
    for (const [name, text] of Object.entries(requests)) {
      const bytes = (await exchange(port, text)).toString("latin1");
      all[name] = bytes.replace(/\r\nDate: [^\r]+ GMT\r\n/, "\r\nDate: now\r\n");
    }
    return all;
  });
}

function withoutOurs(bytes: string): string {
  return bytes
    .replace(/\r\nProbity-Decision-Id: [0-9a-f-]{36}\r\n/, "\r\n")
    .replace(/\r\nProbity-Decision-Stage: (?:recorded|spooled)\r\n/, "\r\n");
}
