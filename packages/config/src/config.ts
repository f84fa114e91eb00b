import type {
  Algorithm,
  CatalogInput,
  ItemFlag,
  Outlet,
  OutletMapping,
  Propagation,
  Purpose,
  SpanRule,
  SubjectMapping,
  Surface,
} from "@probity/core";
import type { DeclaredRule, RuleMode } from "@probity/rules";
import type { Problem } from "./problem.ts";
import type { SecretReference } from "./secrets/secret-reference.ts";

/** What `probity.yaml` says, checked, with every gap filled. Holds no secret. */
export interface Config {
  /** The file it came from, as given. */
  readonly file: string;
  readonly service: string;
  readonly pseudonyms: PseudonymConfig;
  /** For core's `createCatalog`. */
  readonly catalog: CatalogInput;
  /** What client spans are; the first that fits is taken. */
  readonly spans: readonly SpanRule[];
  readonly algorithms: readonly Algorithm[];
  readonly outlets: readonly Outlet[];
  readonly routes: readonly Route[];
  readonly subject: SubjectMapping;
  readonly rules: RulesConfig;
  readonly control: ControlConfig;
  readonly interventions: InterventionsConfig;
  readonly choices: ChoicesConfig;
  readonly feedback: FeedbackConfig;
  readonly minors: MinorsConfig;
  readonly propagation: Propagation;
  readonly telemetry: Telemetry;
  readonly storage: StorageConfig;
  /** @default nothing is spooled: records wait in memory */
  readonly spool?: SpoolConfig;
  /** What looks wrong but may be meant. */
  readonly warnings: readonly Problem[];
}

/** The keys that identifiers are hashed with. */
export interface PseudonymConfig {
  /** Id of the key in use; one of `keys`. */
  readonly current: string;
  readonly keys: ReadonlyMap<string, SecretReference>;
}

/** A method of HTTP that a route can have. A `HEAD` request is answered by the route of `GET`. */
export type RouteMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A route of the service that delivers decisions. */
export interface Route {
  readonly method: RouteMethod;
  /** In the syntax of path-to-regexp 8, such as `/users/:id/feed`. */
  readonly path: string;
  /** Id of an algorithm. */
  readonly algorithm: string;
  /** Id of an outlet, or where a request says it. @default none */
  readonly outlet?: string | OutletMapping | undefined;
  /** @default the algorithm's */
  readonly purpose?: Purpose | undefined;
  /** Where the item ids stand in the JSON body, such as `items[].isbn`. @default nowhere: the handler delivers them */
  readonly items?: string | undefined;
  /** Where flags of an item stand beside its id, such as `ad: items[].is_ad`. @default nowhere */
  readonly itemFlags?: Readonly<Partial<Record<ItemFlag, string>>> | undefined;
  /**
   * The path of another route of the application, which is served in place of this one where a rule wants the path that
   * knows nothing of the user. Parameters of this route's path may stand in it. @default the handler looks at `mode`
   */
  readonly fallback?: string | undefined;
  /** Names of the query parameters that go along to it. @default none: a query may say who is asking */
  readonly fallbackQuery?: readonly string[] | undefined;
}

/** Which rules judge the decisions, and what they do. For the judge of `@probity/rules`. */
export interface RulesConfig {
  /** Ids of rule packs, such as `cn`. */
  readonly packs: readonly string[];
  /** By rule id; a rule that isn't named observes. */
  readonly modes: ReadonlyMap<string, RuleMode>;
  /** By outlet id, then by rule id: they go before `modes`. */
  readonly outlets: ReadonlyMap<string, ReadonlyMap<string, RuleMode>>;
  /** Rules of the deployment's own. */
  readonly own: readonly DeclaredRule[];
  /** Words that no interest tag may hold. */
  readonly lexicons: readonly LexiconConfig[];
  readonly block: BlockConfig;
}

/** A list of words, one a line. */
export interface LexiconConfig {
  /** The code of the taxonomy that a tag with such a word has, such as `TAG.ILLEGAL`. */
  readonly code: string;
  /** Absolute. */
  readonly file: string;
}

/** How a request is answered that a rule blocks. */
export interface BlockConfig {
  /** HTTP status. */
  readonly status: number;
}

/** How rules are changed while the service runs. */
export interface ControlConfig {
  /** A file that is watched, absolute. @default none is */
  readonly file?: string;
  /** How often the file and the control table are looked at, in milliseconds. */
  readonly pollMs: number;
}

/** What is asked of people who change results by hand. */
export interface InterventionsConfig {
  /** Where whoever proposes an intervention may not approve it. */
  readonly twoPersonSurfaces: readonly Surface[];
  /** The reason codes that there are; at least one. */
  readonly reasons: readonly string[];
  /** Days that one may be valid. */
  readonly maxDays: number;
}

/** What is promised of users' choices. */
export interface ChoicesConfig {
  /** Seconds from a choice to the first decision that must honour it. */
  readonly maxLagSeconds: number;
}

/** What is promised of users' complaints. */
export interface FeedbackConfig {
  /** The reason codes that there are; at least one. */
  readonly reasons: readonly string[];
  readonly firstReplyHours: number;
  readonly closeHours: number;
}

/** What is counted of minors. */
export interface MinorsConfig {
  /** Count for how long minors use the service. */
  readonly countUse: boolean;
  /** A pause this long ends continuous use. */
  readonly breakSeconds: number;
  /** Minors a month from which a service has duties of its own. */
  readonly mauThreshold: number;
}

/** What is told to OpenTelemetry, beside what is stored. */
export interface Telemetry {
  /** Emit a log record for each decision, where a logger provider is registered. */
  readonly logs: boolean;
}

/** Where records are stored, and how they get there. */
export interface StorageConfig {
  /** `http:` or `https:`, without user name, password or query. */
  readonly url: string | SecretReference;
  readonly database: string;
  readonly username: string;
  /** @default none */
  readonly password?: SecretReference | undefined;
  /** Compress what is sent. */
  readonly compression: boolean;
  /** A batch is sent when one of these is reached. */
  readonly batch: BatchConfig;
  /** Bytes that may wait in memory; what comes after is refused, and counted. */
  readonly maxPendingBytes: number;
}

/** When a batch is full. */
export interface BatchConfig {
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly maxWaitMs: number;
}

/** Files in which records wait until they are stored. */
export interface SpoolConfig {
  /** Absolute. */
  readonly directory: string;
  /** Bytes that this process may take of it; at least four segments. */
  readonly maxBytes: number;
  readonly whenFull: WhenFull;
  /** There where `whenFull` is `spill`, and only there. */
  readonly spill?: SpillConfig;
  readonly fsync: FsyncPolicy;
  /** Bytes of a segment. */
  readonly segmentBytes: number;
  /** Where segments go once all of their records are stored. @default they are deleted */
  readonly archive?: ArchiveConfig;
}

/**
 * What happens to new records when the spool is full. `drop`: they are left out and counted, those that are kept
 * longest last. `block`: they wait in memory, up to {@link StorageConfig.maxPendingBytes}, then are refused and
 * counted. `spill`: they go to a second directory; when that is full too, as `drop`.
 */
export type WhenFull = "drop" | "block" | "spill";

/** When what was written is forced to the disk: when the system does, every second, or before it counts as spooled. */
export type FsyncPolicy = "os" | "interval" | "always";

/** Where a full spool goes on. */
export interface SpillConfig {
  /** Absolute, apart from the spool's. */
  readonly directory: string;
  /** Bytes that this process may take of it; at least four segments. */
  readonly maxBytes: number;
}

/** Where the segments of a spool are kept. */
export interface ArchiveConfig {
  /** Absolute, apart from the spool's. */
  readonly directory: string;
}
