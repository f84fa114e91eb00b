import type { Waiting } from "@probity/probe/spool";

import { CliError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { ProgressTexts } from "../language/progress-texts.ts";
import { printable } from "../terminal/printable.ts";

/** What is handed to work that goes on for a while: how it is ended, and what it tells meanwhile, on standard error. */
export interface Company {
  readonly signal: AbortSignal;
  readonly onWait: (waiting: Waiting) => void;
  readonly onDoubt: (fault: { readonly message: string }) => void;
}

/** Keeps somebody at a terminal informed, and lets them end it. */
export function company(io: Io, texts: ProgressTexts): Company {
  const controller = new AbortController();
  void io.interrupted().then(() => controller.abort(new CliError("INTERRUPTED", texts.interrupted)));
  return {
    signal: controller.signal,
    onWait: ({ fault, pauseMs }) =>
      io.err(`${texts.waiting(printable(fault.message), Math.max(1, Math.round(pauseMs / 1000)))}\n`),
    onDoubt: ({ message }) => io.err(`${printable(message)}\n`),
  };
}
