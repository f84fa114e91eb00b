/** A data call that was seen from outside, as a client span. Names and digests only: no value has a place here. */
export interface ObservedCall {
  /** Name of a declared source; empty where no rule says which: an unmapped call. */
  readonly source: string;
  /** Kind of system: `postgresql`, `redis`, `http` … */
  readonly system: string;
  /** Host, and port where it is not the usual one; empty where unknown. */
  readonly host: string;
  readonly database: string;
  /** `SELECT`, `HGETALL`, `find`, `GET`; of gRPC the full method. */
  readonly operation: string;
  /** Table, collection, topic, key pattern or route pattern, without what may be data. */
  readonly target: string;
  /** Digest of the statement without its values: 16 hexadecimal digits; empty where there is no statement. */
  readonly statement: string;
  /** Names of the columns, hash fields or JSON paths that were read, at most 64. */
  readonly fields: readonly string[];
  /** Names of features that were used thereby; one that the catalog doesn't have is recorded as unregistered. */
  readonly features: readonly string[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly tookMs: number;
  readonly failed: boolean;
}
