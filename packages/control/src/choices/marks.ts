import { KINDS } from "./choice.ts";
import { SubjectIndex } from "./subject-index.ts";

/** The last choice of one subject about one thing in one scope, in numbers. */
export interface Mark {
  /** Position in {@link KINDS}. */
  readonly kind: number;
  /** Number of the outlet; 0: every one. */
  readonly outlet: number;
  /** What it is about: a tag's pseudonym in two words, or the number of a code and 0. */
  readonly first: number;
  readonly second: number;
  /** Number of the consent's version. */
  readonly version: number;
  readonly chosenAt: number;
  readonly ts: number;
}

const LEAST = 64;

/**
 * What holds of millions of subjects, in a few arrays: a mark takes 37 bytes, a subject 20, and as much again at most for
 * room to grow. A subject's marks are a list, the one that came last first.
 */
export class Marks {
  readonly #subjects: SubjectIndex = new SubjectIndex();
  #size = 0;
  kind: Uint8Array = new Uint8Array(LEAST);
  outlet: Uint32Array = new Uint32Array(LEAST);
  first: Uint32Array = new Uint32Array(LEAST);
  second: Uint32Array = new Uint32Array(LEAST);
  version: Uint32Array = new Uint32Array(LEAST);
  chosenAt: Float64Array = new Float64Array(LEAST);
  ts: Float64Array = new Float64Array(LEAST);
  #next: Uint32Array = new Uint32Array(LEAST);

  get subjects(): number {
    return this.#subjects.size;
  }

  get size(): number {
    return this.#size;
  }

  /** All that the arrays take. */
  get bytes(): number {
    const columns = [
      this.kind,
      this.outlet,
      this.first,
      this.second,
      this.version,
      this.chosenAt,
      this.ts,
      this.#next,
    ];
    return this.#subjects.bytes + columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** The subject's last mark; -1 for none. */
  head(pseudonym: Uint8Array): number {
    return this.#subjects.get(pseudonym);
  }

  /** The mark before; -1 at the end. */
  next(mark: number): number {
    return (this.#next[mark] ?? 0) - 1;
  }

  /** The mark about the same thing in the same scope as `like`, from `head` on; -1 for none. */
  find(head: number, like: Pick<Mark, "kind" | "outlet" | "first" | "second">): number {
    const group = KINDS[like.kind]?.group;
    for (let mark = head; mark >= 0; mark = this.next(mark)) {
      if (
        this.first[mark] === like.first &&
        this.second[mark] === like.second &&
        this.outlet[mark] === like.outlet &&
        KINDS[this.kind[mark] ?? 0]?.group === group
      )
        return mark;
    }
    return -1;
  }

  add(pseudonym: Uint8Array, given: Mark): void {
    if (this.#size === this.kind.length) this.#grow();
    const mark = this.#size;
    this.#next[mark] = this.head(pseudonym) + 1;
    this.#size += 1;
    this.write(mark, given);
    this.#subjects.set(pseudonym, mark);
  }

  read(mark: number): Mark {
    return {
      kind: this.kind[mark] ?? 0,
      outlet: this.outlet[mark] ?? 0,
      first: this.first[mark] ?? 0,
      second: this.second[mark] ?? 0,
      version: this.version[mark] ?? 0,
      chosenAt: this.chosenAt[mark] ?? 0,
      ts: this.ts[mark] ?? 0,
    };
  }

  write(mark: number, given: Mark): void {
    this.kind[mark] = given.kind;
    this.outlet[mark] = given.outlet;
    this.first[mark] = given.first;
    this.second[mark] = given.second;
    this.version[mark] = given.version;
    this.chosenAt[mark] = given.chosenAt;
    this.ts[mark] = given.ts;
  }

  #grow(): void {
    const length = this.#size + (this.#size >> 1);
    this.kind = grown(new Uint8Array(length), this.kind);
    this.outlet = grown(new Uint32Array(length), this.outlet);
    this.first = grown(new Uint32Array(length), this.first);
    this.second = grown(new Uint32Array(length), this.second);
    this.version = grown(new Uint32Array(length), this.version);
    this.chosenAt = grown(new Float64Array(length), this.chosenAt);
    this.ts = grown(new Float64Array(length), this.ts);
    this.#next = grown(new Uint32Array(length), this.#next);
  }
}

function grown<A extends Uint8Array | Uint32Array | Float64Array>(to: A, from: A): A {
  to.set(from);
  return to;
}
