import type { CodeSource } from "./sensitivity-code.ts";

const named: CodeSource = { text: "GDPR 9(1)", mark: "K" };
const read: CodeSource = { text: "GDPR 9(1), read so that it holds this kind", mark: "I" };

/**
 * Codes and classes of the special categories of GDPR 9(1): racial or ethnic origin, political opinions, beliefs,
 * trade-union membership, genetic and biometric data, health, sex life and orientation. What is inferred of one is taken
 * for one of it.
 */
const SPECIAL: readonly (readonly [code: string, source: CodeSource])[] = [
  ["EU", named],
  ["SPI.BIO", named],
  ["SPI.REL", named],
  ["SPI.MED", named],
  ["SPI.IDN.DISABLED", read],
  ["SPI.OTH.SEX", named],
  ["DRV.ETHNIC", read],
  ["DRV.RELIGION", read],
  ["DRV.HEALTH", read],
  ["DRV.DISABLE", read],
  ["DRV.SEX", read],
];

/** What makes a code one of a special category; undefined for nothing. */
export function specialCategoryOf(code: string): CodeSource | undefined {
  return SPECIAL.find(([each]) => code === each || code.startsWith(`${each}.`))?.[1];
}
