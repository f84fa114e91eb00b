import type { Parameter } from "../command.ts";
import { needed, text } from "../parameters.ts";

/** What every change says: who wants it, why, and for which service. Who it is is never guessed from the machine. */
export const changeParameters: ChangeParameters = {
  by: needed("--by <name>", "who wants it: a member of staff, as the ledger is to name them"),
  reason: needed("--reason <text>", "why"),
  service: text("--service <name>", "for this service alone (default: every service of this database)"),
};

interface ChangeParameters {
  readonly by: Parameter<string>;
  readonly reason: Parameter<string>;
  readonly service: Parameter<string | undefined>;
}
