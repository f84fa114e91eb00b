import { createClient } from "@clickhouse/client";
import { randomUUID } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { TestDatabase } from "../../../../test/support/database.ts";
import { replayArchive, type ReplayReport, shipSpool } from "../../src/offline/index.ts";
import { migrate } from "../support/own-server.ts";
import { rowsOf, storedIn } from "../support/stored.ts";
import { damageFrame, firstChunkIn } from "./support/archives.ts";
import { type Machine, pathsIn, test as withMachine } from "./support/spooled.ts";

/** With an archive of two services, and a database that lost it all. */
const test = withMachine.extend<{
  archived: { readonly source: TestDatabase; readonly empty: TestDatabase };
}>({
  archived: async ({ database, machine }, use) => {
    await migrate(database);
    for (const count of [2_000, 3_000]) {
      const service = await machine.start(database, "{ directory: spool, archive: { directory: archive } }");
      await service.begin(2);
      await service.beginCalls(1);
      await service.cover(10);
      await service.call(100);
      await service.decide(count / 2, "stored");
      await service.decide(count / 2, "stored");
      await service.kill();
      await shipSpool(machine.spool, { storage: database, archive: machine.archive });
    }
    const empty = { ...database, database: `test_${randomUUID().replaceAll("-", "")}` };
    const admin = createClient({ ...database });
    await admin.command({ query: `CREATE DATABASE ${empty.database}` });
    await migrate(empty);
    await use({ source: database, empty });
    await admin.command({ query: `DROP DATABASE ${empty.database} SYNC` });
    await admin.close();
  },
});

/** All that a database holds, in one number for each table. */
async function contentOf(database: TestDatabase): Promise<unknown> {
  const each = ["decisions", "remote_calls", "coverage", "gaps", "catalog_features"].map(
    (table) =>
      `SELECT '${table}' name, count() rows, sum(cityHash64(formatRow('RowBinary', *))) hash FROM ${table}`,
  );
  return rowsOf(
    database,
    `SELECT name, rows, toString(hash) FROM (${each.join(" UNION ALL ")}) ORDER BY name`,
  );
}

/** The sums of a report. */
function sums({ writers }: ReplayReport, table = "decisions"): Readonly<Record<string, number>> {
  const of = writers.filter((writer) => writer.table === table);
  const sum = (count: (writer: (typeof of)[number]) => number): number =>
    of.reduce((all, writer) => all + count(writer), 0);
  return {
    writers: of.length,
    archived: sum(({ archived }) => archived),
    sent: sum(({ sent }) => sent),
    known: sum(({ known }) => known),
    refused: sum(({ refused }) => refused),
    missing: sum(({ missing }) => missing.length),
    doubled: sum(({ doubled }) => doubled),
  };
}

const none = { sent: 0, known: 0, refused: 0, missing: 0, doubled: 0 };

describe("replayArchive", () => {
  test("makes an empty database hold what was lost, row by row, and does it once", async ({
    archived,
    machine,
  }) => {
    const { source, empty } = archived;
    const before = await pathsIn(machine.archive);
    const first = await replayArchive([machine.archive], { storage: empty });
    expect(first.damage).toEqual([]);
    expect(first.segments).toBe(before.filter((path) => path.endsWith(".seg")).length);
    expect(sums(first)).toEqual({ ...none, writers: 2, archived: 5_000, sent: 5_000 });
    expect(sums(first, "remote_calls")).toEqual({ ...none, writers: 2, archived: 200, sent: 200 });
    expect(sums(first, "coverage")).toEqual({ ...none, writers: 2, archived: 2, sent: 2 });
    expect(sums(first, "gaps")).toEqual({ ...none, writers: 2, archived: 4, sent: 4 });
    expect(await contentOf(empty)).toEqual(await contentOf(source));

    const second = await replayArchive([machine.archive], { storage: empty });
    expect(sums(second)).toEqual({ ...none, writers: 2, archived: 5_000, known: 5_000 });
    expect(await contentOf(empty)).toEqual(await contentOf(source));
    expect(await pathsIn(machine.archive)).toEqual(before);
  });

  test("doubles nothing where all of it is, and fills in where some of it is lost", async ({
    archived,
    machine,
  }) => {
    const { source } = archived;
    const whole = await contentOf(source);
    const report = await replayArchive([machine.archive], { storage: source });
    expect(sums(report)).toEqual({ ...none, writers: 2, archived: 5_000, known: 5_000 });

    const admin = createClient({ ...source });
    for (const table of ["decisions", "remote_calls", "coverage"])
      await admin.command({ query: `TRUNCATE TABLE ${table}` });
    await admin.close();
    const again = await replayArchive([machine.archive], { storage: source });
    expect(sums(again)).toEqual({ ...none, writers: 2, archived: 5_000, sent: 5_000 });
    expect(await contentOf(source)).toEqual(whole);
  });

  test("tells what is not stored in the end, as of rows that were deleted and whose batches the server remembers", async ({
    archived,
    machine,
  }) => {
    const { source } = archived;
    const admin = createClient({ ...source });
    await admin.command({
      query: "ALTER TABLE decisions DELETE WHERE seq <= 2000 SETTINGS mutations_sync = 2",
    });
    await admin.close();
    const { writers } = await replayArchive([machine.archive], { storage: source });
    const missing = writers.flatMap((writer) => writer.missing);
    expect(missing.length).toBeGreaterThan(0);
    for (const { table, lastSeq } of missing)
      expect({ table, lastSeq }).toMatchObject({ table: "decisions" });
  });

  test("sends what lies within the window, and catalogs whatever it is", async ({ archived, machine }) => {
    const { source, empty } = archived;
    const [half] = await rowsOf<{ middle: string; before: number }>(
      source,
      `WITH (SELECT quantileExact(0.5)(ts) FROM decisions) AS half
      SELECT toString(toUnixTimestamp64Milli(half)) middle, toUInt32(countIf(ts < half)) before FROM decisions`,
    );
    const [middle, before] = [Number(half?.middle), half?.before ?? 0];
    expect(before).toBeGreaterThan(1_000);
    const earlier = await replayArchive([machine.archive], { storage: empty, to: middle });
    expect(sums(earlier)).toMatchObject({ ...none, archived: before, sent: before });
    expect(await storedIn(empty)).toMatchObject({ rows: before });
    const later = await replayArchive([machine.archive], { storage: empty, from: middle });
    expect(sums(later)).toMatchObject({ ...none, archived: 5_000 - before, sent: 5_000 - before });
    expect(await contentOf(empty)).toEqual(await contentOf(source));
  });

  test("sends all but what is damaged, and tells which records that is", async ({ archived, machine }) => {
    const { empty } = archived;
    const file = await largestIn(machine);
    damageFrame(file, firstChunkIn(file, "decisions"));
    const report = await replayArchive([machine.archive], { storage: empty });
    expect(report.damage).toMatchObject([{ parts: [{ file, why: "damaged" }] }]);
    const { archived: found, sent } = sums(report);
    expect(found).toBeLessThan(5_000);
    expect(sent).toBe(found);
    expect(await storedIn(empty)).toMatchObject({ rows: found, ids: found });
  });

  test("sends nothing to a storage that doesn't let it in", async ({ archived, machine }) => {
    const { empty } = archived;
    const storage = { ...empty, username: "nobody" };
    await expect(replayArchive([machine.archive], { storage })).rejects.toMatchObject({
      code: "AUTHENTICATION",
    });
    expect(await storedIn(empty)).toMatchObject({ rows: 0 });
  });
});

async function largestIn({ archive }: Machine): Promise<string> {
  const names = (await readdir(archive, { recursive: true })).filter((name) => name.endsWith(".seg"));
  const files = await Promise.all(
    names.map(async (name) => ({ file: join(archive, name), size: (await stat(join(archive, name))).size })),
  );
  return files.toSorted((a, b) => b.size - a.size)[0]?.file ?? "";
}
