import type { ShapeEvidence } from "./classification.ts";
import type { Confidence } from "./name-word.ts";
import { valueShapes } from "./value-shapes.ts";

/** So many values are looked at, each of up to so many UTF-16 units. */
const MOST_SAMPLES = 200;
const MOST_UNITS = 128;

/** The share of the values that must have a form, and how many make it certain. */
const LEAST_SHARE = 0.6;
const MANY = 3;

/** The values that are looked at, as texts: numbers and texts that are not empty and not too long. */
export function readableSamples(samples: Iterable<unknown>): readonly string[] {
  const texts: string[] = [];
  let left = MOST_SAMPLES;
  for (const value of samples) {
    if (left === 0) break;
    left -= 1;
    const isText = typeof value === "string" && value.length <= MOST_UNITS;
    const text = isText
      ? value.trim()
      : typeof value === "number" || typeof value === "bigint"
        ? String(value)
        : "";
    if (text !== "") texts.push(text);
  }
  return texts;
}

/** The forms that most of the values have. */
export function matchShapes(
  texts: readonly string[],
): readonly (ShapeEvidence & { readonly stands: string })[] {
  if (texts.length === 0) return [];
  return valueShapes.flatMap(({ name, stands, title, isCertain, matches }) => {
    const matched = texts.filter((text) => matches(text)).length;
    if (matched / texts.length < LEAST_SHARE) return [];
    const confidence = confidenceOf(isCertain, matched);
    return [{ how: "shape", shape: name, stands, title, matched, of: texts.length, confidence }];
  });
}

function confidenceOf(isCertain: boolean, matched: number): Confidence {
  if (matched < MANY) return isCertain ? "medium" : "low";
  return isCertain ? "high" : "medium";
}
