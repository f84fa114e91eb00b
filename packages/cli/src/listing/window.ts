import type { TimeWindow } from "@probity/clickhouse";

import { CliError } from "../errors.ts";
import type { Parameter } from "../command.ts";
import { parsed } from "../parameters.ts";
import { parseMoment, type Moment } from "./moment.ts";

/** `--since` and `--until`. */
export const windowParameters: WindowParameters = {
  since: parsed(
    "--since <time>",
    "from this time on: 2026-11-21, 2026-11-21T19:30+08:00, 2h, 7d",
    parseMoment,
  ),
  until: parsed("--until <time>", "before this time", parseMoment),
};

interface WindowParameters {
  readonly since: Parameter<Moment | undefined>;
  readonly until: Parameter<Moment | undefined>;
}

/** The stretch of time of a call. Throws `USAGE` where nothing lies in it. */
export function windowOf(
  { since, until }: { readonly since: Moment | undefined; readonly until: Moment | undefined },
  now: number,
  options: { readonly since: string; readonly until: string } = { since: "--since", until: "--until" },
): TimeWindow {
  const [from, to] = [since?.(now), until?.(now)];
  if (from !== undefined && to !== undefined && from >= to) {
    const [start, end] = [from, to].map((time) => new Date(time).toISOString());
    const what = `${options.since} ${start} is not before ${options.until} ${end}`;
    throw new CliError("USAGE", `${what}: nothing lies between`);
  }
  return { from, to };
}
