import { instruments } from "./law.ts";
import { GENERATED, MARKS, page, table } from "./markdown.ts";
import type { Rule, RulePack } from "./rule.ts";
import { actions, occasions, severities, shortReference } from "./rule-words.ts";

/** The page of all rules of the packs, as Markdown in Chinese and English. The same packs give the same text. */
export function rulesReference(packs: readonly RulePack[]): string {
  return page([
    `# 规则参考 · Rules (${packs.map(({ id, version }) => `${id}@${String(version)}`).join(", ")})`,
    GENERATED,
    "规则命中只表示「疑似 / 待复核」，不是法律结论，本页不是法律意见。默认只观察：命中被记录，不改变任何结果；" +
      "处置须由部署方逐条规则、逐个出口启用。每条规则另有一页供法务阅读，点击规则编号打开。",
    "A hit is a suspicion to be reviewed, not a legal conclusion, and this page is no legal advice. By default rules " +
      "observe: a hit is recorded, and nothing else happens. Enforcement is switched on by the deployment, rule by rule " +
      "and outlet by outlet. Each rule has a page of its own for a legal reader, behind its id.",
    table(
      ["模式 · Mode", "含义", "Meaning"],
      MODES.map((row) => [...row]),
    ),
    ...packs.flatMap((pack) => [
      `## ${pack.id}@${String(pack.version)}`,
      table(
        [
          "规则 · Rule",
          "名称",
          "Title",
          "依据 · Basis",
          "时机 · When",
          "严重程度 · Severity",
          "默认处置 · Action",
        ],
        pack.rules.map(row),
      ),
    ]),
    "## 依据文本 · Sources",
    table(
      ["简称 · Short name", "名称", "Title", "文本版本 · Text version", "施行或发布 · Since", "备注 · Note"],
      Object.entries(instruments).map(([name, { zh, en, textVersion, since, note }]) => [
        name,
        zh,
        en,
        textVersion,
        since,
        note ? `${note.zh} · ${note.en}` : "",
      ]),
    ),
    ...MARKS,
  ]);
}

const MODES = [
  ["`off` (`-M04`)", "不检查；决策记录写明", "not asked; records say so"],
  ["`observe`", "记录命中（默认）", "hits are recorded (default)"],
  ["`shadow` (`~M04`)", "另记录假如启用处置会剔除什么", "also recorded: what enforcing would have held back"],
  ["`enforce` (`!M04`)", "执行处置", "held back"],
  ["`?M04`", "规则出错，已暂停", "suspended, as it failed"],
  ["`killed`", "总开关已关闭处置，全部只观察", "kill switch: nothing is enforced"],
] as const;

function row(rule: Rule): string[] {
  const { id, title, basis, when, severity, defaultAction, byServiceClass = {} } = rule;
  const others = Object.entries(byServiceClass);
  return [
    `[${id}](rules/${id}.md)`,
    title.zh,
    title.en,
    basis.map((each) => `${shortReference(each)} [${each.mark}]`).join("; "),
    when.map((each) => `${occasions[each].zh} ${each}`).join("; "),
    [severity, ...others.map(([, other]) => other.severity)]
      .map((each) => `${severities[each].zh} ${each}`)
      .join(" / "),
    [defaultAction, ...others.map(([name, other]) => ({ name, action: other.defaultAction }))]
      .map((each) =>
        typeof each === "string"
          ? `${actions[each].zh} ${each}`
          : `${each.name}: ${actions[each.action].zh} ${each.action}`,
      )
      .join(" / "),
  ];
}
