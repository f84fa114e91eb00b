import type { ServerResponse } from "node:http";
import { createServer } from "node:net";

import { ByteWriter } from "@probity/core";
import { afterEach, describe, expect, it } from "vitest";

import { Connection } from "../src/connection.ts";
import { openStore, type Store } from "../src/index.ts";
import { resolveOptions } from "../src/options.ts";
import { askServer } from "../src/server.ts";
import { listen, startStub, type StubServer } from "./support/stub-server.ts";

const REFUSAL = "Code: 516. DB::Exception: writer: Authentication failed. (AUTHENTICATION_FAILED)";

const batch = { table: "decisions", version: 1, bytes: new Uint8Array([1]), token: "t" };

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function storeOn(starting: Promise<StubServer>, requestTimeoutMs = 5_000): Promise<Store> {
  const { url, close } = await starting;
  const store = openStore({
    url,
    database: "probity",
    username: "writer",
    password: "hunter2",
    requestTimeoutMs,
  });
  opened.push(store, { close });
  return store;
}

describe("a store on a port where no ClickHouse listens", () => {
  it("takes a friendly answer to an insert for what it is: not an acknowledgement", async () => {
    const store = await storeOn(
      startStub((request, response) => request.resume().on("end", () => response.end("ok"))),
    );
    await expect(store.insertBatch(batch)).rejects.toMatchObject({
      code: "NOT_CLICKHOUSE",
      isTransient: false,
    });
  });

  it("tells a web server by its page", async () => {
    const store = await storeOn(
      startStub((request, response) =>
        request.resume().on("end", () => response.writeHead(404).end("<html>")),
      ),
    );
    await expect(store.overview()).rejects.toMatchObject({
      code: "NOT_CLICKHOUSE",
      message: expect.stringContaining("HTTP 404"),
    });
  });

  it("waits for a proxy to find its server again", async () => {
    const store = await storeOn(
      startStub((request, response) => request.resume().on("end", () => response.writeHead(502).end())),
    );
    await expect(store.insertBatch(batch)).rejects.toMatchObject({ code: "UNAVAILABLE", isTransient: true });
  });

  it("tells a service that does not speak HTTP", async () => {
    const store = await storeOn(listen(createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n"))));
    await expect(store.status()).resolves.toMatchObject({
      isReachable: false,
      error: { code: "NOT_CLICKHOUSE" },
    });
  });

  it("gives up on a server that accepts and says nothing", async () => {
    const store = await storeOn(listen(createServer(() => {})), 50);
    await expect(store.insertBatch(batch)).rejects.toMatchObject({ code: "TIMEOUT", isTransient: true });
  });

  it("gives up on an answer that never ends", async () => {
    const store = await storeOn(
      startStub((request, response) =>
        request
          .resume()
          .on("end", () => response.writeHead(200, { "X-ClickHouse-Query-Id": "q" }).write("a")),
      ),
      50,
    );
    await expect(store.insertBatch(batch)).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  it("says so when nothing listens at all", async () => {
    const { url, close } = await startStub(() => {});
    await close();
    const store = openStore({ url, database: "probity", username: "writer", password: "hunter2" });
    opened.push(store);
    await expect(store.insertBatch(batch)).rejects.toMatchObject({
      code: "UNREACHABLE",
      isTransient: true,
      message: `cannot reach ClickHouse at ${url}: ECONNREFUSED`,
    });
  });

  it("wants answers whole, inserts in the table itself, and what is stored from a replica that knows it all", async () => {
    const asked: URLSearchParams[] = [];
    const store = await storeOn(
      startStub((request, response) => {
        asked.push(new URL(request.url ?? "", "http://stub").searchParams);
        request.resume().on("end", () => response.writeHead(502).end());
      }),
    );
    const range = { table: "decisions", writer: "019aa600-0000-7000-8000-000000000001", epoch: 1 };
    await store.storedSequences({ ...range, firstSeq: 1, lastSeq: 2 }).catch(() => {});
    await store.insertBatch(batch).catch(() => {});
    expect(asked.map((params) => Object.fromEntries(params))).toMatchObject([
      {
        select_sequential_consistency: "1",
        use_query_cache: "0",
        skip_unavailable_shards: "0",
        timeout_overflow_mode: "throw",
        read_overflow_mode: "throw",
      },
      { distributed_foreground_insert: "1", insert_deduplication_token: "t", async_insert: "0" },
    ]);
  });

  it("asks below the path of its URL, where a proxy wants it", async () => {
    const paths: (string | undefined)[] = [];
    const { url, close } = await startStub((request, response) => {
      paths.push(request.url?.split("?")[0]);
      request.resume().on("end", () => response.writeHead(502).end());
    });
    const store = openStore({ url: `${url}/clickhouse/eu`, database: "probity", username: "writer" });
    opened.push(store, { close });
    await expect(store.overview()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(new Set(paths)).toEqual(new Set(["/clickhouse/eu"]));
  });

  it("finds out why a server hung up while it was being sent something", async () => {
    const { url, close } = await startStub((request, response) => {
      if (request.method === "POST") request.socket.destroy();
      else response.writeHead(403, { "X-ClickHouse-Exception-Code": "516" }).end(REFUSAL);
    });
    const store = openStore({ url, database: "probity", username: "writer" });
    opened.push(store, { close });
    await expect(store.insertBatch(batch)).rejects.toMatchObject({ code: "AUTHENTICATION", serverCode: 516 });
  });

  it("waits with closing for the answers that are due", async () => {
    const due: ServerResponse[] = [];
    const { url, close } = await startStub((request, response) =>
      request.resume().on("end", () => due.push(response)),
    );
    const store = openStore({ url, database: "probity", username: "writer" });
    opened.push(store, { close });
    const insert = store.insertBatch(batch);
    await expect.poll(() => due.length).toBe(1);
    const closing = store.close();
    due[0]?.writeHead(200, { "X-ClickHouse-Query-Id": "q" }).end();
    await expect(insert).resolves.toBeUndefined();
    await closing;
  });

  it("takes nothing more once it is closed", async () => {
    const store = await storeOn(startStub((_, response) => response.end()));
    await store.close();
    await store.close();
    await expect(store.overview()).rejects.toMatchObject({ code: "CLOSED" });
  });
});

describe("a store on a ClickHouse that is too old", () => {
  // Answers the one question that comes before anything else, as RowBinary: version and time.
  const old = () =>
    startStub((request, response) => {
      request.resume().on("end", () => {
        const answer = new ByteWriter();
        answer.text("24.3.5.46");
        answer.i64(Date.now() + 90_000);
        response.writeHead(200, { "X-ClickHouse-Query-Id": "q" }).end(answer.take());
      });
    });

  it("migrates nothing", async () => {
    const store = await storeOn(old());
    await expect(store.migrate()).rejects.toMatchObject({
      code: "SERVER_TOO_OLD",
      isTransient: false,
      message: "ClickHouse 24.3.5.46 is too old: Probity needs 24.8 or newer",
    });
  });

  it("knows its clock and its age", async () => {
    const { url, close } = await old();
    const connection = new Connection(resolveOptions({ url, database: "probity", username: "writer" }));
    opened.push(connection, { close });
    const { version, isSupported, clockSkewMs } = await askServer(connection);
    expect({ version, isSupported }).toEqual({ version: "24.3.5.46", isSupported: false });
    expect(clockSkewMs).toBeGreaterThan(80_000);
    expect(clockSkewMs).toBeLessThan(100_000);
  });
});

it("tells an answer that it can't read from a fault of its own", async () => {
  const store = await storeOn(
    startStub((request, response) =>
      request
        .resume()
        .on("end", () => response.writeHead(200, { "X-ClickHouse-Query-Id": "q" }).end("\u0005abc")),
    ),
  );
  await expect(store.overview()).rejects.toMatchObject({ code: "SCHEMA_AHEAD" });
});
