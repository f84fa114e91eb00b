import type { Surroundings } from "../command.ts";
import { CliError } from "../errors.ts";
import { findConfig } from "../store-place.ts";

/** Within how many hours answers are promised. */
export interface Promises {
  readonly firstReplyHours: number;
  readonly closeHours: number;
}

/** What the call says of the promises, and the configuration where it says nothing. */
export async function promisesOf(
  values: {
    readonly firstReplyHours: number | undefined;
    readonly closeHours: number | undefined;
    readonly config: string | undefined;
  },
  surroundings: Surroundings,
): Promise<Promises> {
  const { firstReplyHours, closeHours } = values;
  if (firstReplyHours !== undefined && closeHours !== undefined) return { firstReplyHours, closeHours };
  const config = await findConfig(values, surroundings);
  if (!config) {
    throw new CliError(
      "USAGE",
      `what was promised? there is no probity.yaml in ${surroundings.io.cwd}: give --first-reply-hours and --close-hours, or --config <file>`,
    );
  }
  return {
    firstReplyHours: firstReplyHours ?? config.feedback.firstReplyHours,
    closeHours: closeHours ?? config.feedback.closeHours,
  };
}
