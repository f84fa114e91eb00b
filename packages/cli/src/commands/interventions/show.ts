import { defineCommand, type Command } from "../../command.ts";
import { json, lang, store as storeParameters } from "../../common-parameters.ts";
import { CliError } from "../../errors.ts";
import { renderStanding } from "../../interventions/render-interventions.ts";
import { jsonLine } from "../../json-text.ts";
import { required } from "../../parameters.ts";
import { textViewOf } from "../../text-view.ts";
import { withStore } from "../../with-store.ts";

/** One intervention with all its steps. */
export const showIntervention: Command = defineCommand({
  name: "show",
  summary: "Show a manual intervention: what it does, how it stands, who took which step",
  details:
    "Decisions that it touched name it: probity decisions --intervened lists them. Exit code 1 where there is no such one.",
  parameters: {
    id: required("<id>", "id of the intervention", (given) => given),
    ...storeParameters,
    lang,
    json,
  },

  async run({ id, lang: language, json: asJson, ...values }, surroundings) {
    const { io } = surroundings;
    await withStore(values, surroundings, async (store) => {
      const [standing] = (await store.interventions({ id, at: io.now() })).rows;
      if (!standing) throw new CliError("NOT_FOUND", `no intervention ${id} is on record`);
      const { rows: steps } = await store.interventionSteps({ id });
      const ordered = steps.toSorted((a, b) => a.ts - b.ts);
      if (asJson) io.out(jsonLine({ ...standing, steps: ordered }));
      else io.out(renderStanding(standing, ordered, textViewOf(io, language)));
    });
    return 0;
  },
});
