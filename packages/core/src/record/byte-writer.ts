const SHORT = 40;

/** Of all that hold nothing yet. */
const EMPTY: Buffer = Buffer.allocUnsafeSlow(0);

/**
 * A growing byte buffer with ClickHouse's RowBinary primitives: little-endian numbers, LEB128 lengths,
 * length-prefixed UTF-8. Positions only move forward, except by `rewind`. As long as nothing is written it holds no
 * memory.
 */
export class ByteWriter {
  #capacity: number;
  #bytes: Buffer = EMPTY;
  #view: DataView = new DataView(EMPTY.buffer);
  #at = 0;

  constructor(capacity: number = 64 * 1024) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#at;
  }

  /** Forgets everything written after `length`. */
  rewind(length: number): void {
    this.#at = length;
  }

  u8(value: number): void {
    this.#ensure(1);
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  u16(value: number): void {
    this.#ensure(2);
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
  }

  u32(value: number): void {
    this.#ensure(4);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  /** A 64-bit integer from a safe JavaScript integer, two's complement. */
  i64(value: number): void {
    this.#ensure(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.#view.setUint32(this.#at, value - high * 0x1_0000_0000, true);
    this.#view.setInt32(this.#at + 4, high, true);
    this.#at += 8;
  }

  f32(value: number): void {
    this.#ensure(4);
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  f64(value: number): void {
    this.#ensure(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  /** Unsigned LEB128, as RowBinary writes lengths. */
  varuint(value: number): void {
    this.#ensure(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  /** Length-prefixed UTF-8. The caller has made sure that the text is well-formed. */
  text(value: string): void {
    if (value.length <= SHORT && this.#shortAscii(value)) return;
    const byteLength = Buffer.byteLength(value, "utf8");
    this.varuint(byteLength);
    this.#ensure(byteLength);
    this.#at += this.#bytes.write(value, this.#at, byteLength, "utf8");
  }

  // Most texts are short ASCII names, and a loop beats the call into native code for those.
  #shortAscii(value: string): boolean {
    this.#ensure(SHORT + 1);
    const bytes = this.#bytes;
    const start = this.#at + 1;
    for (let i = 0; i < value.length; i += 1) {
      const unit = value.charCodeAt(i);
      if (unit > 0x7f) return false;
      bytes[start + i] = unit;
    }
    bytes[this.#at] = value.length;
    this.#at = start + value.length;
    return true;
  }

  /** The bytes that lower-case hexadecimal digits stand for. The caller has made sure that they are such, and even in number. */
  hex(digits: string): void {
    this.#ensure(digits.length >> 1);
    for (let i = 0; i < digits.length; i += 2) this.#bytes[this.#at++] = byteAt(digits, i);
  }

  /** A UUID as ClickHouse keeps it: two little-endian 64-bit halves, the high half first. The caller has checked it. */
  uuid(text: string): void {
    this.#ensure(16);
    for (const half of UUID_HALVES)
      for (let i = half.length - 1; i >= 0; i -= 1) this.#bytes[this.#at++] = byteAt(text, half[i] ?? 0);
  }

  bytes(value: Uint8Array): void {
    this.#ensure(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** What was written, as a view that the next write may change. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  /** A copy of what was written from `start` on. */
  slice(start = 0): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(start, this.#at));
  }

  /** Hands over everything written, without a copy; the next write starts again in a fresh buffer of that size. */
  take(): Uint8Array<ArrayBuffer> {
    if (this.#at === 0) return new Uint8Array(0);
    const taken = new Uint8Array(this.#view.buffer as ArrayBuffer, 0, this.#at);
    this.#replace(EMPTY);
    this.#at = 0;
    return taken;
  }

  #ensure(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const isFresh = this.#at === 0;
    const size = Math.max(isFresh ? this.#capacity : this.#capacity * 2, this.#at + more);
    const larger = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#capacity = size;
    this.#replace(larger);
  }

  #replace(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

/** Where the bytes of each half stand in a UUID's text. */
const UUID_HALVES: readonly (readonly number[])[] = [
  [0, 2, 4, 6, 9, 11, 14, 16],
  [19, 21, 24, 26, 28, 30, 32, 34],
];

function byteAt(digits: string, at: number): number {
  return (digitOf(digits.charCodeAt(at)) << 4) | digitOf(digits.charCodeAt(at + 1));
}

function digitOf(unit: number): number {
  return unit < 58 ? unit - 48 : unit - 87;
}
