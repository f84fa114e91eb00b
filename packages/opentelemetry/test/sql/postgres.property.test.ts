import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesByUs } from "../support/parsed-names.ts";
import { namesByPostgres } from "../support/postgres-names.ts";
import { STATEMENTS } from "../support/statements.ts";

const name = fc.constantFrom("a", "b", "city", "value", "key", '"Order"', '"from"', "age", "type", "year");
const table = fc.constantFrom("t", "shop.readers", '"User"', "books");
const alias = fc.constantFrom("x", "y", '"Z"');
const literal = fc.constantFrom(
  "1",
  "'v'",
  "$1",
  "NULL",
  "TRUE",
  "$q$v$q$",
  "E'\\'v'",
  "1.5e3",
  "DATE '2026-11-27'",
);
const column = fc.oneof(
  name,
  fc.tuple(alias, name).map((parts) => parts.join(".")),
);

/** Expressions and queries of PostgreSQL, within each other. */
const { query } = fc.letrec<{ operand: string; expression: string; from: string; query: string }>((tie) => {
  const within = (make: (inner: string) => string): fc.Arbitrary<string> => tie("expression").map(make);
  const both = (make: (one: string, other: string) => string): fc.Arbitrary<string> =>
    fc.tuple(tie("operand"), tie("operand")).map(([one, other]) => make(one, other));
  return {
    operand: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      column,
      literal,
      within((inner) => `(${inner})`),
      within((inner) => `coalesce(${inner}, 0)`),
      within((inner) => `cast(${inner} AS numeric(10, 2))`),
      within((inner) => `(${inner})::timestamp with time zone`),
      within((inner) => `count(DISTINCT ${inner}) FILTER (WHERE ${inner})`),
      within(
        (inner) => `sum(${inner}) OVER (PARTITION BY a ORDER BY ${inner} DESC ROWS UNBOUNDED PRECEDING)`,
      ),
      within((inner) => `extract(year FROM ${inner})`),
      within((inner) => `substring(a FROM 1 FOR (${inner}))`),
      within((inner) => `CASE WHEN ${inner} THEN b ELSE ${inner} END`),
      within((inner) => `(ARRAY[${inner}, a])[1]`),
      within((inner) => `string_agg(a, ',' ORDER BY ${inner})`),
      tie("query").map((inner) => `(${inner})`),
      tie("query").map((inner) => `EXISTS (${inner})`),
      tie("query").map((inner) => `ARRAY(${inner})`),
    ),
    expression: fc.oneof(
      { maxDepth: 4 },
      tie("operand"),
      both((one, other) => `${one} = ${other} AND NOT ${other} > ${one}`),
      both((one, other) => `${one} || ${other}`),
      both((one, other) => `${one} ->> ${other}`),
      both((one, other) => `${one} IS DISTINCT FROM ${other}`),
      both((one, other) => `${one} NOT BETWEEN ${other} AND 3`),
      both((one, other) => `${one} IN (${other}, 1)`),
      both((one, other) => `${one} = ANY(${other}) OR ${other} IS NOT NULL`),
      both((one, other) => `${one} ILIKE ${other} ESCAPE 'x'`),
      both((one, other) => `${one} AT TIME ZONE 'UTC' + interval '1 day' * ${other}`),
      fc.tuple(tie("operand"), tie("query")).map(([one, inner]) => `${one} NOT IN (${inner})`),
    ),
    from: fc.oneof(
      { maxDepth: 3 },
      table,
      fc.tuple(table, alias).map(([from, as]) => `${from} AS ${as}`),
      fc.tuple(tie("query"), alias).map(([inner, as]) => `LATERAL (${inner}) ${as}`),
      fc
        .tuple(tie("from"), table, tie("expression"))
        .map(([from, to, on]) => `${from} LEFT JOIN ${to} ON ${on}`),
      fc.tuple(tie("from"), table).map(([from, to]) => `${from} CROSS JOIN (${to} NATURAL JOIN t)`),
      fc.tuple(tie("from"), table).map(([from, to]) => `${from} JOIN ${to} USING (a, b)`),
      within((inner) => `unnest(ARRAY[${inner}]) WITH ORDINALITY AS x(a, b)`),
    ),
    query: fc.oneof(
      { maxDepth: 3 },
      fc.tuple(tie("operand"), table).map(([item, from]) => `SELECT ${item} FROM ${from}`),
      fc
        .tuple(tie("expression"), alias, tie("from"), tie("expression"), tie("expression"))
        .map(
          ([item, as, from, where, order]) =>
            `SELECT ${item} AS ${as}, * FROM ${from} WHERE ${where} GROUP BY a, ${order} HAVING ${where} ORDER BY ${order} NULLS LAST LIMIT 3 OFFSET $2`,
        ),
      fc.tuple(tie("query"), tie("query")).map(([one, other]) => `(${one}) UNION ALL (${other})`),
      fc
        .tuple(tie("query"), table)
        .map(([inner, from]) => `WITH w AS MATERIALIZED (${inner}) SELECT w.a FROM w, ${from}`),
    ),
  };
});

/** What is longer or deeper is not read: see bounds.test.ts. */
function isWithinBounds(text: string): boolean {
  let depth = 0;
  let deepest = 0;
  for (const char of text) {
    if (char === "(" || char === "[") depth += 1;
    if (char === ")" || char === "]") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return text.length < 10_000 && deepest < 24;
}

describe("our parser", () => {
  it.each(STATEMENTS.filter(({ dialect, text }) => dialect === "postgresql" && /^\s*select/i.test(text)))(
    "finds the names that PostgreSQL's own finds: $by",
    ({ text }) => {
      expect(namesByUs(text)).toEqual(namesByPostgres(text));
    },
  );

  it("finds the names that PostgreSQL's own finds in any query", () => {
    fc.assert(
      fc.property(query, (text) => {
        fc.pre(isWithinBounds(text));
        expect(namesByUs(text)).toEqual(namesByPostgres(text));
      }),
      { numRuns: 300 },
    );
  });
});
