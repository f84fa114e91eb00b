import { readFile } from "node:fs/promises";

import { expect } from "vitest";

import { Selection } from "../src/selection.ts";
import { whoUsedAge } from "./support/example.ts";
import { batchOf, catalog, decision, idAt } from "./support/rows.ts";
import { test } from "./support/store.ts";

const read = (path: string) => readFile(new URL(path, import.meta.url), "utf8");

test("the README shows a program that works", async ({ database, store }) => {
  const example = (await read("./support/example.ts")).replace("../../src/index.ts", "@probity/clickhouse");
  expect(await read("../README.md")).toContain(example);

  const ts = Date.now() - 1000;
  await store.registerCatalog(catalog());
  await store.insertBatch(
    batchOf([decision(ts, { features_read: [0, 2] }), decision(ts - 8 * 24 * 3_600_000)]),
  );
  expect(await whoUsedAge(database)).toEqual([
    `${new Date(ts).toISOString()} feed ${idAt(ts)}`,
    "history: history.books[] (read)",
    "profile: profile.age (read)",
  ]);
});

test("the README's SQL runs", async ({ store, connection }) => {
  await store.registerCatalog(catalog());
  const readme = await read("../README.md");
  const statements = [...readme.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = ""]) => sql);
  expect(statements).toHaveLength(7);
  for (const statement of statements) {
    const inDatabase = statement.replaceAll("probity.", `${connection.database}.`);
    const answer = new Selection({ rows: { type: "UInt64", sql: "count()" } });
    expect(await answer.from(connection, `(${inDatabase})`)).toEqual([{ rows: 0 }]);
  }
});
