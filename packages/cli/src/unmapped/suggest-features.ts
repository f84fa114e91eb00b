import { placeOfFeature, type Feature } from "@probity/core";

import { isOneLine } from "./one-line.ts";
import type { Call } from "./suggest-rule.ts";

/** Features by field, where a field is not the feature's own path; null for what is no feature. */
export type FieldMap = Readonly<Record<string, string | null>>;

/** What a rule and the catalog say of the fields of a call. */
export interface FieldFeatures {
  readonly fields: FieldMap;
  /** A feature that stands for all that the call yields, where its fields can't be seen. */
  readonly whole: string | undefined;
  /** Features that the catalog doesn't have. */
  readonly added: readonly Feature[];
}

/** Features for what was seen to be read of a source: those that the catalog has, or new ones. */
export function featuresFor(call: Call, source: string, known: readonly Feature[]): FieldFeatures {
  const own = known.filter((feature) => placeOfFeature(feature).source === source);
  const fields: Record<string, string | null> = {};
  const added: Feature[] = [];
  for (const field of call.fields.filter((field) => isOneLine(field, 200))) {
    if (isKey(field)) {
      fields[field] = null;
      continue;
    }
    const feature = own.find((each) => isAt(field, each));
    const name = feature?.name ?? newName(source, field);
    if (!feature && !added.some((each) => each.name === name)) added.push({ name });
    if ((feature ? placeOfFeature(feature).path : name.slice(source.length + 1)) !== field)
      fields[field] = name;
  }
  const isSeen = call.fields.some((field) => isOneLine(field, 200) && !isKey(field));
  if (isSeen) return { fields, whole: undefined, added };
  // What can't be looked into is one feature, the whole of what is read. A source has to have one.
  const whole = own.find((feature) => placeOfFeature(feature).path === "");
  if (whole || own.length > 0) return { fields, whole: whole?.name, added };
  return { fields, whole: source, added: [{ name: source }] };
}

function isAt(field: string, feature: Feature): boolean {
  return placeOfFeature(feature).path.toLowerCase() === field.toLowerCase();
}

/** True of names that the number of a row has. Another id may be that of a person, a device or a document. */
function isKey(field: string): boolean {
  return /^(?:_?id|uuid)$/i.test(field);
}

function newName(source: string, field: string): string {
  const name = `${source}.${field}`;
  return FEATURE_NAME.test(name) && name.length <= 200 ? name : `${source}.${plain(field)}`;
}

function plain(field: string): string {
  return field.replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, "_").slice(0, 100) || "_";
}

/** What configurations take as the name of a feature. */
const FEATURE_NAME = /^(?:[\p{L}\p{M}\p{N}_-]+|\*)(?:\[\])*(?:\.(?:[\p{L}\p{M}\p{N}_-]+|\*)(?:\[\])*)*$/u;
