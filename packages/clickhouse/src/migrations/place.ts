import { ClickHouseStoreError } from "../errors.ts";
import type { MigrateOptions } from "./migrate.ts";
import { fileOf, type Migration } from "./plan.ts";

/** @internal Where the tables are to stand. */
export interface Placement extends Pick<MigrateOptions, "cluster" | "replicated"> {
  readonly database: string;
}

/**
 * @internal The statement for one deployment. The same file serves a single server and a cluster:
 *
 * - `{database}` the database
 * - `{on_cluster}` `ON CLUSTER …` or nothing
 * - `{engine:MergeTree}` `MergeTree` or `ReplicatedMergeTree`, at the server's own default path
 */
export function placeMigration(migration: Migration, placement: Placement): string {
  return migration.sql.replaceAll(/\{([^{}]*)\}/g, (place, name: string) => {
    if (name === "database") return placement.database;
    if (name === "on_cluster") return onCluster(placement);
    if (name.startsWith("engine:"))
      return `${isReplicated(placement) ? "Replicated" : ""}${name.slice("engine:".length)}`;
    throw new ClickHouseStoreError(
      "INVALID_MIGRATIONS",
      `${fileOf(migration)} has an unknown place ${place}`,
    );
  });
}

/** @internal The clause that runs a statement on every node. */
export function onCluster({ cluster }: Placement): string {
  if (cluster === undefined) return "";
  if (!/^[A-Za-z0-9_.-]+$/.test(cluster) && cluster !== "{cluster}") {
    throw new ClickHouseStoreError(
      "INVALID_ARGUMENT",
      `cluster: a name has letters, digits, "_", "-" and ".", or is the macro {cluster}; got "${cluster}"`,
    );
  }
  return `ON CLUSTER '${cluster}'`;
}

function isReplicated({ cluster, replicated = cluster !== undefined }: Placement): boolean {
  return replicated;
}
