import type { FindingRow } from "@probity/core";

import { findingsTexts } from "../language/findings-texts.ts";
import { shortTimeFormat } from "../language/format.ts";
import { lawReference } from "../language/law-reference.ts";
import { words } from "../language/words.ts";
import { packedRules } from "../rule-names.ts";
import { printable } from "../terminal/printable.ts";
import { formatTree, type TreeNode } from "../terminal/tree.ts";
import type { TextView } from "../text-view.ts";

/** How to show findings. */
export interface FindingsView extends TextView {
  /** With what reproduces each. */
  readonly withQuery: boolean;
}

/** The findings, one after the other, each with what it rests on. */
export function renderFindings(rows: readonly FindingRow[], view: FindingsView): string {
  return rows.map((row) => formatTree(findingNode(row, view))).join("\n");
}

function findingNode(row: FindingRow, view: FindingsView): TreeNode {
  const { language, style, timeZone, withQuery } = view;
  const texts = findingsTexts[language];
  const time = shortTimeFormat(timeZone);
  const rule = packedRules().find((each) => each.rule.id === row.rule)?.rule;
  const isGrave = row.severity === "critical" || row.severity === "high";
  const name = (isGrave ? style.bad : style.notable)(printable(`${row.rule}@${row.rule_version}`));
  const about = [
    row.algorithm !== "" && texts.algorithm(printable(row.algorithm)),
    row.outlet !== "" && texts.outlet(printable(row.outlet)),
    row.about !== "" && printable(row.about),
  ].filter((part) => part !== false);
  const explanation = language === "zh" ? row.explanation_zh : row.explanation_en;
  const lines = [
    `${texts.suspected} · ${words[language].severities[row.severity]} · ${texts.asksFor(words[language].actions[row.action])}`,
    printable(explanation),
    about.length > 0 && texts.about(about.join(", ")),
    texts.window(time(row.from), time(row.to)),
    row.measures.length > 0 &&
      texts.measures(row.measures.map((each) => `${printable(each.name)} ${figure(each.value)}`).join(", ")),
    rule && texts.basis(rule.basis.map((reference) => lawReference(reference, language)).join("; ")),
    style.faint(texts.origin(printable(row.service), time(row.ts), printable(row.rules), row.run)),
    withQuery && texts.query(printable(row.query.replaceAll(/\s+/g, " ").trim())),
    withQuery && texts.parameters(printable(row.parameters)),
  ];
  return {
    text: `${name} ${rule?.title[language] ?? texts.unknownRule}`,
    children: lines.flatMap((text) =>
      text === false || text === undefined || text === "" ? [] : [{ text }],
    ),
  };
}

function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
