import { openStore, type Store, type StoreOptions } from "@probity/clickhouse";
import { loadConfig, type Config } from "@probity/config";
import { listQuarantine, replayArchive, replayQuarantine, shipSpool } from "@probity/probe/spool";

/** What of a store the commands use. */
export type StorePort = Pick<
  Store,
  | "batch"
  | "choicesOfSubject"
  | "close"
  | "complaints"
  | "controlChanges"
  | "controlHistory"
  | "controlSteps"
  | "coverage"
  | "currentChoices"
  | "decisions"
  | "decisionsUsingFeature"
  | "enter"
  | "findings"
  | "gapCounts"
  | "gaps"
  | "insertBatch"
  | "interventionSteps"
  | "interventions"
  | "liveProcesses"
  | "migrate"
  | "overview"
  | "path"
  | "sequenceCounts"
  | "status"
  | "unmapped"
>;

/** What is done with a spool and its archive. */
export interface SpoolPort {
  readonly listQuarantine: typeof listQuarantine;
  readonly replayArchive: typeof replayArchive;
  readonly replayQuarantine: typeof replayQuarantine;
  readonly shipSpool: typeof shipSpool;
}

/**
 * What of a local server `dev` uses. Spelled out, as `@probity/clickhouse-local` may not be installed where these
 * types are read.
 */
export interface LocalServerPort {
  readonly url: string;
  /** Settles when the server has ended, whoever ended it. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  connection(userName: string): {
    readonly url: string;
    readonly username: string;
    readonly password: string;
  };
  stop(): Promise<unknown>;
}

/** Somebody who may log in to a local server. */
export interface LocalUserPort {
  readonly name: string;
  readonly password: string;
}

/** What of `@probity/clickhouse-local` `dev` uses. */
export interface LocalClickHousePort {
  startClickHouse(options: {
    readonly directory: string;
    readonly httpPort: number;
    readonly users: readonly LocalUserPort[];
  }): Promise<LocalServerPort>;
  defaultUsers(options: {
    readonly database: string;
    readonly passwords: Readonly<Record<string, string>>;
  }): readonly LocalUserPort[];
}

/** The packages that commands stand on, as far as tests put others in their place. */
export interface Ports {
  loadConfig(file: string): Promise<Config>;
  openStore(options: StoreOptions): StorePort;
  readonly spool: SpoolPort;
  /** Rejects with `ERR_MODULE_NOT_FOUND` where the optional package is not installed. */
  importLocalClickHouse(): Promise<LocalClickHousePort>;
}

/** The real ones. */
export const packages: Ports = {
  loadConfig,
  openStore,
  spool: { listQuarantine, replayArchive, replayQuarantine, shipSpool },
  importLocalClickHouse: () => import("@probity/clickhouse-local"),
};
