import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { Quarantine, type QuarantinedRow } from "../../src/spool/quarantine.ts";
import { flip } from "./support/damage.ts";
import { test } from "./support/directory.ts";
import { identity, WRITER } from "./support/logs.ts";

function row(seq: number, given: Partial<QuarantinedRow> = {}): QuarantinedRow {
  const message = "the server refused it (INCORRECT_DATA)";
  const refused = {
    at: 1_700_000_000_000,
    code: "INCORRECT_DATA",
    message,
    bytes: Buffer.from([1, 2, 3, seq]),
  };
  return { ...identity, table: "decisions", version: 1, seq, ...refused, ...given };
}

function fileOf(directory: string, seq: number): string {
  return join(directory, "quarantine", `${WRITER}-1-decisions-${seq}.row`);
}

describe("the quarantine", () => {
  test("lists what was put in, by number, and nothing where nothing was", ({ directory }) => {
    const quarantine = new Quarantine(directory);
    expect(quarantine.list()).toEqual({ rows: [], faults: [] });
    expect(existsSync(join(directory, "quarantine"))).toBe(false);
    const rows = [row(2), row(10), row(1, { table: "gaps" })];
    for (const each of rows.toReversed()) quarantine.put(each);
    expect(quarantine.list()).toEqual({ rows, faults: [] });
  });

  test("keeps a row as it was first put in", ({ directory }) => {
    const quarantine = new Quarantine(directory);
    quarantine.put(row(1));
    const { ino } = statSync(fileOf(directory, 1));
    quarantine.put(row(1, { at: 2 }));
    expect(statSync(fileOf(directory, 1)).ino).toBe(ino);
    expect(quarantine.list().rows).toEqual([row(1)]);
  });

  test("lets go of a row, also of one that isn't there", ({ directory }) => {
    const quarantine = new Quarantine(directory);
    quarantine.put(row(1));
    quarantine.remove(row(1));
    quarantine.remove(row(1));
    expect(quarantine.list()).toEqual({ rows: [], faults: [] });
  });

  test("names the files that can't be read, and lists the others", ({ directory }) => {
    const quarantine = new Quarantine(directory);
    for (const seq of [1, 2, 3, 4, 5]) quarantine.put(row(seq));
    flip(fileOf(directory, 1), 40);
    writeFileSync(fileOf(directory, 2), "PROBQUA1");
    writeFileSync(fileOf(directory, 3), "PROBQUA2 and what a newer one writes");
    mkdirSync(fileOf(directory, 6));
    const { rows, faults } = quarantine.list();
    expect(rows.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(faults.map(({ code }) => code)).toEqual(["CORRUPT", "CORRUPT", "NEWER_VERSION", "READ_FAILED"]);
    expect(faults.every(({ message }, n) => message.startsWith(fileOf(directory, [1, 2, 3, 6][n]!)))).toBe(
      true,
    );
  });

  test("puts a damaged row in anew", ({ directory }) => {
    const quarantine = new Quarantine(directory);
    quarantine.put(row(1));
    flip(fileOf(directory, 1), 40);
    quarantine.put(row(1));
    expect(quarantine.list()).toEqual({ rows: [row(1)], faults: [] });
  });

  test("has no part of a row that could not be written, and doesn't mind one that a kill left", ({
    directory,
  }) => {
    const quarantine = new Quarantine(directory);
    quarantine.put(row(1));
    const part = readFileSync(fileOf(directory, 1)).subarray(0, 30);
    quarantine.remove(row(1));
    writeFileSync(`${fileOf(directory, 1)}.tmp`, part);
    expect(quarantine.list()).toEqual({ rows: [], faults: [] });
    quarantine.put(row(1));
    expect(readdirSync(join(directory, "quarantine"))).toHaveLength(1);
  });

  test("says which file can't be written", ({ directory }) => {
    writeFileSync(join(directory, "quarantine"), "");
    expect(() => new Quarantine(directory).put(row(1))).toThrow(
      `${fileOf(directory, 1)}: it can't be written (`,
    );
  });
});
