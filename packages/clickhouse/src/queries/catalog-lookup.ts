import { catalogRecord } from "@probity/core";
import type { CatalogRow } from "@probity/core";

import type { Connection } from "../connection.ts";
import { Selection } from "../selection.ts";

/** @internal The features of one catalog, by number; empty where nobody registered it. */
export type KnownFeatures = ReadonlyMap<number, CatalogRow>;

const features = new Selection(catalogRecord.columns);

/** @internal The features of each catalog. Two services may have registered the same one: it is the same. */
export async function readCatalogs(
  connection: Connection,
  catalogs: Iterable<string>,
): Promise<ReadonlyMap<string, KnownFeatures>> {
  const read = [...new Set(catalogs)].map(async (catalog) => {
    const rows = await features.from(
      connection,
      `${connection.database}.catalog_features WHERE catalog = unhex({catalog:String})`,
      { catalog },
    );
    return [catalog, new Map(rows.map((row) => [row.number, row]))] as const;
  });
  return new Map(await Promise.all(read));
}
