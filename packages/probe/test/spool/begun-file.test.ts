import { mkdirSync, readFileSync, truncateSync, writeFileSync, type writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { BegunFile, readBegun, readIdentity } from "../../src/spool/begun-file.ts";
import { test } from "./support/directory.ts";
import { identity } from "./support/logs.ts";

const NONE = {
  decisions: 0,
  remote_calls: 0,
  interventions: 0,
  choices: 0,
  feedback: 0,
  findings: 0,
  control_changes: 0,
  list_snapshots: 0,
};

const unreachable = (fault: unknown): never => expect.unreachable(String(fault));

describe("the begun file", () => {
  test("holds the last number that was noted of each table, and whose log it is", ({ directory }) => {
    const begun = new BegunFile(directory, identity, { onFault: unreachable });
    expect(readBegun(directory)).toEqual(NONE);
    begun.note(1, "decisions");
    begun.note(7, "remote_calls");
    begun.note(2 ** 40, "decisions");
    begun.note(3, "choices");
    expect(readBegun(directory)).toEqual({ ...NONE, decisions: 2 ** 40, remote_calls: 7, choices: 3 });
    expect(readIdentity(directory)).toEqual(identity);
    begun.close();
  });

  test("is eight bytes for each counted table, a little-endian double, before the identity", ({
    directory,
  }) => {
    const begun = new BegunFile(directory, identity, { onFault: unreachable });
    begun.note(3, "decisions");
    begun.note(2, "remote_calls");
    begun.note(2, "list_snapshots");
    begun.close();
    const bytes = readFileSync(join(directory, "begun"));
    expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 8, 0x40]);
    expect([...bytes.subarray(8, 16)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0x40]);
    expect([...bytes.subarray(56, 64)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0x40]);
    expect(JSON.parse(bytes.toString("utf8", 64))).toEqual(identity);
  });

  test("of a version that counted fewer tables, or more, is read as far as both know them", ({
    directory,
  }) => {
    const begun = new BegunFile(directory, identity, { onFault: unreachable });
    for (const table of Object.keys(NONE)) begun.note(7, table);
    begun.close();
    const file = join(directory, "begun");
    const bytes = readFileSync(file);
    const service = 'a "{\\"writer\\"" of books';
    const whose = Buffer.from(JSON.stringify({ ...identity, service }));
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 16), whose]));
    expect(readBegun(directory)).toEqual({ decisions: 7, remote_calls: 7 });
    expect(readIdentity(directory)).toEqual({ ...identity, service });
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 64), bytes.subarray(0, 24), whose]));
    expect(readBegun(directory)).toEqual(Object.fromEntries(Object.keys(NONE).map((table) => [table, 7])));
    expect(readIdentity(directory)).toEqual({ ...identity, service });
  });

  test("writes eight bytes a note, and nothing for a table that is not counted", ({ directory }) => {
    const written: unknown[] = [];
    const write = ((_fd: number, _bytes: Buffer, offset: number, length: number, position: number) => {
      written.push([offset, length, position]);
      return length;
    }) as typeof writeSync;
    const begun = new BegunFile(directory, identity, { onFault: unreachable, write });
    begun.note(1, "decisions");
    begun.note(1, "remote_calls");
    begun.note(1, "coverage");
    begun.note(1, "gaps");
    expect(written).toEqual([
      [0, 8, 0],
      [8, 8, 8],
    ]);
    begun.close();
  });

  test("tells of the first note that fails, and of no other, and never throws", ({ directory }) => {
    const faults: unknown[] = [];
    const failing = (): never => {
      throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    };
    const begun = new BegunFile(directory, identity, {
      onFault: (fault) => void faults.push(fault),
      write: failing,
    });
    begun.note(1, "decisions");
    begun.note(2, "decisions");
    expect(faults).toEqual([expect.objectContaining({ code: "FULL" })]);
  });

  test("can be closed twice, and noted in after that, which does nothing", ({ directory }) => {
    const begun = new BegunFile(directory, identity, { onFault: unreachable });
    begun.close();
    begun.close();
    begun.note(1, "decisions");
    expect(readBegun(directory)).toMatchObject({ decisions: 0 });
  });

  test("says nothing where it is absent, cut short or no count", ({ directory }) => {
    expect(readBegun(directory)).toEqual({});
    expect(readIdentity(directory)).toBeUndefined();
    const file = join(directory, "begun");
    for (const value of [Number.NaN, -1, 0.5, 2 ** 60]) {
      const bytes = Buffer.alloc(16);
      bytes.writeDoubleLE(value);
      bytes.writeDoubleLE(5, 8);
      writeFileSync(file, bytes);
      expect(readBegun(directory)).toEqual({ remote_calls: 5 });
    }
    truncateSync(file, 7);
    expect(readBegun(directory)).toEqual({});
  });

  test("is made later where there was no room for it at first, and then holds what is noted", ({
    directory,
  }) => {
    const absent = join(directory, "later");
    const faults: unknown[] = [];
    const begun = new BegunFile(absent, identity, { onFault: (fault) => void faults.push(fault) });
    begun.note(1, "remote_calls");
    mkdirSync(absent);
    for (let count = 2; count <= 2_000; count += 1) begun.note(count, "decisions");
    expect(readBegun(absent)).toEqual({ ...NONE, decisions: 2_000, remote_calls: 1 });
    expect(readIdentity(absent)).toEqual(identity);
    expect(faults).toHaveLength(1);
    begun.close();
  });
});
