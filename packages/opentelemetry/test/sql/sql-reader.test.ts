import { describe, expect, it } from "vitest";
import { dialectOf } from "../../src/sql/dialect.ts";
import { SqlReader } from "../../src/sql/sql-reader.ts";

const postgresql = dialectOf("postgresql")!;
const mysql = dialectOf("mysql")!;

function reader(): { readonly sql: SqlReader; pass: (ms: number) => void } {
  let now = 0;
  return { sql: new SqlReader({ isName: () => false, now: () => now }), pass: (ms) => (now += ms) };
}

describe("SqlReader", () => {
  it("reads a text once, and a form of statement once", () => {
    const { sql } = reader();
    const first = sql.read("SELECT a FROM t WHERE b = 'x'", postgresql);
    expect(sql.read("SELECT a FROM t WHERE b = 'x'", postgresql)).toBe(first);
    expect(sql.read("select a from t where b = 'another'", postgresql)).toBe(first);
  });

  it("keeps dialects apart", () => {
    const { sql } = reader();
    const text = 'SELECT "a" FROM t';
    expect(sql.read(text, postgresql)?.tables[0]?.selected).toEqual(["a"]);
    expect(sql.read(text, mysql)?.tables[0]?.selected).toEqual([]);
  });

  it("reads so much in a second and no more, and goes on in the next", () => {
    const { sql, pass } = reader();
    const long = (n: number): string => `SELECT a${n} FROM t WHERE b = '${"x".repeat(30_000)}'`;
    const known = sql.read("SELECT a FROM t", postgresql);
    const read = Array.from({ length: 100 }, (_, n) => sql.read(long(n), postgresql));
    expect(read.filter((reads) => reads === undefined).length).toBeGreaterThan(50);
    expect(sql.read("SELECT a FROM t", postgresql)).toBe(known);
    expect(sql.read("SELECT fresh FROM t", postgresql)?.isRead).toBe(true);
    pass(1_000);
    expect(sql.read(long(99), postgresql)?.isRead).toBe(true);
  });
});
