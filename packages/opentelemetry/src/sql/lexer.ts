import type { SqlDialect } from "./dialect.ts";
import { jsonPath } from "./json-path.ts";
import type { Token } from "./token.ts";

/** What a text consists of. */
export interface Lexed {
  readonly tokens: readonly Token[];
  /** The text was read to its end: it is not too long, and nothing in it is left open. */
  readonly isWhole: boolean;
}

/** Longer texts are not looked at to their end. */
export const MOST_TEXT = 32_768;
const MOST_TOKENS = 8_192;

const SPACE = /\s+/y;
const COMMENT_STARTS = "-/#";
/** `U&` belongs to the string after it. */
const WORD = /(?:u&(?=')|[\p{L}_][\p{L}\p{N}_$]*)/iuy;
const NUMBER = /(?:0x[\da-f]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)/iy;
const PARAMETER = /(?:\$\d+|\?\d*|[:@$][\p{L}_][\p{L}\p{N}_$]*|@@[\p{L}\p{N}_.]+)/uy;
const OPERATOR = /[-+*/<>=~!@#%^&|`?:\\$]/;
const LONG_OPERATOR =
  /(?:::|:=|->>|->|#>>|#>|=>|\|\||<=>|<>|[<>=!]=|&&|<@|@>|\?[|&]?|[-+*/<>=~!@#%^&|:\\$])/y;
const DOLLAR_QUOTE = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
/** Words that belong to the string that follows at once: `E'…'`, `N'…'`, `_utf8'…'`. */
const STRING_PREFIX = /^(?:[ebnx]|u&|_[a-z\d]+)$/i;

/**
 * Parts a statement into tokens; of values nothing is left but that they are there, and lists of them are one. `isName`
 * says which keys into JSON are names: those are kept.
 */
export function tokenise(text: string, dialect: SqlDialect, isName: (key: string) => boolean): Lexed {
  return new Lexer(text, dialect, isName).run();
}

class Lexer {
  readonly #text: string;
  readonly #dialect: SqlDialect;
  readonly #isName: (key: string) => boolean;
  readonly #tokens: Token[] = [];
  /** The word before each bracket that is open. */
  readonly #calls: string[] = [];
  #at = 0;
  #isOpen = false;

  constructor(text: string, dialect: SqlDialect, isName: (key: string) => boolean) {
    this.#text = text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text;
    this.#isOpen = text.length > MOST_TEXT;
    this.#dialect = dialect;
    this.#isName = isName;
  }

  run(): Lexed {
    while (this.#at < this.#text.length) {
      if (this.#tokens.length >= MOST_TOKENS) this.#isOpen = true;
      if (this.#tokens.length >= MOST_TOKENS) break;
      this.#next();
    }
    return { tokens: this.#tokens, isWhole: !this.#isOpen };
  }

  #next(): void {
    const char = this.#text.charAt(this.#at);
    if (char <= " " ? this.#skipSpace() : COMMENT_STARTS.includes(char) && this.#skipComment(char)) return;
    if (this.#plainWord() || (char > "~" && this.#match(SPACE) !== undefined)) return;
    if (this.#dialect.stringQuotes.includes(char)) this.#string(char, this.#dialect.hasBackslashes);
    else if (this.#dialect.nameQuotes.includes(char)) this.#quotedName(char);
    else if (this.#word() || this.#dollarQuoted(char) || this.#number()) return;
    else if (!this.#parameter(char)) this.#punctuation(char);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined || found === "") return undefined;
    this.#at += found.length;
    return found;
  }

  #skipComment(char: string): boolean {
    const two = this.#text.slice(this.#at, this.#at + 2);
    const isHash = char === "#" && this.#dialect.name === "mysql";
    if (two === "--" || isHash) {
      const end = this.#text.indexOf("\n", this.#at);
      this.#at = end === -1 ? this.#text.length : end + 1;
      return true;
    }
    if (two !== "/*") return false;
    this.#at += 2;
    let end = 0;
    for (let depth = 1; depth > 0;) {
      if (end !== -1 && end < this.#at) end = this.#text.indexOf("*/", this.#at);
      const inner = this.#dialect.isPostgres ? this.#text.indexOf("/*", this.#at) : -1;
      if (end === -1) {
        this.#at = this.#text.length;
        this.#isOpen = true;
        return true;
      }
      const isInner = inner !== -1 && inner < end;
      depth += isInner ? 1 : -1;
      this.#at = (isInner ? inner : end) + 2;
    }
    return true;
  }

  #string(quote: string, hasBackslashes: boolean): void {
    const from = this.#at + 1;
    const end = this.#endOf(from, quote, hasBackslashes);
    const content = this.#text.slice(from, end);
    this.#at = end + 1;
    const path = this.#isKeyPlace() ? jsonPath(content, this.#isName) : undefined;
    this.#push(path === undefined ? VALUE : { ...VALUE, path });
  }

  /** Where the closing mark is; one that is doubled stands for itself. */
  #endOf(from: number, quote: string, hasBackslashes: boolean): number {
    for (let at = from; at < this.#text.length; at += 1) {
      const char = this.#text.charAt(at);
      if (hasBackslashes && char === "\\") at += 1;
      else if (char === quote && this.#text.charAt(at + 1) === quote) at += 1;
      else if (char === quote) return at;
    }
    this.#isOpen = true;
    return this.#text.length;
  }

  /** Whether a string that stands here is a key or path into JSON. */
  #isKeyPlace(): boolean {
    const before = this.#tokens.at(-1)?.key ?? "";
    if (before === "->" || before === "->>" || before === "#>" || before === "#>>") return true;
    return before === "," && (this.#calls.at(-1)?.startsWith("JSON") ?? false);
  }

  #quotedName(open: string): void {
    const close = open === "[" ? "]" : open;
    const from = this.#at + 1;
    const end = this.#endOf(from, close, false);
    this.#at = end + 1;
    this.#push({
      kind: "quoted",
      text: this.#text.slice(from, end).replaceAll(close + close, close),
      key: "",
    });
  }

  #skipSpace(): boolean {
    while (this.#text.charCodeAt(this.#at) <= 0x20) this.#at += 1;
    return true;
  }

  /** Most words are ASCII, and belong to no string. */
  #plainWord(): boolean {
    const from = this.#at;
    let at = from;
    while (isWordCode(this.#text.charCodeAt(at), at > from)) at += 1;
    const after = this.#text.charCodeAt(at);
    if (at === from || after > 0x7f || after === 0x27 || after === 0x26) return false;
    this.#at = at;
    this.#pushWord(this.#text.slice(from, at));
    return true;
  }

  #pushWord(word: string): void {
    this.#push({
      kind: "word",
      text: this.#dialect.foldsCase ? word.toLowerCase() : word,
      key: word.toUpperCase(),
    });
  }

  #word(): boolean {
    const word = this.#match(WORD);
    if (word === undefined) return false;
    const quote = this.#text.charAt(this.#at);
    if (quote === "'" && STRING_PREFIX.test(word)) {
      this.#string(quote, this.#dialect.hasBackslashes || (this.#dialect.isPostgres && /^e$/i.test(word)));
      return true;
    }
    this.#pushWord(word);
    return true;
  }

  #dollarQuoted(char: string): boolean {
    if (char !== "$" || !this.#dialect.isPostgres) return false;
    const tag = this.#match(DOLLAR_QUOTE);
    if (tag === undefined) return false;
    const end = this.#text.indexOf(tag, this.#at);
    if (end === -1) this.#isOpen = true;
    this.#at = end === -1 ? this.#text.length : end + tag.length;
    this.#push(VALUE);
    return true;
  }

  #number(): boolean {
    // `t.1` is nobody's column: a dot and digits are a number wherever they stand.
    if (this.#match(NUMBER) === undefined) return false;
    this.#match(WORD); // what is written on to a number is a part of it: `10k`, `1e5x`
    this.#push(VALUE);
    return true;
  }

  #parameter(char: string): boolean {
    // PostgreSQL has `$1` alone: there `?`, `:` and `@` are operators.
    if (this.#dialect.isPostgres && char !== "$") return false;
    if (this.#match(PARAMETER) === undefined) return false;
    this.#push(VALUE);
    return true;
  }

  #punctuation(char: string): void {
    if (OPERATOR.test(char)) {
      const text = this.#match(LONG_OPERATOR) ?? this.#single(char);
      this.#push({ kind: "operator", text, key: text });
      return;
    }
    this.#at += char.length;
    if (char === "(") this.#calls.push(this.#tokens.at(-1)?.key ?? "");
    if (char === ")") this.#calls.pop();
    this.#push({ kind: "mark", text: char, key: char });
    if (char === ")") this.#foldRow();
  }

  #single(char: string): string {
    this.#at += 1;
    return char;
  }

  /** Adds a token; a value in a list of values adds nothing. */
  #push(token: Token): void {
    const tokens = this.#tokens;
    const isListed = token === VALUE && tokens.at(-1)?.key === "," && tokens.at(-2) === VALUE;
    if (isListed) tokens.pop();
    else tokens.push(token);
  }

  /** A row of values that follows another, `(?), (?)`, adds nothing. */
  #foldRow(): void {
    const last = this.#tokens.slice(-7);
    const isRepeated =
      last.map((token) => (token === VALUE ? "?" : token.kind === "mark" ? token.key : "")).join("") ===
      "(?),(?)";
    if (isRepeated) this.#tokens.splice(-4);
  }
}

function isWordCode(code: number, isInside: boolean): boolean {
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  return isLetter || code === 0x5f || (isInside && ((code >= 0x30 && code <= 0x39) || code === 0x24));
}

const VALUE: Token = { kind: "value", text: "?", key: "" };
