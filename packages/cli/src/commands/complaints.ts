import { defineCommand, type Command, type Parameter } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { promisesOf } from "../complaints/promises.ts";
import { renderComplaints } from "../complaints/render-complaints.ts";
import { jsonLine } from "../json-text.ts";
import { complaintsTexts } from "../language/complaints-texts.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { chosen, count, flag, text } from "../parameters.ts";
import { textViewOf } from "../text-view.ts";
import { withStore } from "../with-store.ts";

const KINDS = ["report", "complaint", "appeal"] as const;

/** How long users wait for answers. */
export const complaints: Command = defineCommand({
  name: "complaints",
  summary: "List reports, complaints and appeals with the time that answers took",
  details:
    "Held against the hours that were promised, by the configuration or by the call. Exit code 1 where a case waits for a " +
    "reply, or to be closed, longer than promised. With --json, one case a line.",
  parameters: {
    service: text("--service <name>", "of this service"),
    kind: chosen("--kind <kind>", "of this kind", KINDS),
    outlet: text("--outlet <id>", "from this outlet"),
    open: flag("--open", "that are not closed"),
    late: flag("--late", "that were, or are by now, later than promised"),
    firstReplyHours: hours("--first-reply-hours <hours>", "within which a first reply is promised"),
    closeHours: hours("--close-hours <hours>", "within which a case is promised to be closed"),
    ...windowParameters,
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, open, late, ...values }, surroundings) {
    const { io } = surroundings;
    const { service, kind, outlet } = values;
    const window = windowOf(values, io.now());
    const promises = await promisesOf(values, surroundings);
    const view = textViewOf(io, language);
    const filter = { service, kind, outlet, ...promises, at: io.now() };
    const found = await withStore(values, surroundings, (store) => store.complaints(filter, window));
    const cases = found.cases.filter(
      (each) => (!open || each.closed_at === null) && (!late || each.isReplyLate || each.isCloseLate),
    );
    if (asJson) for (const each of cases) io.out(jsonLine(each));
    else io.out(renderComplaints(cases, { ...view, now: io.now() }));
    const texts = complaintsTexts[view.language];
    io.err(
      `${texts.listed(cases.length, promises, io.timeZone)}\n${found.isComplete ? "" : `${texts.hasMore}\n`}`,
    );
    const waits = cases.some(
      (each) =>
        (each.first_reply_at === null && each.isReplyLate) || (each.closed_at === null && each.isCloseLate),
    );
    return waits ? 1 : 0;
  },
});

function hours(usage: string, description: string): Parameter<number | undefined> {
  const { parse } = count(usage, description, { fallback: 1, most: 8760 });
  return { usage, description, parse, fallback: undefined };
}
