import { catalogColumns } from "./catalog-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The catalog record: one row per feature of each version of the data catalog. */
export const catalogRecord: RecordTable<typeof catalogColumns> = new RecordTable(
  "catalog_features",
  1,
  catalogColumns,
);

/** A feature of a catalog version as it is stored. */
export type CatalogRow = RowOf<typeof catalogColumns>;
