import type { CommandGroup } from "../command.ts";
import { showChoices } from "./choices/show.ts";

/** The ledger of users' choices. */
export const choices: CommandGroup = {
  name: "choices",
  summary: "Look into the ledger of users' choices",
  details: "Who switched personalisation off, refused tags, gave or withdrew consent, and when.",
  commands: [showChoices],
};
