import type { CommandGroup } from "../command.ts";
import { controlHistory } from "./control/history.ts";
import { clearRule, setRule } from "./control/set.ts";
import { showControl } from "./control/show.ts";
import { kill, release } from "./control/switch.ts";

/** What rules do while services run. */
export const control: CommandGroup = {
  name: "control",
  summary: "Change what rules do while services run, or throw the kill switch",
  details:
    "Every change is entered into the table control_changes, with who asked for it and why. Processes poll it, carry it out, " +
    "and enter that they did. What a process does follows from its configuration, its control file, this table, and the kill " +
    "switch, in this order.",
  commands: [showControl, setRule, clearRule, kill, release, controlHistory],
};
