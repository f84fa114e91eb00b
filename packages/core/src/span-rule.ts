/**
 * What a client span must be like for a rule to be about it. Everything that is given must fit, in any case of letters;
 * `*` stands for any run of characters. What is left out fits anything.
 */
export interface SpanMatch {
  /** Kind of system, by its OpenTelemetry name: `postgresql`, `mysql`, `redis`, `mongodb`, `http`, `grpc`, `kafka`. */
  readonly system?: string | undefined;
  /** Host, or host and port. */
  readonly host?: string | undefined;
  readonly database?: string | undefined;
  /** Table, collection or topic. */
  readonly table?: string | undefined;
  /** Redis key, such as `user:*:tags`. */
  readonly key?: string | undefined;
  /** What is done: `SELECT`, `HGETALL`, `find`, `GET`; of gRPC the full method, `shop.Users/GetProfile`. */
  readonly operation?: string | undefined;
  /** Path of an HTTP request, in the syntax of path-to-regexp 8, such as `/users/:id/profile`. */
  readonly route?: string | undefined;
}

/** Says which source a client span reads from, and which features it yields. The first rule that fits is taken. */
export interface SpanRule {
  readonly match: SpanMatch;
  /** Name of a declared source; undefined for what is not a data call, such as a session store: it is left out. */
  readonly source?: string | undefined;
  /**
   * Names of features that each such call yields, whatever can be seen of it: for answers that can't be looked into.
   * @default none: what the call is seen to read, by column, hash field or JSON path
   */
  readonly features?: readonly string[] | undefined;
  /**
   * Features by column, hash field or JSON path, where these don't stand at the feature's own path in the source. null for
   * one that is no feature, such as a primary key: it is not looked at.
   */
  readonly fields?: Readonly<Record<string, string | null>> | undefined;
}
