/**
 * Codes of data of the special categories of GDPR 9(1), whole or by class, so far as the taxonomy has them: racial or
 * ethnic origin, political opinions, beliefs, trade-union membership, genetic and biometric data, health, sex life and
 * orientation. Inferred ones are of the category that they infer.
 */
const SPECIAL: readonly string[] = [
  "SPI.BIO",
  "SPI.REL",
  "SPI.MED",
  "SPI.IDN.DISABLED",
  "SPI.OTH.SEX",
  "DRV.ETHNIC",
  "DRV.RELIGION",
  "DRV.HEALTH",
  "DRV.DISABLE",
  "DRV.SEX",
  "EU",
];

/** Whether a code is of a special category. */
export function isSpecial(code: string): boolean {
  return SPECIAL.some((each) => code === each || code.startsWith(`${each}.`));
}

/** The codes of special categories among the features' of these numbers, each once. */
export function specialCodes(
  features: readonly { readonly codes: readonly string[] }[],
  numbers: readonly number[],
): readonly string[] {
  const codes = numbers.flatMap((number) => features[number]?.codes.filter(isSpecial) ?? []);
  return [...new Set(codes)].sort();
}
