import { SizedCache } from "../sized-cache.ts";
import type { SqlDialect } from "./dialect.ts";
import { MOST_TEXT, tokenise } from "./lexer.ts";
import { digestOf, readTokens } from "./read-sql.ts";
import type { SqlReads } from "./reads.ts";

export interface SqlReaderOptions {
  /** Which keys into JSON are names and not data. */
  readonly isName: (key: string) => boolean;
  /** Milliseconds of a clock that never goes back. @default performance.now */
  readonly now?: () => number;
}

/** Characters of texts, and of what was read of them, that are remembered. */
const MOST_KEPT = 2 * 1024 * 1024;
/** Characters that are read in a second: about 50 ms on a slow core. What is remembered is not read again. */
const MOST_A_SECOND = 1_000_000;

/**
 * Reads statements, each text and each form of statement once. A service that writes values into its statements has a new
 * text each time, but few forms.
 */
export class SqlReader {
  readonly #isName: (key: string) => boolean;
  readonly #now: () => number;
  readonly #byText: Readonly<Record<SqlDialect["name"], SizedCache<SqlReads>>> = {
    postgresql: new SizedCache(MOST_KEPT),
    mysql: new SizedCache(MOST_KEPT),
    sqlite: new SizedCache(MOST_KEPT),
  };
  readonly #byForm: SizedCache<SqlReads> = new SizedCache(MOST_KEPT, charactersOf);
  #left = MOST_A_SECOND;
  #countedAt = Number.NEGATIVE_INFINITY;

  constructor({ isName, now = () => performance.now() }: SqlReaderOptions) {
    this.#isName = isName;
    this.#now = now;
  }

  /** What the statement reads; undefined if so much was read within a second that this has to stay unread. */
  read(text: string, dialect: SqlDialect): SqlReads | undefined {
    const byText = this.#byText[dialect.name];
    const known = byText.get(text);
    if (known) return known;
    if (!this.#mayRead(Math.min(text.length, MOST_TEXT))) return undefined;
    const lexed = tokenise(text, dialect, this.#isName);
    const digest = digestOf(lexed.tokens);
    const form = `${dialect.name} ${digest} ${lexed.isWhole}`;
    const reads = this.#byForm.get(form) ?? readTokens(lexed, digest);
    this.#byForm.set(form, reads);
    byText.set(text, reads);
    return reads;
  }

  #mayRead(characters: number): boolean {
    const now = this.#now();
    if (now - this.#countedAt >= 1_000) {
      this.#countedAt = now;
      this.#left = MOST_A_SECOND;
    }
    if (this.#left < characters) return false;
    this.#left -= characters;
    return true;
  }
}

function charactersOf({ tables, loose }: SqlReads): number {
  const names = tables.flatMap(({ table, selected, filtered }) => [table, ...selected, ...filtered]);
  return [...names, ...loose].reduce((sum, name) => sum + name.length + 32, 0);
}
