import type { DecisionPath, PathFinding } from "@probity/clickhouse";
import { rulePacks, type Rule } from "@probity/rules";

import { lawReference } from "../language/law-reference.ts";
import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { joined, type Section, type View } from "./view.ts";

/** Which rules hit. Each is suspected and to be reviewed. */
export function findingsSection({ findings, decision }: DecisionPath, view: View): Section {
  const { texts, style } = view;
  const says = findings.length === 0 ? texts.noFindings : style.notable(texts.suspected(findings.length));
  return {
    label: texts.findings,
    says,
    children: findings.map((finding) => findingNode(finding, decision.rules, view)),
  };
}

function findingNode(finding: PathFinding, pack: string, view: View): TreeNode {
  const { texts, words, style, language } = view;
  const { rule: id, rule_version: version, severity, features, detail } = finding;
  const rule = ruleOf(pack, id);
  const isGrave = severity === "critical" || severity === "high";
  const name = (isGrave ? style.bad : style.notable)(printable(`${id}@${version}`));
  return {
    text: joined(`${name} ${rule?.title[language] ?? texts.unknownRule}`, words.severities[severity]),
    children: [
      texts.would(words.actions[finding.action], words.modes[finding.mode]),
      features.length > 0 && texts.features(features.map(printable).join(", ")),
      detail !== "" && texts.detail(printable(detail)),
      rule && texts.basis(rule.basis.map((reference) => lawReference(reference, language)).join("; ")),
    ]
      .filter((line) => line !== false && line !== undefined)
      .map((text) => ({ text })),
  };
}

/** The rule of that id, in the packs that a record names, as `cn@2 eu@1 -M04`; undefined where we don't know it. */
export function ruleOf(packs: string, id: string): Rule | undefined {
  return packs
    .split(" ")
    .flatMap((pack) => rulePacks.get(pack.split("@")[0] ?? "")?.rules ?? [])
    .find((rule) => rule.id === id);
}
