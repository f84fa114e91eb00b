import type { ReportedData, ReportedFeature, ReportedSource } from "../reported-path.ts";
import { named, typed, type ProvBuilder } from "./document.ts";

/** Whose catalog the names are of, and which record used the data. */
interface User {
  readonly service: string;
  /** The activity that used it. */
  readonly activity: string;
  /** Id of its record: a feature is what it was at that time. */
  readonly record: string;
}

/** What an activity read: sources as entities, and the features that came of them. Gives the features by name. */
export function addData(
  prov: ProvBuilder,
  { sources, unmapped }: ReportedData,
  user: User,
): ReadonlyMap<string, string> {
  const features: Map<string, string> = new Map();
  for (const source of sources) {
    const entity = addSource(prov, source, user);
    if (source.features.length === 0) prov.relate("used", user.activity, entity);
    for (const feature of source.features)
      features.set(feature.name, addFeature(prov, feature, entity, user));
  }
  for (const [position, { system, host, database, count }] of unmapped.entries()) {
    const call = prov.add("entity", named("unmapped", user.record, String(position + 1)), {
      "prov:type": typed("probity:UnmappedCall"),
      "probity:system": system,
      "probity:host": host,
      "probity:database": database,
      "probity:calls": count,
    });
    prov.relate("used", user.activity, call);
  }
  return features;
}

function addSource(
  prov: ProvBuilder,
  { source, system, dataset }: ReportedSource,
  { service }: User,
): string {
  return prov.add("entity", named("source", service, source || "unknown"), {
    "prov:type": typed("probity:DataSource"),
    "prov:label": source || "unknown",
    "probity:system": system,
    "probity:dataset": dataset,
  });
}

function addFeature(prov: ProvBuilder, feature: ReportedFeature, source: string, user: User): string {
  const { name, how, codes, purposes, isPersonal, isRegistered } = feature;
  const entity = prov.add("entity", named("feature", user.record, name), {
    "prov:type": typed("probity:Feature"),
    "prov:label": name,
    "probity:how": how,
    "probity:codes": codes,
    "probity:purposes": purposes,
    "probity:registered": isRegistered,
    ...(isPersonal !== undefined && { "probity:personal": isPersonal }),
  });
  prov.relate("wasDerivedFrom", entity, source);
  prov.relate("used", user.activity, entity);
  return entity;
}
