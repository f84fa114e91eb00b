import { openStore, type StoreOptions } from "@probity/clickhouse";
import { openLineageEvent, provDocument } from "../../src/index.ts";

/** A decision's lineage, for a catalog of data, and its provenance, for an auditor. */
export async function documentsOf(id: string, options: StoreOptions): Promise<string[]> {
  const store = openStore(options);
  const path = await store.path(id);
  await store.close();
  return path ? [JSON.stringify(openLineageEvent(path)), JSON.stringify(provDocument(path))] : [];
}
