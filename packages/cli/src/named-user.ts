import type { Parameter, Surroundings } from "./command.ts";
import { CliError } from "./errors.ts";
import { text } from "./parameters.ts";
import { findConfig } from "./store-place.ts";
import { subjectPseudonyms } from "./subject-pseudonyms.ts";

/** How a call names a user. */
export interface NamedUser {
  readonly subject: string | undefined;
  readonly subjectId: string | undefined;
  readonly config: string | undefined;
}

/** `--subject` and `--subject-id`. */
export const userParameters: UserParameters = {
  subject: text("--subject <pseudonym>", "for the user of this pseudonym, 64 hexadecimal digits"),
  subjectId: text(
    "--subject-id <id>",
    "for the user of this id, which the configured keys turn into pseudonyms; - reads it from standard input",
  ),
};

interface UserParameters {
  readonly subject: Parameter<string | undefined>;
  readonly subjectId: Parameter<string | undefined>;
}

/** The pseudonyms of the user that a call names, if it names one. No message holds what was given: it may be an id. */
export async function subjectsOf(
  { subject, subjectId, config }: NamedUser,
  surroundings: Surroundings,
): Promise<readonly string[] | undefined> {
  if (subject !== undefined && subjectId !== undefined) {
    throw new CliError("USAGE", "--subject and --subject-id both name a user: give one of them");
  }
  if (subjectId !== undefined) {
    const found = await findConfig({ config }, surroundings);
    if (found) return subjectPseudonyms(subjectId, found, surroundings.io);
    throw new CliError(
      "NO_KEY",
      `--subject-id needs the pseudonym keys: there is no probity.yaml in ${surroundings.io.cwd}, give --config <file>`,
    );
  }
  if (subject === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(subject)) return [subject.toLowerCase()];
  throw new CliError(
    "USAGE",
    `--subject takes a pseudonym of 64 hexadecimal digits, found ${subject.length} characters; ` +
      "for a user's own id there is --subject-id",
  );
}
