/** A real ClickHouse server out of npm, for development, demos and tests; never for production. */
export { accessStatements } from "./access-statements.ts";
export { defaultRoles, defaultUsers } from "./default-users.ts";
export { isLocalClickHouseError, LocalClickHouseError } from "./errors.ts";
export { startClickHouse } from "./start.ts";

export type { LocalRole, LocalUser } from "./access.ts";
export type { DefaultRoles, DefaultUserOptions } from "./default-users.ts";
export type { LocalClickHouseErrorCode } from "./errors.ts";
export type { LogLevel, StartOptions } from "./options.ts";
export type { ClickHouseConnection, Exit, LocalClickHouse } from "./start.ts";
