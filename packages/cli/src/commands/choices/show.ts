import type { ChoiceRow } from "@probity/core";

import { renderChoices } from "../../choices/render-choices.ts";
import { defineCommand, type Command } from "../../command.ts";
import { json, lang, store as storeParameters } from "../../common-parameters.ts";
import { CliError } from "../../errors.ts";
import { jsonLine } from "../../json-text.ts";
import { choicesTexts } from "../../language/choices-texts.ts";
import { collect } from "../../listing/collect.ts";
import { subjectsOf, userParameters } from "../../named-user.ts";
import { flag } from "../../parameters.ts";
import type { StorePort } from "../../ports.ts";
import { textViewOf } from "../../text-view.ts";
import { withStore } from "../../with-store.ts";

/** Choices of one user that are shown at the most. */
const MOST_CHOICES = 10_000;

/** What a user chose. */
export const showChoices: Command = defineCommand({
  name: "show",
  summary: "Show what a user chose about personalisation, tags and consent",
  details:
    "What holds now; with --all every choice, newest first. Tags are shown by their keyed pseudonyms: nothing else of them " +
    "is kept. With --json, one choice a line.",
  parameters: {
    ...userParameters,
    all: flag("--all", "every choice, not only what holds now"),
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, all, subject, subjectId, ...values }, surroundings) {
    const { io } = surroundings;
    const subjects = await subjectsOf({ subject, subjectId, config: values.config }, surroundings);
    if (!subjects)
      throw new CliError("USAGE", "whose choices? give --subject <pseudonym> or --subject-id <id>");
    const view = textViewOf(io, language);
    const rows = await withStore(values, surroundings, (store) => read(store, subjects, all));
    if (asJson) for (const row of rows) io.out(jsonLine(row));
    else io.out(renderChoices(rows, view));
    io.err(`${choicesTexts[view.language].listed(rows.length, all, io.timeZone)}\n`);
    return 0;
  },
});

async function read(
  store: StorePort,
  subjects: readonly string[],
  all: boolean,
): Promise<readonly ChoiceRow[]> {
  const found: ChoiceRow[] = [];
  for (const subject of subjects) {
    const { rows } = all
      ? await collect((page) => store.choicesOfSubject(subject, page), MOST_CHOICES)
      : await store.currentChoices({ subject });
    found.push(...rows);
  }
  return found.toSorted((a, b) => b.chosen_at - a.chosen_at);
}
