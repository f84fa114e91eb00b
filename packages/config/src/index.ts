/** `probity.yaml`: read, checked, and made into what the other packages take; problems have line and column. */
export { ConfigError, isConfigError } from "./errors.ts";
export { configJsonSchema } from "./json-schema.ts";
export { loadConfig } from "./load-config.ts";
export { parseConfig } from "./parse-config.ts";
export { printProblem } from "./problem.ts";
export { resolvePseudonymSecrets, resolveSecrets, resolveStorageSecrets } from "./secrets/resolve-secrets.ts";

export type {
  ArchiveConfig,
  BatchConfig,
  BlockConfig,
  ChoicesConfig,
  Config,
  ControlConfig,
  FeedbackConfig,
  FsyncPolicy,
  InterventionsConfig,
  LexiconConfig,
  MinorsConfig,
  PseudonymConfig,
  Route,
  RouteMethod,
  RulesConfig,
  SpillConfig,
  SpoolConfig,
  StorageConfig,
  Telemetry,
  WhenFull,
} from "./config.ts";
export type { ConfigErrorCode } from "./errors.ts";
export type { JsonSchema } from "./json-schema.ts";
export type { ParseOptions } from "./parse-config.ts";
export type { Place } from "./place.ts";
export type { Problem, ProblemCode } from "./problem.ts";
export type { PseudonymSecrets, Secrets, SecretSources, StorageSecrets } from "./secrets/resolve-secrets.ts";
export type { EnvironmentReference, FileReference, SecretReference } from "./secrets/secret-reference.ts";
