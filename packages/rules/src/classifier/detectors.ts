import { taxonomy } from "../taxonomy/taxonomy.ts";
import type { NameWords } from "./name-word.ts";
import { otherWords } from "./other-words.ts";
import { sensitiveWords } from "./sensitive-words.ts";
import { valueShapes } from "./value-shapes.ts";

/** What looks for a code. */
export interface Detectors {
  /** Words that names may hold. */
  readonly name: boolean;
  /** Names of the forms that values may have. */
  readonly shapes: readonly string[];
  /** What else of Probity tells of the code while decisions are made. @default nothing */
  readonly elsewhere?: "rule S01" | "rule S06" | "tag lexicon";
}

const ELSEWHERE: Readonly<Record<string, NonNullable<Detectors["elsewhere"]>>> = {
  "SPI.U14": "rule S01",
  "SPI.AGG": "rule S06",
  "TAG.ILLEGAL": "tag lexicon",
  "TAG.BAD": "tag lexicon",
};

/** What a guess at one of these codes or classes is: a label that was inferred. */
export const INFERRED: readonly (readonly [of: string, code: string])[] = [
  ["SPI.MED", "DRV.HEALTH"],
  ["SPI.REL", "DRV.RELIGION"],
  ["SPI.IDN.DISABLED", "DRV.DISABLE"],
  ["SPI.OTH.SEX", "DRV.SEX"],
  ["EU.ETHNIC", "DRV.ETHNIC"],
];

const named = new Set([
  ...[...sensitiveWords, ...otherWords].flatMap(({ stands }: NameWords) => stands.split(" ")),
  ...INFERRED.map(([, code]) => code),
]);

/**
 * What looks for each code of the taxonomy: all of them are here, so that nothing is left out in silence. Where there is
 * neither a name nor a shape, the classifier never suggests the code.
 */
export const detectors: ReadonlyMap<string, Detectors> = new Map(
  taxonomy.map(({ code }) => {
    const shapes = valueShapes.filter(({ stands }) => stands === code).map(({ name }) => name);
    const elsewhere = ELSEWHERE[code];
    return [code, { name: named.has(code), shapes, ...(elsewhere && { elsewhere }) }];
  }),
);

/** The codes that nothing here looks for. */
export const unseenCodes: readonly string[] = [...detectors]
  .filter(([, { name, shapes }]) => !name && shapes.length === 0)
  .map(([code]) => code);
