import type { ColumnType, Columns, RowOf, ScalarName } from "@probity/core";
import fc from "fast-check";

/** Texts that go wrong: empty, long, CJK, emoji, right to left, quotes, zeros, what looks like syntax. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).filter((value) => value.isWellFormed()),
  fc.constantFrom(
    "",
    "\0",
    "首页",
    "👩‍👩‍👧‍👦",
    "مرحبا",
    "a'b\\c\t\r\n",
    "{database}",
    "NULL",
    "\\N",
    "é",
    "\u{10FFFF}",
  ),
  fc.constantFrom("长".repeat(300), "x".repeat(127), "x".repeat(128), "x".repeat(20_000)),
);

const scalars: Readonly<Record<ScalarName, fc.Arbitrary<unknown>>> = {
  String: text,
  "LowCardinality(String)": text,
  Bool: fc.boolean(),
  UInt8: integer(0xff),
  UInt16: integer(0xffff),
  UInt32: integer(0xffff_ffff),
  UInt64: integer(Number.MAX_SAFE_INTEGER),
  Float32: fc.float(),
  Float64: fc.double(),
  UUID: fc.uuid(),
  "DateTime64(3, 'UTC')": fc.maxSafeInteger(),
};

function integer(max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(0, 1, max - 1, max), fc.integer({ min: 0, max }));
}

/** Any value that a column of that type can hold. */
export function valueOf(type: ColumnType): fc.Arbitrary<unknown> {
  if (typeof type === "string") return scalars[type];
  if ("hex" in type) {
    return fc
      .uint8Array({ minLength: type.hex, maxLength: type.hex })
      .map((bytes) => Buffer.from(bytes).toString("hex"));
  }
  if ("enum8" in type) return fc.constantFrom(...Object.keys(type.enum8));
  if ("nullable" in type) return fc.option(valueOf(type.nullable), { nil: null });
  if ("array" in type) return fc.array(valueOf(type.array), { maxLength: 4 });
  return fc.record(
    Object.fromEntries(Object.entries(type.tuple).map(([name, field]) => [name, valueOf(field)])),
  );
}

/** Any row of a record; `fixed` columns as the test needs them. */
export function rowOf<C extends Columns>(
  columns: C,
  fixed: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<RowOf<C>> {
  const cells = Object.entries(columns).map(
    ([name, { type }]) => [name, fixed[name] ?? valueOf(type)] as const,
  );
  return fc.record(Object.fromEntries(cells)) as fc.Arbitrary<unknown> as fc.Arbitrary<RowOf<C>>;
}
