import { europeanCodes } from "./european-codes.ts";
import { otherCodes } from "./other-codes.ts";
import type { Regime, SensitivityCode } from "./sensitivity-code.ts";
import { sensitiveCodes } from "./sensitive-codes.ts";
import { taxonomyChanges } from "./taxonomy-changes.ts";

/** Grows with every change to {@link taxonomy}; what changed is in {@link taxonomyChanges}. */
export const taxonomyVersion: number = taxonomyChanges.at(-1)?.version ?? 0;

/** Kinds of personal data that the law treats apart, as codes that features carry. */
export const taxonomy: readonly SensitivityCode[] = [...sensitiveCodes, ...otherCodes, ...europeanCodes];

const byCode = new Map(taxonomy.map((entry) => [entry.code, entry]));

/** True for a whole code of the taxonomy, `SPI.MED.COND`; false for a class, `SPI.MED`. */
export function isKnownCode(code: string): boolean {
  return byCode.has(code);
}

/** Whether data of a code is sensitive by a body of law; false for what is no whole code. */
export function isSensitiveIn(code: string, regime: Regime): boolean {
  return byCode.get(code)?.sensitiveIn.includes(regime) ?? false;
}

/** True where PIPL 29 asks for a separate consent: tiers S and G. */
export function needsSeparateConsent(code: string): boolean {
  return isSensitiveIn(code, "CN");
}
