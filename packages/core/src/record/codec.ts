import { CoreError } from "../errors.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import type { ColumnType, ScalarName } from "./column-type.ts";

/** Writes and reads one RowBinary value. `write` refuses what the column can't hold; nothing is clamped. */
export interface Codec {
  write(to: ByteWriter, value: unknown): void;
  read(from: ByteReader): unknown;
}

/** The codec of a column type. */
export function codecOf(type: ColumnType): Codec {
  if (typeof type === "string") return scalars[type];
  if ("hex" in type) return hexCodec(type.hex);
  if ("enum8" in type) return enumCodec(type.enum8);
  if ("nullable" in type) return nullableCodec(codecOf(type.nullable));
  if ("array" in type) return arrayCodec(codecOf(type.array));
  return tupleCodec(type.tuple);
}

const text: Codec = {
  write(to, value) {
    if (typeof value !== "string") throw refused("a string", value);
    if (!value.isWellFormed()) {
      throw new CoreError("ILL_FORMED_TEXT", "the text holds a lone surrogate; RowBinary carries UTF-8 only");
    }
    to.text(value);
  },
  read: (from) => from.text(),
};

const scalars: Readonly<Record<ScalarName, Codec>> = {
  String: text,
  "LowCardinality(String)": text,
  Bool: {
    write(to, value) {
      if (typeof value !== "boolean") throw refused("a boolean", value);
      to.u8(value ? 1 : 0);
    },
    read: (from) => oneBit(from),
  },
  UInt8: { write: (to, value) => to.u8(unsigned(value, 0xff)), read: (from) => from.u8() },
  UInt16: { write: (to, value) => to.u16(unsigned(value, 0xffff)), read: (from) => from.u16() },
  UInt32: { write: (to, value) => to.u32(unsigned(value, 0xffff_ffff)), read: (from) => from.u32() },
  UInt64: {
    write: (to, value) => to.i64(unsigned(value, Number.MAX_SAFE_INTEGER)),
    read: (from) => from.u64(),
  },
  Float32: { write: (to, value) => to.f32(float(value)), read: (from) => from.f32() },
  Float64: { write: (to, value) => to.f64(float(value)), read: (from) => from.f64() },
  UUID: { write: writeUuid, read: readUuid },
  "DateTime64(3, 'UTC')": {
    write(to, value) {
      if (!Number.isSafeInteger(value)) throw refused("milliseconds since the epoch", value);
      to.i64(value as number);
    },
    read: (from) => from.i64(),
  },
};

function oneBit(from: ByteReader): boolean {
  const byte = from.u8();
  if (byte > 1) throw refused("0 or 1", byte);
  return byte === 1;
}

function unsigned(value: unknown, most: number): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > most) {
    throw refused(`an integer from 0 to ${most}`, value);
  }
  return value as number;
}

function float(value: unknown): number {
  if (typeof value !== "number") throw refused("a number", value);
  return value;
}

function writeUuid(to: ByteWriter, value: unknown): void {
  if (typeof value !== "string" || !UUID.test(value)) throw refused("a UUID", value);
  to.uuid(value);
}

function readUuid(from: ByteReader): string {
  const bytes = Buffer.from(from.bytes(16));
  bytes.subarray(0, 8).reverse();
  bytes.subarray(8).reverse();
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function hexCodec(size: number): Codec {
  const digits = new RegExp(`^[0-9a-f]{${size * 2}}$`);
  return {
    write(to, value) {
      if (typeof value !== "string" || !digits.test(value))
        throw refused(`${size * 2} hexadecimal digits`, value);
      to.hex(value);
    },
    read: (from) => Buffer.from(from.bytes(size)).toString("hex"),
  };
}

/** What nobody can hand in. */
const NOTHING: unique symbol = Symbol("nothing");

function enumCodec(members: Readonly<Record<string, number>>): Codec {
  const valueOf = new Map(Object.entries(members));
  const nameOf = new Map(Object.entries(members).map(([name, value]) => [value, name]));
  const known = [...valueOf.keys()].join(", ");
  // From one record to the next an enum rarely changes.
  let lastName: unknown = NOTHING;
  let lastValue = 0;
  return {
    write(to, name) {
      if (name === lastName) {
        to.u8(lastValue);
        return;
      }
      const value = valueOf.get(name as string);
      if (value === undefined) throw refused(`one of ${known}`, name);
      lastName = name;
      lastValue = value & 0xff;
      to.u8(lastValue);
    },
    read(from) {
      const value = from.i8();
      const name = nameOf.get(value);
      if (name === undefined) throw refused(`a member of ${known}`, value);
      return name;
    },
  };
}

function nullableCodec(inner: Codec): Codec {
  return {
    write(to, value) {
      to.u8(value === null ? 1 : 0);
      if (value !== null) inner.write(to, value);
    },
    read: (from) => (oneBit(from) ? null : inner.read(from)),
  };
}

function arrayCodec(element: Codec): Codec {
  return {
    write(to, value) {
      if (!Array.isArray(value)) throw refused("an array", value);
      to.varuint(value.length);
      for (const each of value) element.write(to, each);
    },
    read(from) {
      const values: unknown[] = [];
      for (let left = from.varuint(); left > 0; left -= 1) values.push(element.read(from));
      return values;
    },
  };
}

function tupleCodec(types: Readonly<Record<string, ColumnType>>): Codec {
  const fields = Object.entries(types).map(([name, type]) => ({ name, codec: codecOf(type) }));
  return {
    write(to, value) {
      if (typeof value !== "object" || value === null) throw refused("a tuple", value);
      const tuple = value as Readonly<Record<string, unknown>>;
      for (const { name, codec } of fields) codec.write(to, tuple[name]);
    },
    read: (from) => Object.fromEntries(fields.map(({ name, codec }) => [name, codec.read(from)])),
  };
}

// Only numbers are shown: a text may be somebody's data.
function refused(expected: string, value: unknown): CoreError {
  const found = typeof value === "number" ? String(value) : value === null ? "null" : typeof value;
  return new CoreError("INVALID_VALUE", `expected ${expected}, found ${found}`);
}
