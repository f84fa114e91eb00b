import { rulePacks } from "@probity/rules";

import { defineCommand, type Command, type Surroundings } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { CliError } from "../errors.ts";
import { jsonLine } from "../json-text.ts";
import { decisionsTexts } from "../language/decisions-texts.ts";
import { languageOf } from "../language/language.ts";
import { decisionsTable } from "../listing/decisions-table.ts";
import { listDecisions, type Query } from "../listing/list-decisions.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { count, flag, parsed, text } from "../parameters.ts";
import { findConfig, resolveStore } from "../store-place.ts";
import { subjectPseudonyms } from "../subject-pseudonyms.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** Lists decisions, newest first. */
export const decisions: Command = defineCommand({
  name: "decisions",
  summary: "List decisions, newest first",
  details: "What is asked for together must hold together. With --json, one decision a line.",
  parameters: {
    algorithm: text("--algorithm <id>", "of this algorithm"),
    outlet: text("--outlet <id>", "on this outlet"),
    feature: text("--feature <name>", "that used this feature, such as profile.age"),
    subject: text("--subject <pseudonym>", "for the user of this pseudonym, 64 hexadecimal digits"),
    subjectId: text(
      "--subject-id <id>",
      "for the user of this id, which the configured keys turn into pseudonyms; - reads it from standard input",
    ),
    finding: parsed("--finding <rule>", "that this rule hit, such as M02", parseRule),
    minors: flag("--minors", "for minors, by age band or by the minors' mode"),
    intervened: flag("--intervened", "that people changed"),
    ...windowParameters,
    limit: count("--limit <count>", "so many at most", { fallback: 50, most: 10_000 }),
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, limit, subject, subjectId, ...values }, surroundings) {
    const { io, ports } = surroundings;
    const { algorithm, outlet, feature, finding: rule, minors, intervened } = values;
    const window = windowOf(values, io.now());
    const subjects = await subjectsOf({ subject, subjectId, config: values.config }, surroundings);
    const query: Query = { algorithm, outlet, feature, rule, subjects, minors, intervened, ...window };

    const store = ports.openStore(await resolveStore(values, surroundings));
    try {
      const { rows, hasMore } = await listDecisions(store, query, limit);
      const spoken = language ?? languageOf(io.env);
      if (asJson) for (const row of rows) io.out(jsonLine(row));
      else if (rows.length > 0) {
        const style = showsColour(io) ? colours : plain;
        const { timeZone } = io;
        io.out(
          decisionsTable(rows, { language: spoken, style, timeZone, forFeature: feature !== undefined }),
        );
      }
      const texts = decisionsTexts[spoken];
      io.err(`${texts.listed(rows.length, io.timeZone)}\n${hasMore ? `${texts.hasMore}\n` : ""}`);
      return 0;
    } finally {
      await store.close();
    }
  },
});

interface NamedUser {
  readonly subject: string | undefined;
  readonly subjectId: string | undefined;
  readonly config: string | undefined;
}

// No message here holds what was given: it may be a user's own id.
async function subjectsOf(
  { subject, subjectId, config }: NamedUser,
  surroundings: Surroundings,
): Promise<readonly string[] | undefined> {
  if (subject !== undefined && subjectId !== undefined) {
    throw new CliError("USAGE", "--subject and --subject-id both name a user: give one of them");
  }
  if (subjectId !== undefined) {
    const found = await findConfig({ config }, surroundings);
    if (found) return subjectPseudonyms(subjectId, found, surroundings.io);
    throw new CliError(
      "NO_KEY",
      `--subject-id needs the pseudonym keys: there is no probity.yaml in ${surroundings.io.cwd}, give --config <file>`,
    );
  }
  if (subject === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(subject)) return [subject.toLowerCase()];
  throw new CliError(
    "USAGE",
    `--subject takes a pseudonym of 64 hexadecimal digits, found ${subject.length} characters; ` +
      "for a user's own id there is --subject-id",
  );
}

function parseRule(given: string): string {
  const known = [...rulePacks.values()].flatMap(({ rules }) => rules.map(({ id }) => id));
  const id = given.toUpperCase();
  if (known.includes(id)) return id;
  throw new RangeError(`expected a rule, one of ${known.join(", ")}`);
}
