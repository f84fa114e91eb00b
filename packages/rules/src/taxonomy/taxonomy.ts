import { otherCodes } from "./other-codes.ts";
import type { SensitivityCode } from "./sensitivity-code.ts";
import { sensitiveCodes } from "./sensitive-codes.ts";

/**
 * Grows with every change to {@link taxonomy}. Version 1 follows GB/T 45574-2025, in force since 2025-11-01, which took
 * the place of annex B of GB/T 35273-2020; codes that only the older list had are kept as tier L.
 */
export const taxonomyVersion = 1;

/** Kinds of personal data that the law treats apart, as codes that features carry. */
export const taxonomy: readonly SensitivityCode[] = [...sensitiveCodes, ...otherCodes];

const byCode = new Map(taxonomy.map((entry) => [entry.code, entry]));

/** True for a whole code of the taxonomy, `SPI.MED.COND`; false for a class, `SPI.MED`. */
export function isKnownCode(code: string): boolean {
  return byCode.has(code);
}

/** True where PIPL 29 asks for a separate consent: tiers S and G. */
export function needsSeparateConsent(code: string): boolean {
  const tier = byCode.get(code)?.tier;
  return tier === "S" || tier === "G";
}
