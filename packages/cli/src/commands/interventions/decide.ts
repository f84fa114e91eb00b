import type { InterventionLedger } from "@probity/control";

import { defineCommand, type Command } from "../../command.ts";
import { json, lang, store as storeParameters } from "../../common-parameters.ts";
import { renderTaken, takenJson } from "../../interventions/render-taken.ts";
import { decisionRules, takeStep } from "../../interventions/take-step.ts";
import { jsonLine } from "../../json-text.ts";
import { needed, required } from "../../parameters.ts";
import { textViewOf } from "../../text-view.ts";
import { withStore } from "../../with-store.ts";

type Step = "approve" | "reject" | "revoke";

interface StepDefinition {
  readonly name: Step;
  readonly summary: string;
  readonly details: string;
}

/** Lets it act. */
export const approveIntervention: Command = stepCommand({
  name: "approve",
  summary: "Approve a proposed intervention",
  details: "It acts from then on, within its time. Where two persons are needed, not by whoever proposed it.",
});

/** Never lets it act. */
export const rejectIntervention: Command = stepCommand({
  name: "reject",
  summary: "Reject a proposed intervention",
  details: "Whoever proposed it may, too.",
});

/** Ends it before its time. */
export const revokeIntervention: Command = stepCommand({
  name: "revoke",
  summary: "Revoke an approved intervention: it acts no longer",
  details: "Anybody who may enter steps may.",
});

function stepCommand(definition: StepDefinition): Command {
  return defineCommand({
    ...definition,
    parameters: {
      id: required("<id>", "id of the intervention", (given) => given),
      by: needed("--by <name>", "who does it: a member of staff, as the ledger is to name them"),
      ...storeParameters,
      lang,
      json,
    },

    async run({ id, by, lang: language, json: asJson, ...values }, surroundings) {
      const { io } = surroundings;
      const taken = await withStore(values, surroundings, async (store) => {
        const { rows: steps } = await store.interventionSteps({ id });
        return takeStep(
          store,
          { steps, ...decisionRules(steps), now: io.now },
          (ledger: InterventionLedger) => ledger[definition.name]({ id, by }),
        );
      });
      io.out(asJson ? jsonLine(takenJson(taken)) : renderTaken(taken, textViewOf(io, language)));
      return 0;
    },
  });
}
