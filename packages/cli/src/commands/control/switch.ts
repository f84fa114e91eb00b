import type { Command } from "../../command.ts";
import { changeCommand } from "../../control/change-command.ts";

const killSwitch = { target: "kill_switch", rule: "", outlet: "" } as const;

/** Has no rule enforced any longer. */
export const kill: Command = changeCommand({
  name: "kill",
  summary: "Throw the kill switch: no rule is enforced, hits are recorded",
  details: "Rules that are enforced observe from then on, until release.",
  parameters: {},
  changeOf: () => ({ ...killSwitch, to: "thrown" }),
});

/** Has rules enforced again. */
export const release: Command = changeCommand({
  name: "release",
  summary: "Release the kill switch: rules do again what they are set to",
  details: "It undoes kill.",
  parameters: {},
  changeOf: () => ({ ...killSwitch, to: "released" }),
});
