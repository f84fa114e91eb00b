/** What a client span says of the call that it stands for, before a source is known for it. */
export interface CallFacts {
  readonly place: CallPlace;
  readonly content: CallContent;
}

/** Where a call goes. */
export interface CallPlace {
  /** Kind of system: `postgresql`, `redis`, `http` … */
  readonly system: string;
  readonly host: string;
  /** undefined where it is the usual one. */
  readonly port: number | undefined;
  readonly database: string;
}

/** What a call asks for. */
export interface CallContent {
  readonly operation: string;
  /** Digest of the statement; empty without one. */
  readonly statement: string;
  /** What is read, by table, key or path: a statement may read several. */
  readonly parts: readonly CallPart[];
  /** Columns that the statement doesn't say the table of. */
  readonly loose: readonly string[];
  /** There is a statement, and it could not be read. */
  readonly isUnread: boolean;
  /** This object comes again with each call of the same form. */
  readonly isLasting: boolean;
}

/** What is read of one table, collection, topic, key or path. */
export interface CallPart {
  /** Table, collection or topic; of gRPC the service. */
  readonly table?: string;
  /** Redis key as it is, to be matched and then left. */
  readonly key?: string;
  /** Path of an HTTP request as it is, to be matched and then left. */
  readonly path?: string;
  /** What is recorded of it where no rule says: without what may be data. */
  readonly target: string;
  readonly reads: Reads;
}

/** Which fields are read. */
export interface Reads {
  /** Handed out, or that the rows are put in order by. */
  readonly selected: readonly string[];
  /** In conditions: declared ones count. */
  readonly filtered: readonly string[];
  /** All that there is, but `except`. */
  readonly isWhole: boolean;
  readonly except: readonly string[];
  /** What comes back can't be looked into. */
  readonly isOpaque: boolean;
  /** Nothing comes back: it only writes. */
  readonly isWrite: boolean;
}

const NO_FIELDS: readonly string[] = [];

export const OPAQUE: Reads = {
  selected: NO_FIELDS,
  filtered: NO_FIELDS,
  isWhole: true,
  except: NO_FIELDS,
  isOpaque: true,
  isWrite: false,
};

/** Something is read, and nothing is known of which fields. */
export const NO_READS: Reads = { ...OPAQUE, isWhole: false, isOpaque: false };

export const WRITE: Reads = { ...NO_READS, isWrite: true };

/** The content of a call without a statement. */
export function plainContent(operation: string, parts: readonly CallPart[]): CallContent {
  return { operation, statement: "", parts, loose: NO_FIELDS, isUnread: false, isLasting: false };
}

export function fieldsRead(selected: readonly string[], filtered: readonly string[] = NO_FIELDS): Reads {
  return { ...NO_READS, selected, filtered };
}
