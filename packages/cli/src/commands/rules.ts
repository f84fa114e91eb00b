import type { CommandGroup } from "../command.ts";
import { listRules } from "./rules/list.ts";
import { runRules } from "./rules/run.ts";
import { showRule } from "./rules/show.ts";

/** The rules themselves. */
export const rules: CommandGroup = {
  name: "rules",
  summary: "List rules with their legal basis, show one, or run those over stored records",
  details: "Their hits are suspected and to be reviewed, never a verdict.",
  commands: [listRules, showRule, runRules],
};
