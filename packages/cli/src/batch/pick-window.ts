import type { Window } from "@probity/batch";

import { CliError } from "../errors.ts";
import { windowOf } from "../listing/window.ts";
import type { Moment } from "../listing/moment.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The window of a call. Without `--until` it ends with the last full hour, without `--since` it is a day long. Throws
 * `USAGE` for one that isn't over: what is still being written would be taken for missing.
 */
export function pickWindow(
  given: { readonly since: Moment | undefined; readonly until: Moment | undefined },
  now: number,
): Window {
  const { from, to } = windowOf(given, now);
  const end = to ?? Math.floor(now / HOUR) * HOUR;
  if (end > now) {
    throw new CliError(
      "USAGE",
      `--until ${new Date(end).toISOString()} is still to come: rules look at what is over`,
    );
  }
  const start = from ?? end - DAY;
  if (start >= end)
    throw new CliError(
      "USAGE",
      `--since ${new Date(start).toISOString()} is not before ${new Date(end).toISOString()}`,
    );
  return { from: start, to: end };
}
