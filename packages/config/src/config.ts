import type { Algorithm, CatalogInput, Outlet, Purpose, SubjectMapping } from "@probity/core";
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
  readonly algorithms: readonly Algorithm[];
  readonly outlets: readonly Outlet[];
  readonly routes: readonly Route[];
  readonly subject: SubjectMapping;
  readonly rules: RulesConfig;
  readonly storage: StorageConfig;
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
  /** Id of an outlet. @default none */
  readonly outlet?: string | undefined;
  /** @default the algorithm's */
  readonly purpose?: Purpose | undefined;
  /** Where the item ids stand in the JSON body, such as `items[].isbn`. @default nowhere: the handler delivers them */
  readonly items?: string | undefined;
}

/** What a rule does: nothing, or record its findings. */
export type ConfiguredRuleMode = "off" | "observe";

/** Which rules judge the decisions. */
export interface RulesConfig {
  /** Id of a rule pack, such as `cn`. */
  readonly pack: string;
  /** By rule id; a rule that isn't named observes. */
  readonly modes: ReadonlyMap<string, ConfiguredRuleMode>;
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
