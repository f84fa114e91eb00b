import type { RequestListener } from "node:http";
import { createClient } from "@clickhouse/client";
import { describe, expect } from "vitest";
import { test } from "../../../test/support/database.ts";
import { answering } from "./support/answering.ts";
import { eventually } from "./support/eventually.ts";
import { decideTimes, openProbe } from "./support/open-probe.ts";
import { migrate } from "./support/own-server.ts";
import type { TestStorage } from "./support/probe-config.ts";
import { storedIn } from "./support/stored.ts";

const small = { batch: { maxRows: 50, maxBytes: 1_000, maxWaitMs: 10 } };

/** Records into a storage that can't take it, and gives what the service's log then says. */
async function complaintsAbout(storage: TestStorage): Promise<string> {
  const { probe, faults } = await openProbe(storage, small);
  decideTimes(probe, 3);
  await eventually(() => faults.length).toBeGreaterThan(1);
  await expect(probe.close({ deadlineMs: 0 })).resolves.toEqual({ stored: 0, left: 0, spooled: 0, lost: 3 });
  return faults.join("\n");
}

describe("a service whose storage", () => {
  test("does not know the password says whose it is, and never the password", async ({ database }) => {
    const complaints = await complaintsAbout({ ...database, password: "canary-4711" });
    expect(complaints).toContain(`does not let user "${database.username}" in: check name and password`);
    expect(complaints).not.toContain("canary-4711");
  });

  test("has no such database says so", async ({ database }) => {
    const complaints = await complaintsAbout({ ...database, database: "nowhere_to_be_found" });
    expect(complaints).toMatch(/"nowhere_to_be_found".*run the migrations/);
  });

  test("has no tables says so, and stores everything once they are there", async ({ database }) => {
    const { probe, faults } = await openProbe(database, small);
    decideTimes(probe, 20);
    await eventually(() => faults.length).toBeGreaterThan(1);
    expect(faults.join("\n")).toMatch(/has no .*: run the migrations/);
    await migrate(database);
    await expect(probe.close()).resolves.toEqual({ stored: 20, left: 0, spooled: 0, lost: 0 });
    expect(await storedIn(database)).toMatchObject({ rows: 20, ids: 20 });
  });

  test("lacks a column says that it is behind, and stores everything once it isn't", async ({ database }) => {
    await migrate(database);
    const client = createClient(database);
    await client.command({ query: "ALTER TABLE decisions RENAME COLUMN took_us TO took_ms" });
    const { probe, faults } = await openProbe(database, small);
    decideTimes(probe, 20);
    await eventually(() => faults.join("\n")).toContain("has an older schema: run the migrations");
    await client.command({ query: "ALTER TABLE decisions RENAME COLUMN took_ms TO took_us" });
    await client.close();
    await expect(probe.close()).resolves.toEqual({ stored: 20, left: 0, spooled: 0, lost: 0 });
  });

  test("is too old says which version it is", async ({ database }) => {
    const { url, username, password } = database;
    const forwarded: RequestListener = (request, response) => {
      // A real server that says it is another: only what it answers about its version is changed.
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        void (async () => {
          const body = Buffer.concat(chunks).toString("latin1").replace("version()", "'21.8.1.1'");
          const answer = await fetch(new URL(request.url ?? "/", url), {
            method: "POST",
            body: Buffer.from(body, "latin1"),
            headers: { "X-ClickHouse-User": username, "X-ClickHouse-Key": password },
          });
          response.writeHead(answer.status, { "x-clickhouse-query-id": "1", "x-clickhouse-summary": "{}" });
          response.end(Buffer.from(await answer.arrayBuffer()));
        })();
      });
    };
    await answering(forwarded, async (old) => {
      const { probe, faults } = await openProbe({ ...database, url: old }, { compression: false });
      await eventually(() => faults.join("\n")).toMatch(/ClickHouse 21\.8\.1\.1 is too old/);
      await probe.close({ deadlineMs: 0 });
    });
  });

  test("is something else says so", async ({ database }) => {
    await answering(
      (_, response) => void response.end("hello"),
      async (url) => {
        expect(await complaintsAbout({ ...database, url })).toContain("is no ClickHouse HTTP interface");
      },
    );
  });

  test("refuses connections says where", async ({ database }) => {
    const complaints = await complaintsAbout({ ...database, url: "http://127.0.0.1:1" });
    expect(complaints).toContain("cannot reach ClickHouse at http://127.0.0.1:1: ECONNREFUSED");
  });
});
