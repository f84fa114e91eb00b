import { decisionColumns } from "./record/decision-columns.ts";
import { ByteWriter } from "./record/byte-writer.ts";
import { codecOf } from "./record/codec.ts";
import { lowestBit } from "./feature-set.ts";
import type { DecisionRow } from "./record/decision-record.ts";
import type { SelfEncoding } from "./record/record-table.ts";

/** Neighbouring columns of the decision record, encoded once for many rows. */
export class EncodedCells implements SelfEncoding {
  readonly columns: number;
  readonly #bytes: Uint8Array;

  private constructor(columns: number, bytes: Uint8Array) {
    this.columns = columns;
    this.#bytes = bytes;
  }

  /** Encodes `values`, which must stand next to one another in the record. */
  static of(values: Partial<DecisionRow>): EncodedCells {
    const to = new ByteWriter(256);
    const names = Object.keys(values) as (keyof DecisionRow)[];
    for (const name of names) codecOf(decisionColumns[name].type).write(to, values[name]);
    return new EncodedCells(names.length, to.slice());
  }

  encodeTo(to: ByteWriter): void {
    to.bytes(this.#bytes);
  }
}

/** Bytes that are already in the column's form. */
export class RawCell implements SelfEncoding {
  readonly columns = 1;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  encodeTo(to: ByteWriter): void {
    to.bytes(this.#bytes);
  }
}

/**
 * The three feature columns (`features_read`, `features_declared`, `features_span`) out of one run of bits:
 * a third of the words each.
 */
export class FeatureCells implements SelfEncoding {
  readonly columns = 3;
  readonly #bits: Int32Array;

  constructor(bits: Int32Array) {
    this.#bits = bits;
  }

  encodeTo(to: ByteWriter): void {
    const words = this.#bits.length / 3;
    for (let start = 0; start < this.#bits.length; start += words) this.#encodeSet(to, start, words);
  }

  #encodeSet(to: ByteWriter, start: number, words: number): void {
    let count = 0;
    for (let i = 0; i < words; i += 1) count += popCount(this.#bits[start + i] ?? 0);
    to.varuint(count);
    for (let i = 0; i < words; i += 1) {
      for (let word = this.#bits[start + i] ?? 0; word !== 0; word &= word - 1) to.u16(i * 32 + lowestBit(word));
    }
  }
}

/** The `items` column, encoded as items are delivered, so that nothing of the service's objects is kept. */
export class ItemCell implements SelfEncoding {
  readonly columns = 1;
  readonly #items = new ByteWriter(20 * 14 + 8);
  #count = 0;

  add(pseudonym: Uint8Array, score: number, flags: number): void {
    this.#items.bytes(pseudonym);
    this.#items.f32(score);
    this.#items.u16(flags);
    this.#count += 1;
  }

  encodeTo(to: ByteWriter): void {
    to.varuint(this.#count);
    to.bytes(this.#items.view());
  }
}

function popCount(word: number): number {
  let pairs = word - ((word >>> 1) & 0x5555_5555);
  pairs = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
