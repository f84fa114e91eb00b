import type { Query } from "./syntax.ts";
import type { Token } from "./token.ts";

/** A statement is not one that this grammar knows. It holds nothing of the statement. */
export class SqlSyntaxError extends Error {
  override readonly name = "SqlSyntaxError";
}

/** Brackets within brackets; deeper statements are not read. */
const MOST_DEEP = 48;

/** A place in a list of tokens that only goes forward: reading takes time in proportion to the length. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #readQuery: (cursor: Cursor) => Query;
  #at = 0;
  #depth = 0;

  /** `readQuery` reads a query where an expression has one in it. */
  constructor(tokens: readonly Token[], readQuery: (cursor: Cursor) => Query) {
    this.#tokens = tokens;
    this.#readQuery = readQuery;
  }

  /** The token here, or some further on. */
  peek(further = 0): Token {
    return this.#tokens[this.#at + further] ?? END;
  }

  /** The keyword or mark here, or some further on. */
  key(further = 0): string {
    return this.peek(further).key;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Goes on if one of these is here. */
  take(...keys: readonly string[]): boolean {
    const isHere = !this.isAtEnd() && keys.includes(this.key());
    if (isHere) this.#at += 1;
    return isHere;
  }

  expect(key: string): void {
    if (!this.take(key)) throw new SqlSyntaxError(`expected ${key}`);
  }

  /** A name, quoted or not. */
  name(): string {
    const { kind, text } = this.next();
    if (kind !== "word" && kind !== "quoted") throw new SqlSyntaxError("expected a name");
    return text;
  }

  /** A name with dots in it, by its parts. */
  names(): string[] {
    const parts = [this.name()];
    while (this.take(".")) parts.push(this.name());
    return parts;
  }

  /** Does something one bracket further in. */
  nested<T>(work: () => T): T {
    if (this.#depth >= MOST_DEEP) throw new SqlSyntaxError("too many brackets within brackets");
    this.#depth += 1;
    const result = work();
    this.#depth -= 1;
    return result;
  }

  query(): Query {
    return this.nested(() => this.#readQuery(this));
  }

  /** Whether a query begins here, be it in brackets. */
  isQuery(): boolean {
    let further = 0;
    while (this.key(further) === "(") further += 1;
    const key = this.key(further);
    return key === "SELECT" || key === "WITH" || (key === "VALUES" && this.key(further + 1) === "(");
  }

  /** Leaves out all up to the bracket that closes the one before, and it. */
  skipBrackets(): void {
    for (let depth = 1; depth > 0;) {
      if (this.isAtEnd()) throw new SqlSyntaxError("a bracket is left open");
      const { key } = this.next();
      if (key === "(") depth += 1;
      if (key === ")") depth -= 1;
    }
  }

  /** Leaves out what stands before one of these, outside of brackets, or before the end. */
  skipTo(...keys: readonly string[]): void {
    while (!this.isAtEnd() && !keys.includes(this.key()) && this.key() !== ")" && this.key() !== ";") {
      if (this.next().key === "(") this.skipBrackets();
    }
  }
}

const END: Token = { kind: "mark", text: "", key: "\u0000" };
