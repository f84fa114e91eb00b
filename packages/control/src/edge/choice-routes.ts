import { z } from "zod";
import type { ChoiceLedger } from "../choices/choice-ledger.ts";
import type { Choice } from "../choices/choice.ts";
import { LONGEST_TAG } from "../choices/tag-words.ts";
import { type EdgeAnswer, type EdgeWait, entered } from "./answer.ts";
import { text } from "./fields.ts";
import { type EdgeRequest, type EdgeRoute, withBody } from "./route.ts";

/** A user who is signed in, and whether a guardian acts for them. */
export interface ChoosingSubject {
  readonly subject: string;
  readonly byGuardian?: boolean | undefined;
}

const outlet = text(128).optional();
const tags = z.array(text(LONGEST_TAG)).max(100).default([]);

const personalisationBody = z.strictObject({ off: z.boolean(), outlet });
const tagsBody = z.strictObject({ delete: tags, block: tags, restore: tags, outlet });
const consentBody = z.strictObject({
  given: z.boolean(),
  code: text(64).optional(),
  version: text(64).optional(),
  outlet,
});

/** `POST personalisation`, `tags`, `consents`; `GET` for what is on record of whoever asks. */
export function choiceRoutes(ledger: ChoiceLedger, wait: EdgeWait): readonly EdgeRoute<ChoosingSubject>[] {
  const enter = (
    request: EdgeRequest,
    caller: ChoosingSubject,
    choices: readonly Choosing[],
  ): Promise<EdgeAnswer> => {
    const receipts = choices.map((choice) => ledger.enter({ ...choice, ...caller, via: "router" } as Choice));
    return entered(receipts, { choices: receipts.length }, wait, request.language);
  };
  return [
    {
      method: "GET",
      path: /^\/$/,
      answer: (_, { subject }) => ({ status: 200, body: ledger.stateOf(subject) }),
    },
    {
      method: "POST",
      path: /^\/personalisation$/,
      answer: (request, caller) =>
        withBody(personalisationBody, request, ({ off, outlet: at }) =>
          enter(request, caller, [{ kind: off ? "personalisation_off" : "personalisation_on", outlet: at }]),
        ),
    },
    {
      method: "POST",
      path: /^\/tags$/,
      answer: (request, caller) =>
        withBody(tagsBody, request, (body) => enter(request, caller, tagChoices(body))),
    },
    {
      method: "POST",
      path: /^\/consents$/,
      answer: (request, caller) =>
        withBody(consentBody, request, ({ given, ...about }) =>
          enter(request, caller, [{ kind: given ? "consent_given" : "consent_withdrawn", ...about }]),
        ),
    },
  ];
}

/** A choice, without who chooses. */
type Choosing = Pick<Choice, "kind" | "outlet"> & {
  readonly tag?: string;
  readonly code?: string | undefined;
};

// What protects first: of one tag in two lists, the later word counts.
function tagChoices({
  delete: deleted,
  block,
  restore,
  outlet: at,
}: z.infer<typeof tagsBody>): readonly Choosing[] {
  const of = (kind: Choice["kind"], named: readonly string[]): Choosing[] =>
    named.map((tag) => ({ kind, tag, outlet: at }));
  return [...of("tag_restored", restore), ...of("tag_deleted", deleted), ...of("tag_blocked", block)];
}
