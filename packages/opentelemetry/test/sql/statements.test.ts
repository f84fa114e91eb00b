import { describe, expect, it } from "vitest";
import { read, shown } from "../support/reading-sql.ts";
import { STATEMENTS } from "../support/statements.ts";

describe("readSql", () => {
  it.each(STATEMENTS)("$by ($dialect)", ({ text, dialect, reads }) => {
    const found = read(text, dialect);
    expect(found.isRead).toBe(true);
    expect(shown(found)).toEqual(reads);
  });

  it.each([
    ["SELECT 1", "SELECT"],
    ["(select a from b) union (select c from d)", "SELECT"],
    ["with a as (select 1) insert into b select * from a", "INSERT"],
    ["WITH a AS (SELECT 1) SELECT * FROM a", "SELECT"],
    ["values (1)", "SELECT"],
    ["delete from a", "DELETE"],
    ["REPLACE INTO a VALUES (1)", "REPLACE"],
    ["CALL give_feed(1, 2)", "CALL"],
    ["/* a comment */ -- another\n select 1", "SELECT"],
    ["begin", "BEGIN"],
    ["42", ""],
    ["", ""],
  ])("says what is done: %s", (text, operation) => {
    expect(read(text).operation).toBe(operation);
  });

  it.each(["BEGIN", "commit", "SET search_path = x", "ROLLBACK TO SAVEPOINT a", "PRAGMA foreign_keys = 1"])(
    "knows what moves no data: %s",
    (text) => {
      expect(read(text)).toMatchObject({ isControl: true, isRead: true, tables: [] });
    },
  );

  it("knows the table that is written to", () => {
    expect(read("UPDATE ONLY shop.readers SET a = 1").target).toBe("shop.readers");
    expect(read("INSERT INTO readers (a) VALUES (1)").target).toBe("readers");
    expect(read("DELETE FROM readers").target).toBe("readers");
    expect(read("select a from readers").target).toBeUndefined();
  });

  it("takes names as the dialect does", () => {
    const text = 'SELECT UserName, "UserName" FROM Readers';
    expect(shown(read(text, "postgresql"))).toEqual(["readers: username UserName |"]);
    expect(shown(read(text, "sqlite"))).toEqual(["Readers: UserName |"]);
    expect(shown(read(text, "mysql"))).toEqual(["Readers: UserName |"]);
  });

  it("reads several statements of one text", () => {
    expect(shown(read("SELECT a FROM t; SELECT b FROM u;"))).toEqual(["t: a |", "u: b |"]);
  });

  it("takes equality with a value, a list or another column for a lookup, and other conditions for use", () => {
    const where =
      "a = $1 AND b IN (1, 2) AND c = d AND (e = $2 OR f::text = ANY($3)) AND g > 1 AND h IS TRUE";
    expect(shown(read(`SELECT x FROM t WHERE ${where} AND lower(i) = 'x' AND j = true`))).toEqual([
      "t: x | g h i j",
    ]);
  });

  it.each([
    "SELECT",
    "SELECT FROM WHERE",
    "SELECT a FROM",
    "SELECT (a FROM t",
    "SELECT a FROM t WHERE",
    "SELECT a b c FROM t",
    "SELECT a FROM t)",
    "SELECT a FROM t JOIN",
    "SELECT CASE WHEN a THEN FROM t",
    "INSERT INTO",
    "SELECT 'open FROM t",
    "SELECT a /* open FROM t",
    "FROB THE TABLE",
  ])("tells of what it can't read by operation and digest alone: %s", (text) => {
    const reads = read(text);
    expect(reads).toMatchObject({ isRead: false, tables: [], loose: [] });
    expect(reads.digest).toMatch(/^[0-9a-f]{16}$/);
  });
});
