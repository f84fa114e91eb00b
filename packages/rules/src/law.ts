import { chinese, type ChineseInstrument } from "./law/chinese.ts";
import { european, type EuropeanInstrument } from "./law/european.ts";

/**
 * How far a statement about the law may be trusted: `V` the text itself was read; `V2` a secondary public source was;
 * `K` from knowledge, not checked; `I` inference or a choice of ours, not law.
 */
export type Mark = "V" | "V2" | "K" | "I";

/** A law, regulation, guide or notice in one version of its text. */
export interface Instrument {
  readonly zh: string;
  readonly en: string;
  /** Names the text that is quoted: the day it was passed or issued, as far as it is known. */
  readonly textVersion: string;
  /** When that text came into force or, where it has no force of law, was issued: `YYYY-MM-DD`, or the month. */
  readonly since: string;
  /** What a reader must know of the text that was read. @default nothing */
  readonly note?: { readonly zh: string; readonly en: string };
}

/** Short names of the instruments, as pages and briefs use them. */
export type InstrumentName = ChineseInstrument | EuropeanInstrument;

/** The instruments that the rules rest on. */
export const instruments: Readonly<Record<InstrumentName, Instrument>> = { ...chinese, ...european };

/** Where a rule stands in the law: an article of one version of a text. Texts change and are renumbered. */
export interface LawReference {
  readonly instrument: InstrumentName;
  readonly textVersion: string;
  /** Such as `24(3)`, the third paragraph, or `22 item 2`, a numbered item; empty for the text as a whole. */
  readonly article: string;
  readonly mark: Mark;
}

/** A reference to the version of the text in {@link instruments}. */
export function cite(instrument: InstrumentName, article: string, mark: Mark): LawReference {
  return { instrument, textVersion: instruments[instrument].textVersion, article, mark };
}
