/** Names by number, so that each is kept once. 0 is the empty one. */
export class Names {
  readonly #names: string[] = [""];
  readonly #numbers: Map<string, number> = new Map([["", 0]]);

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  /** The number of a name that was met, or -1. */
  known(name: string): number {
    return this.#numbers.get(name) ?? -1;
  }

  nameOf(number: number): string {
    return this.#names[number] ?? "";
  }
}
