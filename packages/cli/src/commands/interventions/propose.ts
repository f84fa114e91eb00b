import { resolvePseudonymSecrets, type Config } from "@probity/config";
import type { ProposedKind } from "@probity/control";
import { interventionRecord, Pseudonyms, type Surface } from "@probity/core";

import { defineCommand, type Command, type Parameter, type Surroundings } from "../../command.ts";
import { json, lang, store as storeParameters } from "../../common-parameters.ts";
import { CliError } from "../../errors.ts";
import { renderTaken, takenJson } from "../../interventions/render-taken.ts";
import { takeStep, type StepRules } from "../../interventions/take-step.ts";
import { jsonLine } from "../../json-text.ts";
import { parseMoment, parseSpan, type Moment } from "../../listing/moment.ts";
import { chosen, needed, parsed, text } from "../../parameters.ts";
import { findConfig } from "../../store-place.ts";
import { textViewOf } from "../../text-view.ts";
import { withStore } from "../../with-store.ts";

const { columns } = interventionRecord;
const KINDS = Object.keys(columns.kind.type.enum8).filter((kind) => kind !== "unknown") as ProposedKind[];
const SURFACES = Object.keys(columns.surface.type.enum8) as Surface[];

/** Says what is to be done to a result. */
export const proposeIntervention: Command = defineCommand({
  name: "propose",
  summary: "Propose a manual intervention; it acts once it is approved",
  details:
    "Reason codes, the longest time, and where two persons are needed are those of the configuration, whose pseudonym key " +
    "makes the item's pseudonym: the item's own id is kept beside it, as whoever ranks must know it.",
  parameters: {
    kind: mandatory(chosen("--kind <kind>", "what is done to the item", KINDS)),
    surface: mandatory(chosen("--surface <surface>", "where it acts", SURFACES)),
    item: needed("--item <id>", "the item's id, as the service ranks it"),
    rank: number("--rank <rank>", "the rank to put it at, from 1: for pin, insert and override"),
    factor: number("--factor <factor>", "what its score is multiplied by: for boost and demote"),
    outlet: text("--outlet <id>", "on this outlet alone"),
    algorithm: text("--algorithm <id>", "for this algorithm alone"),
    reason: needed("--reason <code>", "one of the configuration's reason codes"),
    ticket: needed("--ticket <ticket>", "where it was asked for"),
    from: parsed("--from <time>", "when it begins (default: now)", parseMoment),
    to: parsed("--to <time>", "when it ends", parseMoment),
    lasting: parsed("--for <time>", "how long it lasts, such as 12h or 7d, in place of --to", parseSpan),
    id: text("--id <id>", "an id of your own (default: one is made up)"),
    by: needed("--by <name>", "who proposes it: a member of staff, as the ledger is to name them"),
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, from, to, lasting, ...values }, surroundings) {
    const { io } = surroundings;
    const { kind, surface, item, rank, factor, outlet, algorithm, reason, ticket, id, by } = values;
    const times = timesOf({ from, to, lasting }, io.now());
    const rules = await configuredRules(values, surroundings);
    const proposal = {
      id,
      by,
      kind,
      surface,
      outlet,
      algorithm,
      item,
      rank,
      factor,
      reason,
      ticket,
      ...times,
    };
    const taken = await withStore(values, surroundings, async (store) => {
      const { rows: steps } = id === undefined ? { rows: [] } : await store.interventionSteps({ id });
      return takeStep(store, { steps, ...rules, now: io.now }, (ledger) => ledger.propose(proposal));
    });
    io.out(asJson ? jsonLine(takenJson(taken)) : renderTaken(taken, textViewOf(io, language)));
    return 0;
  },
});

interface Times {
  readonly from: Moment | undefined;
  readonly to: Moment | undefined;
  readonly lasting: number | undefined;
}

function timesOf({ from, to, lasting }: Times, now: number): { from: number; to: number } {
  const start = from?.(now) ?? now;
  if (lasting !== undefined && to === undefined) return { from: start, to: start + lasting };
  if (lasting === undefined && to !== undefined) return { from: start, to: to(now) };
  throw new CliError("USAGE", "until when does it act? give --to <time> or --for <time>, one of them");
}

async function configuredRules(
  values: { readonly config: string | undefined },
  surroundings: Surroundings,
): Promise<StepRules> {
  const { io } = surroundings;
  const config = await findConfig(values, surroundings);
  if (!config) {
    throw new CliError(
      "NO_KEY",
      `a proposal needs the pseudonym key and the rules of a configuration: there is no probity.yaml in ${io.cwd}, give --config <file>`,
    );
  }
  const { current } = await resolvePseudonymSecrets(config, { env: io.env });
  return { service: config.service, pseudonyms: new Pseudonyms(current), ...askedBy(config) };
}

function askedBy(config: Config): Omit<StepRules, "service" | "pseudonyms"> {
  const { twoPersonSurfaces, reasons, maxDays } = config.interventions;
  return {
    twoPersonSurfaces,
    maxDays,
    reasons,
    outlets: config.outlets.map(({ id }) => id),
    algorithms: config.algorithms.map(({ id }) => id),
  };
}

function mandatory<Value>(parameter: Parameter<Value | undefined>): Parameter<Value> {
  // Never used: the program refuses a call without it.
  return { ...(parameter as Parameter<Value>), isNeeded: true };
}

function number(usage: string, description: string): Parameter<number | undefined> {
  return parsed(usage, description, (given) => {
    if (/^\d{1,9}(\.\d{1,6})?$/.test(given)) return Number(given);
    throw new RangeError("expected a number");
  });
}
