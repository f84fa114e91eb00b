import { describe, expect, it } from "vitest";
import { MOST_TEXT } from "../../src/sql/lexer.ts";
import { read, shown } from "../support/reading-sql.ts";

/** Brackets around brackets, with what would have to be tried again and again if reading ever went back. */
const nested = (open: string, depth: number, inner: string, close: string): string =>
  `SELECT ${open.repeat(depth)}${inner}${close.repeat(depth)} FROM t`;

describe("a statement without bounds", () => {
  it.each([
    ["brackets", nested("(", 5_000, "a", ")")],
    ["calls", nested("f(", 5_000, "a", ")")],
    ["casts", nested("cast(", 2_000, "a", " as int)")],
    ["cases", nested("case when a then ", 1_000, "1", " end")],
    ["sub-queries", nested("(select ", 2_000, "1", ")")],
    ["intervals", nested("interval -", 2_000, "1", "")],
    ["arrays", nested("array[", 2_000, "1", "]")],
    ["tables in brackets", `SELECT a FROM ${"(".repeat(5_000)}t`],
    ["queries in brackets", `${"(".repeat(5_000)}select 1`],
  ])("of %s is not read, and costs no more than its length", (_what, text) => {
    expect(read(text)).toMatchObject({ operation: "SELECT", isRead: false });
  });

  it.each(["f(", "cast(", "(", "array[", "(select ", "interval (", "coalesce((select "])(
    "is told to be wrong as soon as it is, however much of %s stands around it",
    (open) => {
      expect(read(nested(open, 45, "1 1 )(", ")"))).toMatchObject({ isRead: false });
    },
  );

  it.each([
    ["conditions", `SELECT a FROM t WHERE b = 1${" OR b > 1 AND c < 2".repeat(900)}`, ["t: a | b c"]],
    ["sums", `SELECT a${"+b".repeat(2_500)} FROM t`, ["t: a b |"]],
    ["a list of values", `SELECT a FROM t WHERE b IN (${"1,".repeat(15_000)}1)`, ["t: a |"]],
    ["unions", `SELECT a FROM t${" UNION SELECT b FROM u".repeat(1_000)}`, ["t: a |", "u: b |"]],
    ["signs", `SELECT ${"not ".repeat(4_000)}a FROM t`, ["t: a |"]],
  ])("of %s is read", (_what, text, reads) => {
    expect(shown(read(text))).toEqual(reads);
  });

  it("in which each query takes the one before twice is read at its length, not at its meaning's", () => {
    const steps = Array.from({ length: 200 }, (_, n) => `a${n + 1} AS (SELECT * FROM a${n} p, a${n} q)`);
    const text = `WITH a0 AS (SELECT x, y FROM t), ${steps.join(", ")} SELECT * FROM a200`;
    expect(shown(read(text))).toEqual(["t: x y |"]);
  });

  it("that is longer than is looked at is told by what it begins with", () => {
    const long = `SELECT a FROM t WHERE b = '${"x".repeat(MOST_TEXT)}'`;
    expect(read(long)).toMatchObject({ operation: "SELECT", isRead: false, tables: [] });
  });
});
