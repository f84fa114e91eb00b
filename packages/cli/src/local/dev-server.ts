import type { Passwords } from "./kept-passwords.ts";

/** A local server that is ready for use. */
export interface DevServer {
  readonly url: string;
  readonly database: string;
  /** Where the data lives. */
  readonly directory: string;
  readonly passwords: Passwords;
  /** Number of the migration that the schema is at. */
  readonly schema: number;
  /** Migrations that were applied just now. */
  readonly applied: readonly string[];
}

/** What a service needs to reach it, as `probity.yaml` and the other commands take it. */
export function devEnvironment({ url, passwords }: DevServer): Readonly<Record<string, string>> {
  return {
    PROBITY_CLICKHOUSE_URL: url,
    PROBITY_CLICKHOUSE_USER: "writer",
    PROBITY_CLICKHOUSE_PASSWORD: passwords.writer,
  };
}

/** All of it as text to read and to paste. */
export function devText(server: DevServer): string {
  const { url, database, directory, passwords, schema, applied } = server;
  const environment = Object.entries(devEnvironment(server)).map(([name, value]) => `${name}=${value}`);
  return `
ClickHouse  ${url}
database    ${database}, at migration ${schema}${applied.length === 0 ? "" : ` (${applied.length} applied now)`}
data        ${directory}

user    password                  may
admin   ${passwords.admin}  do everything
writer  ${passwords.writer}  insert records and read them
reader  ${passwords.reader}  read records

For .env or your shell:

${environment.join("\n")}

For probity.yaml:

storage:
  url: { env: PROBITY_CLICKHOUSE_URL }
  username: writer
  password: { env: PROBITY_CLICKHOUSE_PASSWORD }

`;
}
