import type { ServiceClass } from "@probity/core";
import { GENERATED, page, table } from "./markdown.ts";
import type { Rule, RulePack, RuleResponse } from "./rule.ts";
import {
  actions,
  enforcements,
  occasions,
  serviceClasses,
  severities,
  spellReference,
} from "./rule-words.ts";

type Language = "zh" | "en";

/** The page of one rule for a reader who knows the law, as Markdown, first in Chinese and then in English. */
export function rulePage(rule: Rule, pack: RulePack): string {
  return page([
    `# ${rule.id} ${rule.title.zh}`,
    `**${rule.title.en}**`,
    GENERATED,
    `[全部规则 · All rules](../rules.md) · \`${pack.id}@${String(pack.version)}\``,
    ...inLanguage(rule, "zh"),
    ...inLanguage(rule, "en"),
  ]);
}

function inLanguage(rule: Rule, language: Language): string[] {
  const words = WORDS[language];
  const { version, effectiveFrom, when, basis, meaning, description, blindSpots, example, inputs } = rule;
  return [
    `## ${words.language}`,
    words.caveat,
    table(words.facts, [
      [
        String(version),
        effectiveFrom,
        when.map((each) => occasions[each][language]).join(words.semicolon),
        responsesOf(rule, language),
      ],
    ]),
    `### ${words.meaning}`,
    (meaning ?? description)[language],
    `### ${words.looksAt}`,
    description[language],
    `${words.inputs}${inputs.map((input) => `\`${input}\``).join(language === "zh" ? "、" : ", ")}`,
    `### ${words.blind}`,
    blindSpots[language],
    `### ${words.modes}`,
    modesOf(rule, language),
    `### ${words.basis}`,
    basis.map((reference) => `- ${spellReference(reference, language)}`).join("\n"),
    ...(example ? [`### ${words.example}`, example[language]] : []),
  ];
}

function responsesOf(rule: Rule, language: Language): string {
  const comma = language === "zh" ? "，" : ", ";
  const spell = ({ severity, defaultAction }: RuleResponse): string =>
    `${severities[severity][language]}${comma}${actions[defaultAction][language]}`;
  const others = othersOf(rule, language).map(([name, other]) => `${name}${spell(other)}`);
  return [spell(rule), ...others].join(WORDS[language].semicolon);
}

/** The responses to other classes of service, by the class's name and a colon. */
function othersOf({ byServiceClass = {} }: Rule, language: Language): [string, RuleResponse][] {
  const colon = language === "zh" ? "：" : ": ";
  return Object.entries(byServiceClass).map(([name, other]) => [
    `${serviceClasses[name as ServiceClass][language]}${colon}`,
    other,
  ]);
}

function modesOf(rule: Rule, language: Language): string {
  const { id, when, defaultAction, enforcement } = rule;
  const words = WORDS[language];
  if (!when.includes("inline")) return words.notInline;
  const others = othersOf(rule, language).map(
    ([name, other]) => `${name}${enforcements[other.defaultAction][language]}`,
  );
  const enforced = [(enforcement ?? enforcements[defaultAction])[language], ...others].join(" ");
  return [
    `- ${words.off} (\`-${id}\`)`,
    `- ${words.observe}`,
    `- ${words.shadow} (\`~${id}\`)`,
    `- ${words.enforce}${enforced} (\`!${id}\`)`,
  ].join("\n");
}

interface Words {
  readonly language: string;
  readonly caveat: string;
  readonly facts: readonly string[];
  readonly semicolon: string;
  readonly meaning: string;
  readonly looksAt: string;
  readonly inputs: string;
  readonly blind: string;
  readonly modes: string;
  readonly notInline: string;
  readonly off: string;
  readonly observe: string;
  readonly shadow: string;
  readonly enforce: string;
  readonly basis: string;
  readonly example: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    language: "中文",
    caveat:
      "命中只表示「疑似 / 待复核」：记录里的事实符合本页描述的情形，应由人核对。命中不是法律结论，没有命中也不证明没有问题。" +
      "本页不是法律意见。",
    facts: ["规则版本", "主要依据施行", "何时检查", "严重程度与处置"],
    semicolon: "；",
    meaning: "它说明什么",
    looksAt: "它看什么",
    inputs: "所看的记录栏目与登记项：",
    blind: "它看不到什么",
    modes: "各模式下做什么",
    notInline: "本规则不在决策过程中运行，不改变任何决策：由批量任务或登记检查给出待复核事项；关闭时不运行。",
    off: "**关闭**：不检查，决策记录写明本规则已关闭",
    observe: "**观察**（默认）：命中记入决策记录，结果不变",
    shadow: "**影子**：命中照记，另记录假如启用处置会剔除什么；结果不变",
    enforce: "**启用处置**：",
    basis: "法律依据",
    example: "举例",
  },
  en: {
    language: "English",
    caveat:
      "A hit means a suspicion to be reviewed: what is on record is as this page describes, and a person is to look at it. " +
      "It is no legal conclusion, and the absence of hits proves nothing. This page is no legal advice.",
    facts: ["Version of the rule", "Principal basis in force", "When it looks", "Severity and action"],
    semicolon: "; ",
    meaning: "What it means",
    looksAt: "What it looks at",
    inputs: "Columns of records and declarations: ",
    blind: "What it can't see",
    modes: "What each mode does",
    notInline:
      "The rule is not asked while a decision is made and changes none. What is to be reviewed comes from a batch run or " +
      "a check of the registry; switched off, it doesn't run.",
    off: "**Off**: it is not asked, and records say so",
    observe: "**Observe** (default): hits are recorded, and the result stays as it is",
    shadow:
      "**Shadow**: hits are recorded, and what enforcing would have held back; the result stays as it is",
    enforce: "**Enforce**: ",
    basis: "Legal basis",
    example: "Example",
  },
};
