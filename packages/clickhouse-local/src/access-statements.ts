import type { LocalUser } from "./access.ts";
import { checkUsers, rolesOf } from "./access.ts";
import { sqlString } from "./sql-string.ts";

/**
 * The statements that create the same roles and users on a real server, in the order to run them.
 * They hold the passwords in clear, which ClickHouse hides in its own logs. What exists is left as it
 * is, passwords too. On a cluster without replicated access storage, run them on every node.
 */
export function accessStatements(users: readonly LocalUser[]): string[] {
  checkUsers(users);
  return [
    ...rolesOf(users).flatMap((role) => [
      `CREATE ROLE IF NOT EXISTS ${role.name}`,
      ...role.grants.map((privileges) => `GRANT ${privileges} TO ${role.name}`),
    ]),
    ...users.flatMap((user) => [
      `CREATE USER IF NOT EXISTS ${user.name} IDENTIFIED WITH sha256_password BY ${sqlString(user.password)}` +
        (user.readonly === true ? " SETTINGS readonly = 2" : ""),
      ...(user.roles ?? []).map((role) => `GRANT ${role.name} TO ${user.name}`),
      ...(user.grants ?? []).map((privileges) => `GRANT ${privileges} TO ${user.name}`),
    ]),
  ];
}
