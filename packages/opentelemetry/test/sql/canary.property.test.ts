import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SqlDialect } from "../../src/sql/dialect.ts";
import { read } from "../support/reading-sql.ts";
import { STATEMENTS } from "../support/statements.ts";

const dialect: fc.Arbitrary<SqlDialect["name"]> = fc.constantFrom("postgresql", "mysql", "sqlite");

/** Pieces of statements, whole and broken, in any order. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...(
          "select from where ( ) , . ; * ' \" ` [ ] { } :: -> ->> || $1 ? :x @y case when then end as join on " +
          "union with insert into update delete returning values order by group limit not in exists any cast interval " +
          "over filter array /* */ -- # $q$ \\ E' 1 .5 0x"
        ).split(" "),
      ),
      fc.constantFrom("a", "t", "b.c", '"q"', "'v'", "\n"),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(" "));

describe("readSql", () => {
  it("throws for no text", () => {
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 200 })), dialect, (text, name) => {
        expect(read(text, name).digest).toMatch(/^[0-9a-f]{16}$/);
      }),
      { numRuns: 1_000 },
    );
  });

  it("gives the same for the same statement in another layout", () => {
    const blank = fc.constantFrom(" ", "\n", "\t ", " /* why */ ", " -- so\n");
    const statement = fc.constantFrom(...STATEMENTS.filter(({ text }) => !text.includes("--")));
    fc.assert(
      fc.property(statement, fc.array(blank, { minLength: 1, maxLength: 9 }), (given, blanks) => {
        let at = 0;
        const laidOut = given.text.replaceAll(
          / (?=(?:[^'"`[\]]|'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\])*$)/g,
          () => {
            at += 1;
            return blanks[at % blanks.length] ?? " ";
          },
        );
        expect(read(laidOut, given.dialect)).toEqual(read(given.text, given.dialect));
      }),
    );
  });

  it("lets no value out, wherever it stands and however it is quoted", () => {
    const canary = "canary7f3a";
    const literal = fc.constantFrom(
      `'${canary}'`,
      `'it''s ${canary}'`,
      `'${canary} -- '`,
      `E'\\'${canary}'`,
      `$q$${canary}$q$`,
      `$$'${canary}$$`,
      `N'${canary}'`,
      `U&'${canary}'`,
      `X'${canary}'`,
    );
    const place = fc.constantFrom(
      (value: string) => `SELECT a, ${value} FROM t WHERE b = ${value}`,
      (value: string) => `SELECT a -> ${value}, b ->> ${value} AS x FROM t ORDER BY ${value}`,
      (value: string) => `SELECT a FROM t WHERE b IN (${value}, ${value}) AND c LIKE ${value} LIMIT 3`,
      (value: string) => `INSERT INTO t (a) VALUES (${value}) RETURNING a`,
      (value: string) => `SELECT json_extract(a, ${value}), f(${value}) FROM g(${value}) x`,
      (value: string) => `SELECT a FROM t WHERE (${value}`,
      (value: string) => `FROB ${value}; SELECT ${value}`,
    );
    fc.assert(
      fc.property(place, literal, (at, value) => {
        expect(JSON.stringify(read(at(value), "postgresql"))).not.toContain(canary);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["mysql", `SELECT a FROM t WHERE b = "canary7f3a" AND c = 'it\\'s canary7f3a' # canary7f3a`],
    ["mysql", `SELECT a, 'x' "canary7f3a" FROM t WHERE b = _utf8'canary7f3a'`],
    ["sqlite", `SELECT a FROM t WHERE b = 'canary7f3a' OR c = :canary7f3a /* canary7f3a */`],
    ["postgresql", `SELECT a FROM t WHERE b = 'canary7f3a`],
  ] as const)("lets none out in %s: %s", (name, text) => {
    expect(JSON.stringify(read(text, name))).not.toContain("canary7f3a");
  });
});
