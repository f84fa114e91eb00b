import { randomBytes } from "node:crypto";

import type { LocalRole, LocalUser } from "./access.ts";
import { isPlainName } from "./access.ts";
import { LocalClickHouseError } from "./errors.ts";

/** The roles of a Probity deployment. Production statements come from these same values. */
export interface DefaultRoles {
  /** Everything: migrations, maintenance, tests. */
  readonly admin: LocalRole;
  /** What a probe needs: insert records, and read them back. */
  readonly writer: LocalRole;
  /** What readers of records need: command line, dashboards, reports. */
  readonly reader: LocalRole;
}

/** How the default users differ from the usual. */
export interface DefaultUserOptions {
  /** The database that `writer` and `reader` may use. @default "probity" */
  readonly database?: string;
  /** Passwords to keep over restarts. @default a new random one for each user */
  readonly passwords?: Readonly<Partial<Record<keyof DefaultRoles, string>>>;
}

/** The roles that go with a database; they may be created before the database is. */
export function defaultRoles(database = "probity"): DefaultRoles {
  if (!isPlainName(database)) {
    throw new LocalClickHouseError(
      "INVALID_OPTION",
      `database: a name has letters, digits and underscores only, got "${database}"`,
    );
  }
  return {
    admin: { name: "probity_admin", grants: ["ALL ON *.*"] },
    writer: { name: "probity_writer", grants: [`SELECT, INSERT ON ${database}.*`] },
    reader: { name: "probity_reader", grants: [`SELECT ON ${database}.*`] },
  };
}

/** The users `admin`, `writer` and `reader`, each with the role of its name. */
export function defaultUsers(options: DefaultUserOptions = {}): LocalUser[] {
  const { database, passwords = {} } = options;
  const roles = defaultRoles(database);
  const user = (name: keyof DefaultRoles): LocalUser => ({
    name,
    password: passwords[name] ?? randomBytes(18).toString("base64url"),
    roles: [roles[name]],
  });
  return [user("admin"), user("writer"), { ...user("reader"), readonly: true }];
}
