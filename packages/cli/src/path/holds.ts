import type { DecisionPath, PathHold } from "@probity/clickhouse";

import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { ruleOf } from "./findings.ts";
import { flagsOf } from "./result.ts";
import { joined, type Section, type View } from "./view.ts";

/** What enforced rules made of the decision and held back, and what rules in shadow would have; nothing where that is none. */
export function holdsSections({ decision, holds }: DecisionPath, view: View): Section[] {
  const { mode, items_held: items } = decision;
  if (mode === "as_requested" && holds.length === 0 && items.length === 0) return [];
  const { texts, words, style } = view;
  const enforced = holds.filter((hold) => hold.mode === "enforce").length;
  return [
    {
      label: texts.holds,
      says: joined(
        mode !== "as_requested" && style.notable(words.decisionModes[mode]),
        enforced > 0 && style.notable(texts.enforced(enforced)),
        holds.length > enforced && texts.inShadow(holds.length - enforced),
        items.length > 0 && texts.itemsHeld(items.length),
      ),
      children: [
        ...holds.map((hold) => holdNode(hold, decision.rules, view)),
        ...items.map(({ id, flags }) => ({
          text: joined(texts.itemHeld(id), ...flagsOf(flags, view)),
        })),
      ],
    },
  ];
}

function holdNode(hold: PathHold, packs: string, view: View): TreeNode {
  const { texts, words, style, language } = view;
  const { rule: id, rule_version: version, action, mode, features, unregistered, tags, items } = hold;
  const isEnforced = mode === "enforce";
  const name = (isEnforced ? style.bad : style.notable)(printable(`${id}@${version}`));
  const what = joined(
    features.length > 0 && texts.features(features.map(printable).join(", ")),
    unregistered > 0 && texts.unregisteredHeld(unregistered),
    tags > 0 && texts.tagsHeld(tags),
    items > 0 && texts.items(items),
  );
  return {
    text: joined(
      `${name} ${ruleOf(packs, id)?.title[language] ?? texts.unknownRule}`,
      texts.would(words.actions[action], words.modes[mode]),
    ),
    children: what === "" ? [] : [{ text: texts[isEnforced ? "heldBack" : "wouldHold"](what) }],
  };
}
