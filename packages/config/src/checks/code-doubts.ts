import { classifyFeature, explain, type Suggestion, taxonomy } from "@probity/rules";
import type { ProblemDraft } from "../problem.ts";
import { entriesAt, keyOffsetOf, keysAt, type LocatedNode, nodeAt, textAt } from "../yaml/located-node.ts";

/** Tiers of codes whose data asks for care; the others are expressly not sensitive, or no longer so. */
const SENSITIVE: ReadonlySet<string> = new Set(
  taxonomy.filter(({ tier }) => tier === "S" || tier === "G" || tier === "D").map(({ code }) => code),
);

/** Personal features without codes whose names sound like sensitive data. A name may mislead; a missing code is worse. */
export function* doubtCodes(root: LocatedNode): Generator<ProblemDraft> {
  for (const name of keysAt(root, ["features"])) {
    const path = ["features", name];
    const isCoded = entriesAt(root, [...path, "codes"]).size > 0;
    if (isCoded || nodeAt(root, [...path, "personal"])?.value === false) continue;
    const { codes } = classifyFeature({ name, source: textAt(root, [...path, "source"]) });
    const suggestion = codes.find(({ stands, confidence }) => confidence !== "low" && SENSITIVE.has(stands));
    if (!suggestion) continue;
    yield {
      code: "suspicious",
      what: "feature that may be sensitive",
      path,
      offset: keyOffsetOf(root, path),
      found: `no codes, and ${evidenceOf(suggestion)}`,
      expected: `codes: [${suggestion.stands}], if that is what it is; personal: false, if it is about nobody`,
    };
  }
}

function evidenceOf({ evidence }: Suggestion): string {
  return evidence.map((each) => explain(each).en).join(", ");
}
