/**
 * ClickHouse types as plain data, so that one literal table yields the DDL, the codec and the TypeScript type.
 * `hex` is FixedString shown as hexadecimal digits: `{ hex: 32 }` holds 32 bytes and reads as 64 digits.
 */
export type ColumnType =
  | ScalarName
  | { readonly hex: number }
  | { readonly enum8: Readonly<Record<string, number>> }
  | { readonly nullable: ColumnType }
  | { readonly array: ColumnType }
  | { readonly tuple: Readonly<Record<string, ColumnType>> };

/** What a scalar is in TypeScript: times are milliseconds since the epoch, 64-bit integers safe numbers. */
interface Scalars {
  readonly String: string;
  readonly "LowCardinality(String)": string;
  readonly Bool: boolean;
  readonly UInt8: number;
  readonly UInt16: number;
  readonly UInt32: number;
  readonly UInt64: number;
  readonly Float32: number;
  readonly Float64: number;
  readonly UUID: string;
  readonly "DateTime64(3, 'UTC')": number;
}

export type ScalarName = keyof Scalars;

/** The TypeScript type of a column's value. */
export type ValueOf<T> = T extends ScalarName
  ? Scalars[T]
  : T extends { readonly hex: number }
    ? string
    : T extends { readonly enum8: infer E }
      ? keyof E & string
      : T extends { readonly nullable: infer N }
        ? ValueOf<N> | null
        : T extends { readonly array: infer A }
          ? readonly ValueOf<A>[]
          : T extends { readonly tuple: infer F }
            ? { readonly [K in keyof F]: ValueOf<F[K]> }
            : never;

/** The type as ClickHouse spells it. */
export function clickhouseType(type: ColumnType): string {
  if (typeof type === "string") return type;
  if ("hex" in type) return `FixedString(${type.hex})`;
  if ("nullable" in type) return `Nullable(${clickhouseType(type.nullable)})`;
  if ("array" in type) return `Array(${clickhouseType(type.array)})`;
  if ("enum8" in type) {
    const members = Object.entries(type.enum8).map(([name, value]) => `'${name}' = ${value}`);
    return `Enum8(${members.join(", ")})`;
  }
  const fields = Object.entries(type.tuple).map(([name, field]) => `${name} ${clickhouseType(field)}`);
  return `Tuple(${fields.join(", ")})`;
}
