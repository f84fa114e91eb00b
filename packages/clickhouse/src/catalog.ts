import { ByteWriter, catalogRecord } from "@probity/core";
import type { CatalogRow } from "@probity/core";

import type { Connection } from "./connection.ts";
import { insertBatch } from "./insert.ts";
import { Selection } from "./selection.ts";

const registered = new Selection({ features: { type: "UInt64", sql: "uniqExact(number)" } });

/**
 * @internal Stores the features of catalogs that the database doesn't have yet, each catalog whole or not at all.
 * Gives the number of features that were added.
 */
export async function registerCatalog(connection: Connection, rows: readonly CatalogRow[]): Promise<number> {
  let added = 0;
  for (const features of byCatalog(rows).values()) {
    const [first] = features;
    if (!first || (await isRegistered(connection, first, features.length))) continue;
    const bytes = new ByteWriter();
    for (const feature of features) catalogRecord.encode(bytes, feature);
    const { name: table, version } = catalogRecord;
    // Two processes that start at the same time both find nothing; the token lets one of them in.
    const token = `catalog:${first.service}:${first.catalog}`;
    await insertBatch(connection, { table, version, bytes: bytes.take(), token });
    added += features.length;
  }
  return added;
}

function byCatalog(rows: readonly CatalogRow[]): ReadonlyMap<string, readonly CatalogRow[]> {
  const catalogs: Map<string, CatalogRow[]> = new Map();
  for (const row of rows) {
    const key = `${row.catalog}:${row.service}`;
    const features = catalogs.get(key);
    if (features) features.push(row);
    else catalogs.set(key, [row]);
  }
  return catalogs;
}

async function isRegistered(
  connection: Connection,
  { catalog, service }: CatalogRow,
  features: number,
): Promise<boolean> {
  const [found] = await registered.from(
    connection,
    `${connection.database}.catalog_features WHERE catalog = unhex({catalog:String}) AND service = {service:String}`,
    { catalog, service },
  );
  return found?.features === features;
}
