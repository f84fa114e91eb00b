import { defineCommand, type Command } from "../../command.ts";
import { json, lang, store as storeParameters } from "../../common-parameters.ts";
import { readReach } from "../../control/reach.ts";
import { renderReach, renderSteps } from "../../control/render-control.ts";
import { CliError } from "../../errors.ts";
import type { ExitCode } from "../../exit-code.ts";
import { jsonLine } from "../../json-text.ts";
import { parsed, text } from "../../parameters.ts";
import type { StorePort } from "../../ports.ts";
import { textViewOf } from "../../text-view.ts";
import { withStore } from "../../with-store.ts";

/** What was asked for, and which processes do it. */
export const showControl: Command = defineCommand({
  name: "show",
  summary: "Show what holds by request, and which processes carried it out",
  details:
    "With the id of a change, that one alone: who asked for it, when each process carried it out, and how long that took by " +
    "its clock. Processes that live are those that stated their coverage within three minutes; one in which a request changes " +
    "nothing enters nothing.",
  parameters: {
    change: parsed("[change]", "id of a change", parseChange),
    service: text("--service <name>", "what holds for this service"),
    ...storeParameters,
    lang,
    json,
  },

  async run({ change, service, lang: language, json: asJson, ...values }, surroundings) {
    const { io } = surroundings;
    const view = textViewOf(io, language);
    const ofAll = async (store: StorePort): Promise<ExitCode> => {
      const reach = await readReach(store, service);
      io.out(asJson ? jsonLine(reach) : renderReach(reach, view));
      return 0;
    };
    const ofOne = async (store: StorePort, id: string): Promise<ExitCode> => {
      const steps = await store.controlSteps(id);
      if (steps.length === 0) throw new CliError("NOT_FOUND", `no change ${id} is on record`);
      io.out(asJson ? jsonLine(steps) : renderSteps(steps, view));
      return 0;
    };
    return withStore(values, surroundings, (store) =>
      change === undefined ? ofAll(store) : ofOne(store, change),
    );
  },
});

function parseChange(given: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)) return given.toLowerCase();
  throw new RangeError("expected the id of a change, a UUID");
}
