import { randomFillSync } from "node:crypto";
import type { ByteWriter } from "./record/byte-writer.ts";

const POOL_WORDS = 3 * 1024;
const pool = new Uint32Array(POOL_WORDS);
let used = POOL_WORDS;

/**
 * A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then random bits. Kept as four words, because the record wants
 * bytes and only the response header wants text.
 */
export class DecisionId {
  readonly #a: number;
  readonly #b: number;
  readonly #c: number;
  readonly #d: number;

  constructor(milliseconds: number) {
    if (used === POOL_WORDS) {
      randomFillSync(pool);
      used = 0;
    }
    const high = Math.floor(milliseconds / 0x1_0000);
    // Signed, so that V8 keeps them as small integers.
    this.#a = high | 0;
    this.#b = ((milliseconds - high * 0x1_0000) << 16) | 0x7000 | ((pool[used] ?? 0) & 0xfff) | 0;
    this.#c = 0x8000_0000 | ((pool[used + 1] ?? 0) >>> 2) | 0;
    this.#d = (pool[used + 2] ?? 0) | 0;
    used += 3;
  }

  /** ClickHouse's order: two little-endian 64-bit halves, the high half first. */
  encodeTo(to: ByteWriter): void {
    to.u32(this.#b);
    to.u32(this.#a);
    to.u32(this.#d);
    to.u32(this.#c);
  }

  toString(): string {
    const [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d];
    const last = twoBytes(c) + twoBytes(d >>> 16) + twoBytes(d);
    return `${twoBytes(a >>> 16)}${twoBytes(a)}-${twoBytes(b >>> 16)}-${twoBytes(b)}-${twoBytes(c >>> 16)}-${last}`;
  }
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

// Every answer carries an id as text.
function twoBytes(word: number): string {
  return (HEX[(word >>> 8) & 0xff] ?? "") + (HEX[word & 0xff] ?? "");
}

/** The moment, in milliseconds since the epoch, that a decision id carries; undefined if it is no UUIDv7. */
export function timeOfDecisionId(id: string): number | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) return undefined;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
