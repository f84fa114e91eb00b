import { resolvePseudonymSecrets, type Config } from "@probity/config";
import { Pseudonyms } from "@probity/core";

import { CliError } from "./errors.ts";
import type { Io } from "./io.ts";

/**
 * The pseudonyms that a user has in the records: one for each configured key, since keys rotate and records keep
 * theirs. `-` reads the id from standard input, where no process list shows it. The id itself goes nowhere.
 */
export async function subjectPseudonyms(given: string, config: Config, io: Io): Promise<readonly string[]> {
  const id = given === "-" ? (await io.readInput()).replace(/\r?\n$/, "") : given;
  if (id === "")
    throw new CliError(
      "USAGE",
      "--subject-id is empty: give the user's id, or - to read it from standard input",
    );
  const { keys } = await resolvePseudonymSecrets(config, { env: io.env });
  return [...keys.values()].map((key) => Buffer.from(new Pseudonyms(key).subject(id).bytes).toString("hex"));
}
