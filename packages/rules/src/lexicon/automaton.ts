import type { FoldedText } from "./folded-text.ts";
import { Transitions } from "./transitions.ts";

/** A word as it is compared. */
export interface FoldedWord {
  readonly units: Uint16Array;
  /** It must begin, or end, where a word of the text does. */
  readonly beginsWord: boolean;
  readonly endsWord: boolean;
  readonly codes: readonly string[];
}

const BEGINS = 1;
const ENDS = 2;
const NO_CODES: readonly string[] = Object.freeze([]);

/**
 * Finds any of many words in a text in one pass over it (Aho and Corasick 1975): each step goes on with the longest
 * end of what was read that begins some word. All in typed arrays; nothing is allocated where nothing is found.
 */
export class Automaton {
  readonly #transitions: Transitions;
  /** By state: where to go on when nothing follows; the longest word that ends here, and the next shorter one. */
  readonly #fail: Int32Array;
  readonly #found: Int32Array;
  readonly #shorter: Int32Array;
  readonly #depth: Uint8Array;
  readonly #bounds: Uint8Array;
  /** By state, into `#codes`. */
  readonly #codeSet: Uint16Array;
  readonly #codes: readonly (readonly string[])[];

  /** Takes words of 1 to 255 units, each once. */
  constructor(words: readonly FoldedWord[]) {
    const most = words.reduce((sum, { units }) => sum + units.length, 1);
    const trie = growTrie(words, most);
    this.#transitions = trie.transitions;
    this.#depth = trie.depth;
    this.#fail = new Int32Array(trie.states);
    this.#found = new Int32Array(trie.states);
    this.#shorter = new Int32Array(trie.states);
    this.#bounds = new Uint8Array(trie.states);
    this.#codeSet = new Uint16Array(trie.states);
    this.#codes = this.#placeWords(words, trie);
    this.#link(trie);
  }

  /** Of all its tables. */
  get bytes(): number {
    const tables = [this.#fail, this.#found, this.#shorter, this.#depth, this.#bounds, this.#codeSet];
    return tables.reduce((sum, { byteLength }) => sum + byteLength, this.#transitions.bytes);
  }

  /** The codes of all words that stand in the text, each once, in the order in which the words end. */
  codesIn({ units, starts, length }: FoldedText): readonly string[] {
    const found = this.#found;
    let codes = NO_CODES;
    let state = 0;
    for (let i = 0; i < length; i += 1) {
      state = this.#step(state, units[i] ?? 0);
      for (let word = found[state] ?? 0; word !== 0; word = this.#shorter[word] ?? 0) {
        if (this.#fits(word, i, starts))
          codes = both(codes, this.#codes[this.#codeSet[word] ?? 0] ?? NO_CODES);
      }
    }
    return codes;
  }

  #step(from: number, unit: number): number {
    const transitions = this.#transitions;
    let state = from;
    while (state !== 0) {
      const next = transitions.next(state, unit);
      if (next !== 0) return next;
      state = this.#fail[state] ?? 0;
    }
    return transitions.first(unit);
  }

  #fits(word: number, last: number, starts: Uint8Array): boolean {
    const bounds = this.#bounds[word] ?? 0;
    if ((bounds & ENDS) !== 0 && starts[last + 1] !== 1) return false;
    return (bounds & BEGINS) === 0 || starts[last + 1 - (this.#depth[word] ?? 0)] === 1;
  }

  // Words with the same codes share one list.
  #placeWords(words: readonly FoldedWord[], { ends }: Trie): readonly (readonly string[])[] {
    const numbers: Map<string, number> = new Map();
    const sets: (readonly string[])[] = [];
    for (const [i, { codes, beginsWord, endsWord }] of words.entries()) {
      const state = ends[i] ?? 0;
      const key = codes.join(" ");
      const number = numbers.get(key) ?? sets.push(codes) - 1;
      numbers.set(key, number);
      this.#codeSet[state] = number;
      this.#bounds[state] = (beginsWord ? BEGINS : 0) | (endsWord ? ENDS : 0);
      this.#found[state] = state;
    }
    return sets;
  }

  // Shallow states first: what a state falls back to is always shallower.
  #link({ byDepth, parent, unit }: Trie): void {
    for (const state of byDepth) {
      if (state === 0) continue;
      const above = parent[state] ?? 0;
      const fail = above === 0 ? 0 : this.#step(this.#fail[above] ?? 0, unit[state] ?? 0);
      this.#fail[state] = fail;
      const shorter = this.#found[fail] ?? 0;
      if (this.#found[state] === state) this.#shorter[state] = shorter;
      else this.#found[state] = shorter;
    }
  }
}

// Mostly one word is found, or several with the same codes: then its own list is given, and none is made.
function both(some: readonly string[], others: readonly string[]): readonly string[] {
  if (some.length === 0 || some === others) return others;
  return [...new Set([...some, ...others])];
}

/** States by what was read to reach them; number 0 is the first. */
interface Trie {
  readonly transitions: Transitions;
  readonly states: number;
  readonly parent: Int32Array;
  readonly unit: Uint16Array;
  readonly depth: Uint8Array;
  /** The state that each word ends in. */
  readonly ends: Int32Array;
  readonly byDepth: Int32Array;
}

function growTrie(words: readonly FoldedWord[], most: number): Trie {
  const transitions = new Transitions(most);
  const parent = new Int32Array(most);
  const unit = new Uint16Array(most);
  const depth = new Uint8Array(most);
  const ends = new Int32Array(words.length);
  let states = 1;
  for (const [i, word] of words.entries()) {
    let state = 0;
    for (const each of word.units) {
      let next = state === 0 ? transitions.first(each) : transitions.next(state, each);
      if (next === 0) {
        next = states;
        states += 1;
        transitions.add(state, each, next);
        parent[next] = state;
        unit[next] = each;
        depth[next] = (depth[state] ?? 0) + 1;
      }
      state = next;
    }
    ends[i] = state;
  }
  const byDepth = Int32Array.from({ length: states }, (_, state) => state);
  byDepth.sort((a, b) => (depth[a] ?? 0) - (depth[b] ?? 0));
  return { transitions, states, parent, unit, depth: depth.slice(0, states), ends, byDepth };
}
