import { CoreError } from "../errors.ts";

// A byte order mark is a character like any other: what was written is what is read.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads RowBinary primitives. Throws `TRUNCATED_RECORD` rather than read past the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#at;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  i8(): number {
    return this.#view.getInt8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A 64-bit integer; throws `INVALID_VALUE` where a JavaScript number can't hold it exactly. */
  i64(): number {
    const at = this.#advance(8);
    const value = this.#view.getInt32(at + 4, true) * 0x1_0000_0000 + this.#view.getUint32(at, true);
    if (!Number.isSafeInteger(value)) {
      throw new CoreError("INVALID_VALUE", `the 64-bit integer at byte ${at} is beyond 2^53`);
    }
    return value;
  }

  /** An unsigned 64-bit integer, with the same limit. */
  u64(): number {
    const value = this.i64();
    if (value >= 0) return value;
    throw new CoreError("INVALID_VALUE", `the 64-bit integer at byte ${this.#at - 8} is beyond 2^53`);
  }

  f32(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** Unsigned LEB128, in its shortest form and at most 32 bits: there is one way to write a length. */
  varuint(): number {
    const at = this.#at;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte >= 0x80) continue;
      if ((byte === 0 && shift > 0) || value > 0xffff_ffff) break;
      return value;
    }
    throw new CoreError(
      "INVALID_VALUE",
      `the length at byte ${at} is not in its shortest form, or too great`,
    );
  }

  text(): string {
    const length = this.varuint();
    const at = this.#at;
    const bytes = this.bytes(length);
    try {
      return utf8.decode(bytes);
    } catch (cause) {
      throw new CoreError("ILL_FORMED_TEXT", `the text at byte ${at} is not UTF-8`, { cause });
    }
  }

  bytes(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  #advance(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) {
      throw new CoreError(
        "TRUNCATED_RECORD",
        `the record ends at byte ${this.#bytes.length}, but ${length} more were due at byte ${at}`,
      );
    }
    this.#at = at + length;
    return at;
  }
}
