import type { AlgorithmType } from "@probity/core";

/**
 * The type that a filing number says the algorithm was filed as, by its 14th and 15th digit; `undefined` where it has not
 * the form of one. Read off published numbers, not out of a rule.
 */
export function typeInFilingNumber(filing: string): AlgorithmType | undefined {
  const type = /^网信算备[:：]?\d{13}(0[1-5])\d{6}号?$/.exec(filing.replaceAll(/\s/gu, ""))?.[1];
  return type === undefined ? undefined : TYPES[Number(type) - 1];
}

/** 01 to 05. */
const TYPES: readonly AlgorithmType[] = [
  "generation",
  "personalised_push",
  "ranking",
  "retrieval",
  "dispatch",
];
