import type { Place } from "../place.ts";

/** Where a secret is kept: the configuration never holds it. */
export type SecretReference = EnvironmentReference | FileReference;

/** A secret in an environment variable. */
export interface EnvironmentReference {
  /** The variable's name. */
  readonly env: string;
  /** Where the configuration refers to it. */
  readonly at?: Place | undefined;
}

/** A secret in a file of its own, such as a mounted one. One line break at its end is not part of it. */
export interface FileReference {
  /** Absolute, or relative to the configuration file. */
  readonly file: string;
  /** Where the configuration refers to it. */
  readonly at?: Place | undefined;
}
