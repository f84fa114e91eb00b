import type { Command, Parameter } from "../../command.ts";
import { changeCommand } from "../../control/change-command.ts";
import { required, text } from "../../parameters.ts";

const MODES = ["off", "observe", "shadow", "enforce"] as const;

const outlet: Parameter<string | undefined> = text("--outlet <id>", "on this outlet alone");

/** Sets what a rule does. */
export const setRule: Command = changeCommand({
  name: "set",
  summary: "Set what a rule does: off, observe, shadow or enforce",
  details:
    "shadow says what the rule would have held back, enforce holds it back. It goes before what configuration and control " +
    "files say, until clear.",
  parameters: {
    rule: required("<rule>", "id of the rule, such as M02", parseRuleName),
    mode: { ...required("<mode>", "what it is to do", (given) => given), choices: MODES },
    outlet,
  },
  changeOf: ({ rule, mode, outlet: id = "" }) => ({ target: "rule", rule, outlet: id, to: mode }),
});

/** Takes back what was set. */
export const clearRule: Command = changeCommand({
  name: "clear",
  summary: "Take back what was set for a rule: it does what the configuration says",
  details: "With --outlet, what was set for that outlet.",
  parameters: { rule: required("<rule>", "id of the rule, such as M02", parseRuleName), outlet },
  changeOf: ({ rule, outlet: id = "" }) => ({ target: "rule", rule, outlet: id, to: "" }),
});

// Rules of a deployment's own are known to its configuration alone, which need not be at hand: processes refuse a name
// that they don't know, and say so.
function parseRuleName(given: string): string {
  if (/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(given)) return given;
  throw new RangeError("expected the id of a rule, such as M02");
}
