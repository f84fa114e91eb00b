import { LocalClickHouseError } from "./errors.ts";

/** A named set of privileges, given to users by reference. */
export interface LocalRole {
  /** Letters, digits and underscores. Two roles of one name must have the same grants. */
  readonly name: string;
  /** What a `GRANT` statement says between `GRANT` and `TO`, such as `SELECT ON probity.*`. */
  readonly grants: readonly string[];
}

/** Someone who may log in. A user without roles and grants can log in and do nothing. */
export interface LocalUser {
  /** Letters, digits and underscores. `default` belongs to the server itself. */
  readonly name: string;
  /** In clear, not empty. The server's files hold its SHA-256 only, and only while it starts. */
  readonly password: string;
  /** @default [] */
  readonly roles?: readonly LocalRole[];
  /** Privileges beside those of the roles, written as in a role. @default [] */
  readonly grants?: readonly string[];
  /**
   * Refuses writes and schema changes whatever the grants say (ClickHouse's `readonly = 2`, so that
   * queries may still choose their settings). @default false
   */
  readonly readonly?: boolean;
}

/** @internal True of a name that reads the same in XML, a regular expression, SQL and an HTTP header. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** @internal The roles that the users refer to, each once, in order of first mention. */
export function rolesOf(users: readonly LocalUser[]): LocalRole[] {
  const roles = users.flatMap((user) => user.roles ?? []);
  return [...new Map(roles.map((role) => [role.name, role])).values()];
}

/** @internal Refuses a list of users that cannot be written down without changing its meaning. */
export function checkUsers(users: readonly LocalUser[]): void {
  const refuse = (problem: string): never => {
    throw new LocalClickHouseError("INVALID_OPTION", `users: ${problem}`);
  };
  if (users.length === 0) refuse("the list is empty, so nobody could log in");

  const seen: Set<string> = new Set();
  for (const { name, password } of users) {
    if (!isPlainName(name)) refuse(`a name has letters, digits and underscores only, got "${name}"`);
    if (name === "default") refuse('"default" belongs to the server itself, choose another name');
    if (password === "") refuse(`"${name}" has an empty password`);
    if (seen.has(name)) refuse(`"${name}" is there twice`);
    seen.add(name);
  }

  const grantsOfRole: Map<string, string> = new Map();
  for (const role of users.flatMap((user) => user.roles ?? [])) {
    const grants = JSON.stringify(role.grants);
    if (!isPlainName(role.name)) {
      refuse(`a role's name has letters, digits and underscores only, got "${role.name}"`);
    }
    if ((grantsOfRole.get(role.name) ?? grants) !== grants) {
      refuse(`the role "${role.name}" is there twice, with different grants`);
    }
    grantsOfRole.set(role.name, grants);
  }
}
