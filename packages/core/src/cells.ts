import { decisionColumns } from "./record/decision-columns.ts";
import { ByteWriter } from "./record/byte-writer.ts";
import { codecOf } from "./record/codec.ts";
import { CoreError } from "./errors.ts";
import { lowestBit } from "./feature-set.ts";
import type { DecisionRow } from "./record/decision-record.ts";
import type { ItemPseudonym } from "./pseudonym.ts";

const codecs = new Map(Object.entries(decisionColumns).map(([name, { type }]) => [name, codecOf(type)]));

/** Neighbouring columns of the decision record, encoded once for many rows. */
export class EncodedCells {
  readonly #bytes: Uint8Array;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * Encodes `values`, which must stand next to one another in the record. Throws a `CoreError` that names the column
   * where a value does not fit.
   */
  static of(values: Partial<DecisionRow>): EncodedCells {
    const to = new ByteWriter(256);
    for (const [name, value] of Object.entries(values)) encodeCell(to, name, value);
    return new EncodedCells(to.slice());
  }

  encodeTo(to: ByteWriter): void {
    to.bytes(this.#bytes);
  }
}

function encodeCell(to: ByteWriter, name: string, value: unknown): void {
  try {
    codecs.get(name)?.write(to, value);
  } catch (cause) {
    if (!(cause instanceof CoreError)) throw cause;
    throw new CoreError(cause.code, `${name}: ${cause.message}`, { cause });
  }
}

/**
 * Writes the three feature columns (`features_read`, `features_declared`, `features_span`) out of one run of bits:
 * a third of the words each.
 */
export function encodeFeatures(to: ByteWriter, bits: readonly number[]): void {
  const words = bits.length / 3;
  for (let start = 0; start < bits.length; start += words) {
    let count = 0;
    for (let i = start; i < start + words; i += 1) count += popCount(bits[i] ?? 0);
    to.varuint(count);
    if (count === 0) continue;
    for (let i = 0; i < words; i += 1) {
      for (let word = bits[start + i] ?? 0; word !== 0; word &= word - 1) to.u16(i * 32 + lowestBit(word));
    }
  }
}

/** Bytes of one element of the `items` column: id, score, flags. */
const ITEM_BYTES = 14;
const ARENA_BYTES = 64 * 1024;

let arena = new DataView(new ArrayBuffer(ARENA_BYTES));
let arenaUsed = 0;

/**
 * What was delivered, in the form of the `items` column and without the service's objects. Many decisions share one
 * arena, because a buffer for each would cost more than what it holds.
 */
export class DeliveredItems {
  #view = arena;
  #start = 0;
  #count = 0;
  #room = 0;

  get count(): number {
    return this.#count;
  }

  /** Makes room for that many more. */
  reserve(more: number): void {
    const held = this.#count * ITEM_BYTES;
    const needed = held + more * ITEM_BYTES;
    if (arenaUsed + needed > arena.byteLength) {
      arena = new DataView(new ArrayBuffer(Math.max(ARENA_BYTES, needed)));
      arenaUsed = 0;
    }
    if (held > 0) bytesOf(arena, arenaUsed, held).set(bytesOf(this.#view, this.#start, held));
    this.#view = arena;
    this.#start = arenaUsed;
    this.#room = this.#count + more;
    arenaUsed += needed;
  }

  /** Takes one more, for which room was made. */
  add(pseudonym: ItemPseudonym, score: number, flags: number): void {
    if (this.#count >= this.#room) this.reserve(1);
    const at = this.#start + this.#count * ITEM_BYTES;
    this.#view.setUint32(at, pseudonym.first, true);
    this.#view.setUint32(at + 4, pseudonym.second, true);
    this.#view.setFloat32(at + 8, score, true);
    this.#view.setUint16(at + 12, flags, true);
    this.#count += 1;
  }

  /** How many items have each combination of flags. */
  kinds(): Map<number, number> {
    const kinds: Map<number, number> = new Map();
    for (let n = 0; n < this.#count; n += 1) {
      const flags = this.#view.getUint16(this.#start + n * ITEM_BYTES + 12, true);
      kinds.set(flags, (kinds.get(flags) ?? 0) + 1);
    }
    return kinds;
  }

  encodeTo(to: ByteWriter): void {
    to.varuint(this.#count);
    if (this.#count > 0) to.bytes(bytesOf(this.#view, this.#start, this.#count * ITEM_BYTES));
  }
}

function bytesOf(view: DataView, start: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, start, length);
}

function popCount(word: number): number {
  let pairs = word - ((word >>> 1) & 0x5555_5555);
  pairs = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
