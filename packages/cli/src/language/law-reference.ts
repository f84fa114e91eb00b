import { instruments, type LawReference } from "@probity/rules";

import type { Language } from "./language.ts";

/** A reference to a law. The Chinese title stands beside the short name, which pages and briefs go by. */
export function lawReference(
  { instrument, textVersion, article, mark }: LawReference,
  language: Language,
): string {
  const title = language === "zh" ? `《${instruments[instrument].zh}》` : "";
  return [`${instrument}@${textVersion}${title}`, article, `[${mark}]`]
    .filter((part) => part !== "")
    .join(" ");
}
