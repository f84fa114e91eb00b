import type { Parameter } from "./command.ts";
import type { Language } from "./language/language.ts";
import { flag, text } from "./parameters.ts";

/** `--json`: one JSON value, or one a line, in place of text for people. */
export const json: Parameter<boolean> = flag("--json", "print JSON");

/** `--lang`: undefined for what the environment says. */
export const lang: Parameter<Language | undefined> = {
  usage: "--lang <language>",
  description: "language of what people read (default: zh where LANG is Chinese, else en)",
  choices: ["zh", "en"],
  parse: (given) => (given === "zh" ? "zh" : "en"),
  fallback: undefined,
};

/** Which server, database and user: see {@link StoreParameters}. */
export const store: StoreParameters = {
  config: text("--config <file>", "configuration that says where the records are (default: probity.yaml)"),
  url: text("--url <url>", "the server's HTTP interface, in place of the configuration's"),
  database: text("--database <name>", "in place of the configuration's"),
  username: text("--username <name>", "in place of the configuration's"),
};

/** The options that say where the records are. A password is never an option: process lists show those. */
export interface StoreParameters {
  readonly config: Parameter<string | undefined>;
  readonly url: Parameter<string | undefined>;
  readonly database: Parameter<string | undefined>;
  readonly username: Parameter<string | undefined>;
}
