import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { BegunFile, readBegun, readIdentity } from "../../src/spool/begun-file.ts";
import { test } from "./support/directory.ts";
import { identity } from "./support/logs.ts";

const unreachable = (fault: unknown): never => expect.unreachable(String(fault));

describe("the begun file", () => {
  test("holds the last number that was noted, and whose log it is", ({ directory }) => {
    const begun = new BegunFile(directory, identity, { onFault: unreachable });
    expect(readBegun(directory)).toBe(0);
    begun.note(1);
    begun.note(2 ** 40);
    expect(readBegun(directory)).toBe(2 ** 40);
    expect(readIdentity(directory)).toEqual(identity);
    begun.close();
  });

  test("is eight bytes, a little-endian double, before the identity", ({ directory }) => {
    const begun = new BegunFile(directory, identity, { onFault: unreachable });
    begun.note(3);
    begun.close();
    const bytes = readFileSync(join(directory, "begun"));
    expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 8, 0x40]);
    expect(JSON.parse(bytes.toString("utf8", 8))).toEqual(identity);
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
    begun.note(1);
    begun.note(2);
    expect(faults).toEqual([expect.objectContaining({ code: "FULL" })]);
  });

  test("can be closed twice, and noted in after that, which does nothing", ({ directory }) => {
    const begun = new BegunFile(directory, identity, { onFault: unreachable });
    begun.close();
    begun.close();
    begun.note(1);
    expect(readBegun(directory)).toBe(0);
  });

  test("says nothing where it is absent, cut short or no count", ({ directory }) => {
    expect(readBegun(directory)).toBeUndefined();
    expect(readIdentity(directory)).toBeUndefined();
    const file = join(directory, "begun");
    for (const value of [Number.NaN, -1, 0.5, 2 ** 60]) {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      writeFileSync(file, bytes);
      expect(readBegun(directory)).toBeUndefined();
    }
    truncateSync(file, 7);
    expect(readBegun(directory)).toBeUndefined();
  });

  test("is made later where there was no room for it at first, and then holds what is noted", ({
    directory,
  }) => {
    const absent = join(directory, "later");
    const faults: unknown[] = [];
    const begun = new BegunFile(absent, identity, { onFault: (fault) => void faults.push(fault) });
    begun.note(1);
    mkdirSync(absent);
    for (let count = 2; count <= 2_000; count += 1) begun.note(count);
    expect(readBegun(absent)).toBe(2_000);
    expect(readIdentity(absent)).toEqual(identity);
    expect(faults).toHaveLength(1);
    begun.close();
  });
});
