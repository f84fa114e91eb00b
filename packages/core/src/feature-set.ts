/** A set of catalog features as a bitset: a rule's mask is one, and so is what a decision used. */
export class FeatureSet {
  /** 32 features a word, the lowest number in the lowest bit. A plain array: for a word or two it is made faster. */
  readonly words: number[];

  constructor(words: number[]) {
    this.words = words;
  }

  static empty(features: number): FeatureSet {
    return new FeatureSet(noBits((features + 31) >>> 5));
  }

  static of(features: number, numbers: Iterable<number>): FeatureSet {
    const set = FeatureSet.empty(features);
    for (const number of numbers) set.add(number);
    return set;
  }

  add(number: number): void {
    this.words[number >>> 5] = (this.words[number >>> 5] ?? 0) | (1 << (number & 31));
  }

  has(number: number): boolean {
    return (((this.words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
  }

  get isEmpty(): boolean {
    return this.words.every((word) => word === 0);
  }

  intersects(other: FeatureSet): boolean {
    for (let i = 0; i < this.words.length; i += 1) {
      if (((this.words[i] ?? 0) & (other.words[i] ?? 0)) !== 0) return true;
    }
    return false;
  }

  union(other: FeatureSet): FeatureSet {
    return new FeatureSet(this.words.map((word, i) => word | (other.words[i] ?? 0)));
  }

  /** The numbers in both sets, ascending. */
  common(other: FeatureSet): number[] {
    const numbers: number[] = [];
    for (let i = 0; i < this.words.length; i += 1) {
      let word = (this.words[i] ?? 0) & (other.words[i] ?? 0);
      for (; word !== 0; word &= word - 1) numbers.push(i * 32 + lowestBit(word));
    }
    return numbers;
  }

  /** The numbers in the set, ascending. */
  get numbers(): number[] {
    return this.common(this);
  }
}

/** That many empty words. */
export function noBits(words: number): number[] {
  const bits: number[] = [];
  for (let i = 0; i < words; i += 1) bits.push(0);
  return bits;
}

/** The position of the lowest bit that is set. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
