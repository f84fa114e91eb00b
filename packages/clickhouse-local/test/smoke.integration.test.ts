/**
 * Guards the one thing the package stands on and the library does not promise: with a terminal as its
 * standard input the program survives clients that hang up. With anything else there it aborts.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import { createClient } from "@clickhouse/client";
import { expect } from "vitest";

import { answers, test } from "./support/servers.ts";

// Sends the beginning of something, and goes away in the middle of it.
async function hangUp(how: "end" | "reset", port: number, bytes: string | Uint8Array): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {}); // the server may be first to end it
  await once(socket, "connect");
  socket.write(bytes);
  if (how === "end") {
    socket.end().resume();
  } else {
    await delay(10); // a reset does harm only when the server is already reading
    socket.resetAndDestroy();
  }
  await once(socket, "close");
}

test("a server survives every way in which a client can hang up, and then stops cleanly", async ({
  start,
}) => {
  const server = await start();
  const client = createClient(server.connection("admin"));
  await client.command({ query: "CREATE DATABASE probity" });
  await client.command({ query: "CREATE TABLE probity.t (n UInt8) ENGINE = MergeTree ORDER BY n" });
  await client.insert({ table: "probity.t", values: [{ n: 1 }, { n: 2 }], format: "JSONEachRow" });

  for (let round = 0; round < 5; round += 1) {
    for (const how of ["end", "reset"] as const) {
      await hangUp(how, server.httpPort, "POST /?query=SEL");
      await hangUp(how, server.httpPort, "POST / HTTP/1.1\r\nHost: localhost\r\nX-Click");
      await hangUp(how, server.httpPort, "neither method nor path\r\n\r\n");
      await hangUp(how, server.tcpPort, "\u0000\u0011ClickHouse cl");
      await hangUp(how, server.tcpPort, randomBytes(64));
    }
  }

  expect(await answers(server.url)).toBe(true);
  const rows = await client.query({ query: "SELECT n FROM probity.t ORDER BY n", format: "JSONEachRow" });
  expect(await rows.json()).toEqual([{ n: 1 }, { n: 2 }]);

  // The client's connection is still open: keeping one must not keep the server from ending by itself.
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  await client.close();
});
