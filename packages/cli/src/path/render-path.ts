import type { WholePath } from "@probity/clickhouse";

import type { Language } from "../language/language.ts";
import { colours, plain } from "../terminal/style.ts";
import { formatTree } from "../terminal/tree.ts";
import { childrenSections } from "./children.ts";
import { dataSection } from "./data.ts";
import { detailsSections } from "./details.ts";
import { findingsSection } from "./findings.ts";
import { headerSections } from "./header.ts";
import { holdsSections } from "./holds.ts";
import { interventionsSection } from "./interventions.ts";
import { remoteSections } from "./remote.ts";
import { resultSections } from "./result.ts";
import { unmappedSections } from "./spans.ts";
import { subjectSections } from "./subject.ts";
import { sectionNodes, viewOf } from "./view.ts";

/** How to draw a path. */
export interface RenderOptions {
  /** @default "en" */
  readonly language?: Language;
  /** With the escape codes of terminals. @default false */
  readonly colour?: boolean;
  /** IANA name of the time zone for times. @default "UTC" */
  readonly timeZone?: string;
}

/**
 * Draws the data-call path of a decision as a tree of text, the first ten items of it, one line per thing. Holds what
 * the record holds: names, codes, counts and pseudonyms. Text that would steer a terminal is shown as its code point.
 */
export function renderPath(path: WholePath, options: RenderOptions = {}): string {
  const { language = "en", colour = false, timeZone = "UTC" } = options;
  const view = viewOf(language, colour ? colours : plain, timeZone);
  const { decision } = path;
  const sections = [
    ...headerSections(decision, view),
    ...subjectSections(decision, view),
    dataSection(path, view),
    ...unmappedSections(path, view),
    ...remoteSections(path, view),
    findingsSection(path, view),
    ...holdsSections(path, view),
    interventionsSection(decision, view),
    ...detailsSections(decision, view),
    ...resultSections(decision, view),
    ...childrenSections(path, view),
  ];
  const { texts, style } = view;
  return formatTree({
    text: `${texts.decision} ${style.strong(decision.id)}`,
    children: sectionNodes(sections, style),
  });
}
