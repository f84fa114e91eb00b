import type { Intervened } from "@probity/control";

import { interventionsTexts } from "../language/interventions-texts.ts";
import { shortTimeFormat } from "../language/format.ts";
import { words } from "../language/words.ts";
import { printable } from "../terminal/printable.ts";
import type { TextView } from "../text-view.ts";

/** How an intervention stands after a step. */
export function renderTaken(intervention: Intervened, { language, style, timeZone }: TextView): string {
  const texts = interventionsTexts[language];
  const { interventions: kinds, surfaces } = words[language];
  const time = shortTimeFormat(timeZone);
  const { id, state, kind, surface, item, from, to, twoPersons, proposed } = intervention;
  const lines = [
    `${printable(id)} ${style.strong(texts.states[state])}`,
    `${kinds[kind]} ${printable(item)} · ${surfaces[surface]} · ${texts.from(time(from), time(to))}`,
    ...(state === "proposed"
      ? [texts.next(printable(id), twoPersons ? printable(proposed?.by ?? "") : "")]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The same as a value. */
export function takenJson({ from, to, twoPersons, ...rest }: Intervened): unknown {
  return { ...rest, valid_from: from, valid_to: to, two_persons: twoPersons };
}
