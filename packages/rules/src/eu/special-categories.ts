import { isSensitiveIn } from "../taxonomy/taxonomy.ts";

/** Whether a code is of a special category of GDPR 9(1). */
export function isSpecial(code: string): boolean {
  return isSensitiveIn(code, "EU");
}

/** The codes of special categories among the features' of these numbers, each once. */
export function specialCodes(
  features: readonly { readonly codes: readonly string[] }[],
  numbers: readonly number[],
): readonly string[] {
  const codes = numbers.flatMap((number) => features[number]?.codes.filter(isSpecial) ?? []);
  return [...new Set(codes)].sort();
}
