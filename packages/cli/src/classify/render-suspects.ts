import { explain, type Suggestion, taxonomy } from "@probity/rules";

import { classifyTexts, type ClassifyTexts } from "../language/classify-texts.ts";
import type { Language } from "../language/language.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable } from "../terminal/table.ts";
import type { Suspect, SuspectReport } from "./find-suspects.ts";

/** How to show suspects. */
export interface SuspectView {
  readonly language: Language;
  readonly style: Style;
  /** They are places outside the catalog, counted by decisions. */
  readonly isFromStore: boolean;
}

/** The suspects in a table, a line for each suggestion, and what their absence does not say. */
export function renderSuspects(report: SuspectReport, { language, style, isFromStore }: SuspectView): string {
  const texts = classifyTexts[language];
  const { suspects, features, unseen } = report;
  const head =
    suspects.length === 0
      ? style.good(texts.nothing(features))
      : style.strong(
          isFromStore
            ? texts.unregistered(suspects.length, features)
            : texts.declared(suspects.length, features),
        );
  const notes = [texts.silence, ...(unseen.length > 0 ? [texts.unseen(unseen)] : [])];
  return [
    `${head}\n`,
    ...(suspects.length > 0 ? [table(suspects, { texts, language, isFromStore })] : []),
    "\n",
    ...notes.map((note) => `${style.faint(note)}\n`),
  ].join("");
}

interface Line {
  readonly suspect: Suspect;
  readonly suggestion: Suggestion;
}

function table(
  suspects: readonly Suspect[],
  { texts, language, isFromStore }: { texts: ClassifyTexts; language: Language; isFromStore: boolean },
): string {
  const lines = suspects.flatMap((suspect) =>
    suspect.suggestions.map((suggestion): Line => ({ suspect, suggestion })),
  );
  return formatTable(
    [
      { title: texts.feature, cell: ({ suspect }: Line) => printable(placeOf(suspect, isFromStore)) },
      isFromStore
        ? { title: texts.decisions, cell: ({ suspect }) => String(suspect.decisions ?? 0), isNumber: true }
        : { title: texts.declaredCodes, cell: ({ suspect }) => suspect.declared.join(" ") || texts.none },
      { title: texts.suspected, cell: ({ suggestion }) => nameOf(suggestion.stands, texts, language) },
      { title: texts.sureness, cell: ({ suggestion }) => texts.confidence[suggestion.confidence] },
      { title: texts.why, cell: ({ suggestion }) => printable(whyOf(suggestion, language)) },
    ],
    lines,
  );
}

function placeOf({ feature, source }: Suspect, isFromStore: boolean): string {
  return isFromStore ? `${source}.${feature}` : feature;
}

function nameOf(stands: string, texts: ClassifyTexts, language: Language): string {
  const entry = NAMES.get(stands);
  return entry ? `${stands} ${entry[language]}` : (texts.kinds[stands] ?? stands);
}

// The same word may stand in a name twice.
function whyOf({ evidence }: Suggestion, language: Language): string {
  return [...new Set(evidence.map((each) => explain(each)[language]))].join(language === "zh" ? "；" : "; ");
}

const NAMES = new Map(taxonomy.map((entry) => [entry.code, entry]));
