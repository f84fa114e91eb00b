import { describe, expect, it } from "vitest";
import { read } from "../support/reading-sql.ts";

describe("the digest of a statement", () => {
  it.each([
    ["values", "SELECT a FROM t WHERE b = 'x' AND c = 1", "SELECT a FROM t WHERE b = 'other' AND c = 2.5e3"],
    ["parameters and values", "SELECT a FROM t WHERE b = $1", "SELECT a FROM t WHERE b = 'x'"],
    ["the length of a list", "SELECT a FROM t WHERE b IN ($1)", "SELECT a FROM t WHERE b IN ($1, $2, $3)"],
    [
      "the number of rows",
      "INSERT INTO t VALUES (1, 'a')",
      "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')",
    ],
    ["layout", "SELECT a FROM t WHERE b=1", "select  a\n\tfrom t -- says who\nwhere /* why */ b = 1"],
    [
      "the trace in a comment",
      "SELECT a FROM t /*traceparent='00-1'*/",
      "SELECT a FROM t /*traceparent='00-2'*/",
    ],
    ["how a string is written", "SELECT a FROM t WHERE b = 'x'", "SELECT a FROM t WHERE b = $q$it's$q$"],
  ])("is the same whatever %s", (_what, one, other) => {
    expect(read(one).digest).toBe(read(other).digest);
  });

  it.each([
    ["columns", "SELECT a FROM t", "SELECT b FROM t"],
    ["tables", "SELECT a FROM t", "SELECT a FROM u"],
    ["quoted names", 'SELECT "a" FROM t', 'SELECT "A" FROM t'],
    ["operators", "SELECT a FROM t WHERE b > 1", "SELECT a FROM t WHERE b < 1"],
    ["declared keys into JSON", "SELECT a->'city' FROM t", "SELECT a->'zip' FROM t"],
  ])("differs with %s", (_what, one, other) => {
    expect(read(one).digest).not.toBe(read(other).digest);
  });

  it("is the same for keys into JSON that nobody declared: they may be data", () => {
    expect(read("SELECT a->'alice' FROM t").digest).toBe(read("SELECT a->'bob' FROM t").digest);
  });
});
