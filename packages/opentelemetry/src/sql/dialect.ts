/** What of a dialect matters for telling names from values. */
export interface SqlDialect {
  readonly name: "postgresql" | "mysql" | "sqlite";
  /** Marks that begin a quoted name, beside the backtick's and the double quote's use that follows from the dialect. */
  readonly nameQuotes: string;
  readonly stringQuotes: string;
  /** A backslash in a plain string takes the next character's meaning away. */
  readonly hasBackslashes: boolean;
  /** `$tag$ … $tag$`, `E'…'`, comments within comments, `?` as an operator. */
  readonly isPostgres: boolean;
  /** Names that are not quoted are lower case, however they are written. */
  readonly foldsCase: boolean;
}

const POSTGRESQL: SqlDialect = {
  name: "postgresql",
  nameQuotes: '"',
  stringQuotes: "'",
  hasBackslashes: false,
  isPostgres: true,
  foldsCase: true,
};

const MYSQL: SqlDialect = {
  name: "mysql",
  nameQuotes: "`",
  stringQuotes: "'\"",
  hasBackslashes: true,
  isPostgres: false,
  foldsCase: false,
};

const SQLITE: SqlDialect = {
  name: "sqlite",
  nameQuotes: '"`[',
  stringQuotes: "'",
  hasBackslashes: false,
  isPostgres: false,
  foldsCase: false,
};

const BY_SYSTEM: Readonly<Record<string, SqlDialect>> = {
  postgresql: POSTGRESQL,
  postgres: POSTGRESQL,
  cockroachdb: POSTGRESQL,
  mysql: MYSQL,
  mariadb: MYSQL,
  sqlite: SQLITE,
};

/** The dialect of a system, by its OpenTelemetry name; undefined for one whose statements are not read. */
export function dialectOf(system: string): SqlDialect | undefined {
  return Object.hasOwn(BY_SYSTEM, system) ? BY_SYSTEM[system] : undefined;
}
