import { catalogRecord, decisionRecord } from "@probity/core";
import type { DecisionRow, Observation } from "@probity/core";

import type { Connection, QueryParameters } from "../connection.ts";
import { Selection, type RowOfSelection } from "../selection.ts";
import { invalid, type Condition } from "./conditions.ts";
import { DECISIONS, readPage, type Page, type PageOptions } from "./page.ts";
import { summaryColumns, summaryOf, type DecisionSummary } from "./summary.ts";

/** A decision that used a feature. */
export interface FeatureUse extends DecisionSummary {
  /** How the use is known. */
  readonly how: readonly Observation[];
  /** False where the catalog of the time didn't have the feature. */
  readonly isRegistered: boolean;
}

const { catalog, number, source, path } = catalogRecord.columns;
const places = new Selection({ catalog, number, source, path });

/** Where a feature stands in one catalog. */
type Place = RowOfSelection<{
  catalog: typeof catalog;
  number: typeof number;
  source: typeof source;
  path: typeof path;
}>;

const { features_declared, features_read, features_span, unregistered } = decisionRecord.columns;
const uses = new Selection({
  ...summaryColumns,
  catalog: decisionRecord.columns.catalog,
  features_declared,
  features_read,
  features_span,
  unregistered,
});

/** @internal The expression of the index `by_feature`, letter for letter as in the migration. */
export const FEATURE_KEYS =
  "arrayConcat(arrayMap(n -> toUInt64(n), features_read), arrayMap(n -> toUInt64(n), features_declared), " +
  "arrayMap(n -> toUInt64(n), features_span), " +
  "arrayMap((s, n) -> sipHash64(s, n), unregistered.source, unregistered.name))";

/** @internal Lists the decisions that used a feature, newest first, whether the catalog knew it or not. */
export async function listFeatureUses(
  connection: Connection,
  feature: string,
  options: PageOptions,
): Promise<Page<FeatureUse>> {
  if (feature === "") throw invalid("feature must be a name such as profile.age");
  const found = await places.from(
    connection,
    `${connection.database}.catalog_features WHERE feature = {feature:String}`,
    { feature },
  );
  const names = namesOf(feature, found);
  const { rows, next } = await readPage(
    connection,
    DECISIONS,
    uses,
    [usesAny(connection.database, feature, found, names)],
    options,
  );
  const numberIn = new Map(found.map((place) => [place.catalog, place.number]));
  return { rows: rows.map((row) => describe(row, numberIn.get(row.catalog), names)), next };
}

/** By source and path, which is how a decision tells of a feature that its catalog doesn't know. */
interface Name {
  readonly source: string;
  readonly path: string;
}

function namesOf(feature: string, found: readonly Place[]): readonly Name[] {
  const dot = feature.indexOf(".");
  const byDefault =
    dot < 0
      ? { source: feature, path: "*" }
      : { source: feature.slice(0, dot), path: feature.slice(dot + 1) };
  const all = [byDefault, ...found].map(({ source, path }) => ({ source, path }));
  return [...new Map(all.map((name) => [`${name.source}\n${name.path}`, name])).values()];
}

// Numbers mean something within their catalog only. The hint lets the index pass over granules; it decides nothing.
function usesAny(
  database: string,
  feature: string,
  found: readonly Place[],
  names: readonly Name[],
): Condition {
  const numbers = [...new Set(found.map((place) => place.number))];
  const params: Record<string, QueryParameters[string]> = { feature, numbers };
  const byNumber = numbers.map((each) => {
    const catalogs = `SELECT catalog FROM ${database}.catalog_features WHERE feature = {feature:String} AND number = ${each}`;
    const used = ["features_declared", "features_read", "features_span"].map(
      (column) => `has(${column}, ${each})`,
    );
    return `((${used.join(" OR ")}) AND catalog IN (${catalogs}))`;
  });
  const byName = names.map((name, position) => {
    params[`source_${position}`] = name.source;
    params[`path_${position}`] = name.path;
    return `arrayExists(u -> u.source = {source_${position}:String} AND u.name = {path_${position}:String}, unregistered)`;
  });
  const hashes = names.map(
    (_, position) => `sipHash64({source_${position}:String}, {path_${position}:String})`,
  );
  const hint = `indexHint(hasAny(${FEATURE_KEYS}, arrayConcat({numbers:Array(UInt64)}, [${hashes.join(", ")}])))`;
  return { sql: `${hint} AND (${[...byNumber, ...byName].join(" OR ")})`, params };
}

function describe(
  row: DecisionSummary & Pick<DecisionRow, "unregistered" | `features_${Observation}`>,
  numberHere: number | undefined,
  names: readonly Name[],
): FeatureUse {
  const isRegistered = numberHere !== undefined;
  if (!isRegistered) {
    const mine = row.unregistered.filter((use) =>
      names.some((name) => name.source === use.source && name.path === use.name),
    );
    return { ...summaryOf(row), how: [...new Set(mine.map((use) => use.how))], isRegistered };
  }
  const observations = ["declared", "read", "span"] as const;
  const how = observations.filter((observation) => row[`features_${observation}`].includes(numberHere));
  return { ...summaryOf(row), how, isRegistered };
}
