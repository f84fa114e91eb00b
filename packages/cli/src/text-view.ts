import type { Io } from "./io.ts";
import { languageOf, type Language } from "./language/language.ts";
import { colours, plain, showsColour, type Style } from "./terminal/style.ts";

/** How what people read is shown. */
export interface TextView {
  readonly language: Language;
  readonly style: Style;
  /** IANA name of the time zone of times. */
  readonly timeZone: string;
}

/** The view of a call: the language that it gives, else that of the environment. */
export function textViewOf(io: Io, language: Language | undefined): TextView {
  return {
    language: language ?? languageOf(io.env),
    style: showsColour(io) ? colours : plain,
    timeZone: io.timeZone,
  };
}
