/** The `probity` command, as functions: run it, or draw a data-call path as it does. */
export { CliError, isCliError } from "./errors.ts";
export { renderPath } from "./path/render-path.ts";
export { runCli } from "./program.ts";
export { systemIo } from "./system-io.ts";

export type { CliErrorCode } from "./errors.ts";
export type { ExitCode } from "./exit-code.ts";
export type { Io } from "./io.ts";
export type { Language } from "./language/language.ts";
export type { RenderOptions } from "./path/render-path.ts";
export type {
  LocalClickHousePort,
  LocalServerPort,
  LocalUserPort,
  Ports,
  SpoolPort,
  StorePort,
} from "./ports.ts";
