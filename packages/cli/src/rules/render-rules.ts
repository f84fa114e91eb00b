import { controlTexts } from "../language/control-texts.ts";
import { lawReference } from "../language/law-reference.ts";
import { rulesTexts, type RulesTexts } from "../language/rules-texts.ts";
import { words } from "../language/words.ts";
import type { PackedRule } from "../rule-names.ts";
import { printable } from "../terminal/printable.ts";
import { formatTable, type TableColumn } from "../terminal/table.ts";
import { formatTree } from "../terminal/tree.ts";
import type { TextView } from "../text-view.ts";
import type { ConfiguredMode } from "./configured-modes.ts";

/** A rule, and what the configuration at hand says that it does. */
export interface ListedRule extends PackedRule {
  readonly configured: ConfiguredMode | undefined;
}

/** The rules as a table, one line each. */
export function renderRules(rules: readonly ListedRule[], { language, style }: TextView): string {
  const texts = rulesTexts[language];
  const { severities, actions } = words[language];
  const columns: TableColumn<ListedRule>[] = [
    { title: texts.rule, cell: ({ rule }) => `${rule.id}@${rule.version}` },
    { title: texts.pack, cell: ({ pack }) => pack },
    { title: texts.severity, cell: ({ rule }) => severities[rule.severity] },
    { title: texts.action, cell: ({ rule }) => actions[rule.defaultAction] },
    { title: texts.when, cell: ({ rule }) => rule.when.map((each) => texts.occasions[each]).join(", ") },
  ];
  const mode: TableColumn<ListedRule> = {
    title: texts.mode,
    cell: ({ configured }) => style.strong(modeOf(configured, texts, language)),
  };
  const title: TableColumn<ListedRule> = { title: "", cell: ({ rule }) => rule.title[language] };
  const isKnown = rules.some(({ configured }) => configured !== undefined);
  return formatTable(isKnown ? [...columns, mode, title] : [...columns, title], rules);
}

/** All that there is to say of a rule. */
export function renderRule({ pack, rule, configured }: ListedRule, { language, style }: TextView): string {
  const texts = rulesTexts[language];
  const { severities, actions } = words[language];
  const lines = [
    `${texts.pack} ${pack} · ${severities[rule.severity]} · ${actions[rule.defaultAction]} · ${rule.when.map((each) => texts.occasions[each]).join(", ")}`,
    configured && `${texts.mode}: ${modeOf(configured, texts, language)}`,
    rule.description[language],
    `${texts.blindSpots}: ${rule.blindSpots[language]}`,
    `${texts.inputs}: ${rule.inputs.join(", ")}`,
    texts.since(rule.effectiveFrom),
    texts.marks,
  ].filter((line) => line !== undefined);
  return formatTree({
    text: `${style.strong(`${rule.id}@${rule.version}`)} ${rule.title[language]}`,
    children: [
      ...lines.map((text) => ({ text })),
      {
        text: texts.basis,
        children: rule.basis.map((reference) => ({ text: lawReference(reference, language) })),
      },
    ],
  });
}

function modeOf(
  configured: ConfiguredMode | undefined,
  texts: RulesTexts,
  language: TextView["language"],
): string {
  if (!configured) return "";
  if (!configured.isActive) return texts.notActive;
  const { states } = controlTexts[language];
  const elsewhere = Object.entries(configured.outlets).map(
    ([outlet, mode]) => `${printable(outlet)}: ${states[mode] ?? mode}`,
  );
  return [states[configured.mode] ?? configured.mode, ...elsewhere].join(", ");
}
