/** Whether a text is like a pattern in which `*` stands for any run of characters. The case of letters doesn't count. */
export class Wildcard {
  readonly #pieces: readonly string[];
  /** It has no `*`. */
  readonly isFixed: boolean;

  constructor(pattern: string) {
    this.#pieces = pattern.toLowerCase().split("*");
    this.isFixed = this.#pieces.length === 1;
  }

  fits(given: string): boolean {
    const text = given.toLowerCase();
    const [first = "", ...others] = this.#pieces;
    const last = others.pop();
    if (last === undefined) return text === first;
    if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
      return false;
    // Each piece at the first place where it can stand: looking at later ones could gain nothing.
    const end = text.length - last.length;
    let at = first.length;
    for (const piece of others) {
      const found = text.indexOf(piece, at);
      if (found === -1 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  }
}
