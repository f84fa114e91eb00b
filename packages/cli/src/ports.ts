import { openStore, type Store, type StoreOptions } from "@probity/clickhouse";
import type { LocalClickHouse, LocalUser, StartOptions } from "@probity/clickhouse-local";
import { loadConfig, type Config } from "@probity/config";

/** What of a store the commands use. */
export type StorePort = Pick<
  Store,
  "close" | "decisions" | "decisionsUsingFeature" | "insertBatch" | "migrate" | "overview" | "path" | "status"
>;

/** What of a local server `dev` uses. */
export type LocalServerPort = Pick<LocalClickHouse, "connection" | "exited" | "stop" | "url" | "users">;

/** What of `@probity/clickhouse-local` `dev` uses. */
export interface LocalClickHousePort {
  startClickHouse(options: StartOptions): Promise<LocalServerPort>;
  defaultUsers(options: {
    readonly database: string;
    readonly passwords: Readonly<Record<string, string>>;
  }): LocalUser[];
}

/** The packages that commands stand on, as far as tests put others in their place. */
export interface Ports {
  loadConfig(file: string): Promise<Config>;
  openStore(options: StoreOptions): StorePort;
  /** Rejects with `ERR_MODULE_NOT_FOUND` where the optional package is not installed. */
  importLocalClickHouse(): Promise<LocalClickHousePort>;
}

/** The real ones. */
export const packages: Ports = {
  loadConfig,
  openStore,
  importLocalClickHouse: () => import("@probity/clickhouse-local"),
};
