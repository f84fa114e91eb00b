import type { Catalog, CatalogRow } from "@probity/core";

/** A version of the catalog as it is stored, one row per feature. `registeredAt` is in milliseconds since the epoch. */
export function catalogRows(catalog: Catalog, service: string, registeredAt: number): CatalogRow[] {
  return catalog.features.map(
    ({ number, name, source, path, codes, personal, inferred, purposes, tags }): CatalogRow => {
      const { system = "", dataset = "" } = catalog.sources.get(source) ?? {};
      return {
        catalog: catalog.digest,
        number,
        service,
        feature: name,
        source,
        path,
        system,
        dataset,
        codes,
        personal,
        inferred,
        purposes,
        tags,
        registered_at: registeredAt,
      };
    },
  );
}
