/** Words that are told apart at one place of a key or path; where there are more, they are data. */
const MOST_WORDS = 32;
/** Places that are remembered. */
const MOST_PLACES = 1_024;
const MOST_SEGMENTS = 12;
const MOST_TEXT = 512;
/** `tags`, `user_profile`, `v2`. */
const WORD = /^(?:[a-z]{1,24}(?:[_-][a-z]{1,24}){0,3}|v\d{1,2})$/;

/**
 * Makes patterns of keys and paths: `user:42:tags` is `user:*:tags`. Lower-case words are kept, and everything else is
 * taken for data. A place at which many different words stand holds data, too (nicknames, say): after 32 it shows none.
 */
export class Patterns {
  readonly #words: Map<string, Set<string>> = new Map();

  /** The pattern of a key, such as Redis has them; of a topic, too. */
  ofKey(key: string): string {
    return this.#of("key", key, /([:/{}|#]+)/);
  }

  /** The pattern of the path of an HTTP request, without its query. */
  ofPath(path: string): string {
    const end = path.search(/[?#]/);
    return this.#of("path", end === -1 ? path : path.slice(0, end), /(\/+)/);
  }

  #of(kind: string, text: string, separators: RegExp): string {
    if (text === "") return "";
    const parts = text.slice(0, MOST_TEXT).split(separators);
    let pattern = "";
    for (const [at, part] of parts.entries()) {
      if (at >= MOST_SEGMENTS * 2) return `${pattern}*`;
      const isSeparator = at % 2 === 1;
      if (isSeparator || part === "") pattern += part.slice(0, 2);
      else pattern += this.#segment(`${kind} ${pattern}`, part);
    }
    return pattern;
  }

  /** `user.42.tags` is `user.*.tags`; one with anything but words and numbers between its dots is an address or a name. */
  #segment(place: string, segment: string): string {
    const parts = segment.split(".");
    if (parts.length > MOST_SEGMENTS || !parts.every((part) => WORD.test(part) || /^\d+$/.test(part)))
      return "*";
    return parts.map((part, at) => (this.#isWord(`${place} ${at}`, part) ? part : "*")).join(".");
  }

  #isWord(place: string, word: string): boolean {
    if (!WORD.test(word)) return false;
    const known = this.#words.get(place);
    if (known) {
      if (known.size <= MOST_WORDS) known.add(word);
      return known.size <= MOST_WORDS;
    }
    if (this.#words.size >= MOST_PLACES) return false;
    this.#words.set(place, new Set([word]));
    return true;
  }
}
