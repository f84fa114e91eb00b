import type { UnmappedCall } from "@probity/clickhouse";
import type { CatalogInput, DataSource, Feature, SpanMatch } from "@probity/core";

import { isOneLine } from "./one-line.ts";
import { featuresFor, type FieldMap } from "./suggest-features.ts";
import { placeOf, sourceFor } from "./suggest-source.ts";
import { isWriting } from "./writing-operations.ts";

/** What of an unmapped call a rule is made of. */
export type Call = Pick<UnmappedCall, "system" | "host" | "database" | "operation" | "target" | "fields">;

/** A rule as `spans` of a configuration takes it. */
export interface SuggestedRule {
  readonly match: SpanMatch;
  readonly source?: string;
  readonly ignore?: true;
  readonly features?: readonly string[];
  readonly fields?: FieldMap;
}

/** A rule for an unmapped call, and what has to be declared for it. */
export interface Suggestion {
  readonly rule: SuggestedRule;
  /** Not declared so far. */
  readonly sources: readonly DataSource[];
  readonly features: readonly Feature[];
}

/**
 * A rule that would map a call, for somebody to check: to a source that is declared where one fits, else to a new one. A
 * call that only writes is none of data, and is left out. Undefined where nothing is known to tell the call by.
 */
export function suggestRule(call: Call, known: CatalogInput): Suggestion | undefined {
  if (isWriting(call.system, call.operation) && call.fields.length === 0) {
    const match = matchOf(call, { withOperation: true });
    return match && { rule: { match, ignore: true }, sources: [], features: [] };
  }
  const match = matchOf(call);
  if (!match) return undefined;
  const { source, isNew } = sourceFor(call, known);
  const { fields, whole, added } = featuresFor(call, source.name, known.features);
  return {
    rule: {
      match,
      source: source.name,
      ...(whole !== undefined && { features: [whole] }),
      ...(Object.keys(fields).length > 0 && { fields }),
    },
    sources: isNew ? [source] : [],
    features: added,
  };
}

/** What a call can be told by: its system, and what it is about; the operation where that says it, or is asked for. */
function matchOf(call: Call, { withOperation = false } = {}): SpanMatch | undefined {
  const { system, host, database, operation } = call;
  if (!isPattern(system)) return undefined;
  const place = placeOf(call);
  const kind = system.toLowerCase();
  const isByOperation = withOperation || kind === "grpc" || kind === "http" || place === undefined;
  const match: SpanMatch = {
    system,
    ...(kind === "http" && isPattern(host) && { host }),
    ...(isDatabase(kind) && isPattern(database) && { database }),
    ...place,
    ...(isByOperation && isPattern(operation) && { operation }),
  };
  return Object.keys(match).length > 1 ? match : undefined;
}

// A database of Redis is a number, and says nothing.
function isDatabase(system: string): boolean {
  return !["http", "grpc", "kafka", "redis"].includes(system);
}

/** True of what a rule can look for: `*` alone would say nothing. */
function isPattern(text: string): boolean {
  return text !== "*" && isOneLine(text);
}
