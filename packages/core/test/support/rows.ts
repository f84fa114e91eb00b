import fc from "fast-check";
import type { ColumnType } from "../../src/index.ts";

/** Any text that a record can hold: ASCII of all lengths around the fast path, CJK, emoji, controls, NUL, BOM. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom("中", "文", "é", "😀", "\u0000", "\ufeff", "a", "ß", "\u{10ffff}"),
    maxLength: 90,
  }),
  fc.constantFrom(
    "",
    "\ufeff",
    "a".repeat(40),
    "a".repeat(41),
    "中".repeat(40),
    "x".repeat(127),
    "x".repeat(128),
    "y".repeat(20_000),
  ),
);

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => Buffer.from(value).toString("hex"));

const upTo = (most: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.maxSafeNat().map((value) => value % (most + 1)),
    fc.constantFrom(0, 1, most - 1, most),
  );

const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  String: text,
  "LowCardinality(String)": text,
  Bool: fc.boolean(),
  UInt8: upTo(0xff),
  UInt16: upTo(0xffff),
  UInt32: upTo(0xffff_ffff),
  UInt64: fc.oneof(fc.maxSafeNat(), fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1)),
  Float32: fc.float(),
  Float64: fc.double(),
  UUID: fc.uuid(),
  "DateTime64(3, 'UTC')": fc.oneof(
    fc.maxSafeInteger(),
    fc.constantFrom(-1, -(2 ** 32), -(2 ** 32) - 1, 2 ** 53 - 1, -(2 ** 53) + 1, 0),
  ),
};

/** Any value of a column type. */
export function valueOf(type: ColumnType): fc.Arbitrary<unknown> {
  if (typeof type === "string") return scalars[type]!;
  if ("hex" in type) return hex(type.hex);
  if ("enum8" in type) return fc.constantFrom(...Object.keys(type.enum8));
  if ("nullable" in type) return fc.option(valueOf(type.nullable), { nil: null });
  if ("array" in type) return fc.array(valueOf(type.array), { maxLength: 5 });
  return fc.record(
    Object.fromEntries(Object.entries(type.tuple).map(([name, each]) => [name, valueOf(each)])),
  );
}

/** Any row with these columns. */
export function rowOf(
  columns: Readonly<Record<string, { readonly type: ColumnType }>>,
): fc.Arbitrary<object> {
  return fc.record(
    Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, valueOf(type)])),
  );
}
