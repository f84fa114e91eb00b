import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FaultyProxy, type Trouble } from "./proxy.ts";

const INSERT = "/?query=INSERT+INTO+t";

let server: Server;
let proxy: FaultyProxy;
let got: string[];
beforeEach(async () => {
  got = [];
  server = createServer((req, res) => {
    void buffer(req).then(
      (body) => {
        got.push(body.toString());
        res.writeHead(200, { "x-from": "server" }).end(`took ${body.length} bytes`);
      },
      () => undefined,
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  proxy = new FaultyProxy(() => port);
  await proxy.accept();
});
afterEach(async () => {
  await proxy.refuse();
  server.closeAllConnections();
  server.close();
});

const send = async (path = INSERT): Promise<string> => {
  try {
    const answer = await fetch(`${proxy.url}${path}`, { method: "POST", body: "0123456789" });
    return `${answer.status} ${await answer.text()}`;
  } catch {
    return "no answer";
  }
};

it("hands on what nothing is done to, with its headers", async () => {
  const answer = await fetch(`${proxy.url}${INSERT}`, { method: "POST", body: "0123456789" });
  expect(answer.headers.get("x-from")).toBe("server");
  expect(await answer.text()).toBe("took 10 bytes");
  expect(got).toEqual(["0123456789"]);
  expect(proxy.hits).toBe(0);
});

it.each<[Trouble, string, boolean]>([
  [{ kind: "cut", when: "before" }, "no answer", false],
  [{ kind: "cut", when: "midway" }, "no answer", false],
  [{ kind: "cut", when: "after" }, "no answer", true],
  [{ kind: "cut", when: "in-answer" }, "no answer", true],
  [{ kind: "status", status: 500, isStored: false }, "500 the proxy says 500\n", false],
  [{ kind: "status", status: 429, isStored: true }, "429 the proxy says 429\n", true],
  [{ kind: "hang", ms: 5, isStored: true }, "no answer", true],
  [{ kind: "hang", ms: 5, isStored: false }, "no answer", false],
  [{ kind: "noise" }, "no answer", false],
  [{ kind: "page" }, "200 <!doctype html>", false],
  [{ kind: "slow", ms: 5 }, "200 took 10 bytes", true],
])("%j gives the client %j", async (trouble, seen, isStored) => {
  proxy.make(() => trouble);
  expect((await send()).slice(0, seen.length)).toBe(seen);
  expect(got).toEqual(isStored ? ["0123456789"] : []);
  expect(proxy.hits).toBe(1);
});

it("tells inserts from queries", async () => {
  proxy.make(({ isInsert }) => (isInsert ? { kind: "noise" } : undefined));
  expect(await send("/?query=SELECT+1")).toBe("200 took 10 bytes");
  expect(await send()).toBe("no answer");
});

it("refuses connections until it accepts them again, at the same place", async () => {
  const { url } = proxy;
  await proxy.refuse();
  expect(await send()).toBe("no answer");
  await proxy.accept();
  expect(proxy.url).toBe(url);
  expect(await send()).toBe("200 took 10 bytes");
});
