import type { CommandGroup } from "../command.ts";
import { listRules } from "./rules/list.ts";
import { showRule } from "./rules/show.ts";

/** The rules themselves. */
export const rules: CommandGroup = {
  name: "rules",
  summary: "List rules with their legal basis, or show one",
  details: "Their hits are suspected and to be reviewed, never a verdict.",
  commands: [listRules, showRule],
};
