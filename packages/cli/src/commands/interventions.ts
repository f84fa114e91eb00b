import type { CommandGroup } from "../command.ts";
import { approveIntervention, rejectIntervention, revokeIntervention } from "./interventions/decide.ts";
import { listInterventions } from "./interventions/list.ts";
import { proposeIntervention } from "./interventions/propose.ts";
import { showIntervention } from "./interventions/show.ts";

/** What people do to results by hand. */
export const interventions: CommandGroup = {
  name: "interventions",
  summary: "List manual interventions, propose, approve, reject or revoke one",
  details:
    "Each step is entered into the table interventions, with who took it. Processes that rank poll it. Where the configuration " +
    "asks for two persons, whoever proposed an intervention may not approve it.",
  commands: [
    listInterventions,
    showIntervention,
    proposeIntervention,
    approveIntervention,
    rejectIntervention,
    revokeIntervention,
  ],
};
