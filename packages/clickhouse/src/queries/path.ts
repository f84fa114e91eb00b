import type { DecisionRow } from "@probity/core";

import type { Connection } from "../connection.ts";
import { readCatalogs, type KnownFeatures } from "./catalog-lookup.ts";
import { decisionSelection, readDecision } from "./decision.ts";
import { sourcesOf, type PathSource } from "./path-sources.ts";

/**
 * The data-call path of a decision (数据调用路径): read `sources` for what was called and which features it gave, then
 * `decision.algorithm` and `version`, `findings`, `decision.interventions` and `decision.items`.
 */
export interface DecisionPath {
  /** The record itself. */
  readonly decision: DecisionRow;
  /** The systems that were read, in the order of their first call. */
  readonly sources: readonly PathSource[];
  /** The rules that hit, with the names of the features. */
  readonly findings: readonly PathFinding[];
  /** False where nobody registered the decision's catalog, so that features are called by number, such as `#12`. */
  readonly isCatalogKnown: boolean;
  /** Decisions that were taken inside this one, in the order of time. */
  readonly children: readonly DecisionPath[];
}

/** A {@link DecisionPath} with whatever was decided inside it. */
export interface WholePath extends DecisionPath {
  /** False where more was decided inside it than the 500 decisions that are given. */
  readonly isComplete: boolean;
}

/** A rule's hit, with names for numbers. Suspected, to be reviewed (疑似 / 待复核). */
export type PathFinding = Omit<DecisionRow["findings"][number], "features"> & {
  readonly features: readonly string[];
};

const MOST_DESCENDANTS = 500;
/** How far the clocks of two services may be apart for one to find the decisions of the other inside its own. */
const CLOCKS_APART_MS = 60_000;

/** @internal The path of the decision of that id. */
export async function readPath(connection: Connection, id: string): Promise<WholePath | undefined> {
  const root = await readDecision(connection, id);
  if (!root) return undefined;
  const { decisions, isComplete } = await readDescendants(connection, root);
  const all = [root, ...decisions];
  const catalogs = await readCatalogs(
    connection,
    all.map(({ catalog }) => catalog),
  );
  return { ...pathOf(root, decisions, catalogs), isComplete };
}

// Level by level. A decision is its own ancestor only in a forged record; an id that was seen is not followed again.
async function readDescendants(
  connection: Connection,
  root: DecisionRow,
): Promise<{ decisions: readonly DecisionRow[]; isComplete: boolean }> {
  const seen = new Map([[root.id, root]]);
  let level: readonly DecisionRow[] = [root];
  while (level.length > 0) {
    const children = (await readChildren(connection, level)).filter(({ id }) => !seen.has(id));
    const room = MOST_DESCENDANTS + 1 - seen.size;
    for (const child of children.slice(0, room)) seen.set(child.id, child);
    if (children.length > room) return { decisions: [...seen.values()].slice(1), isComplete: false };
    level = children;
  }
  return { decisions: [...seen.values()].slice(1), isComplete: true };
}

async function readChildren(connection: Connection, parents: readonly DecisionRow[]): Promise<DecisionRow[]> {
  const from = Math.min(...parents.map(({ ts }) => ts)) - CLOCKS_APART_MS;
  const to = Math.max(...parents.map(({ ts, took_us }) => ts + Math.ceil(took_us / 1000))) + CLOCKS_APART_MS;
  return decisionSelection.from(
    connection,
    `${connection.database}.decisions
    WHERE ts BETWEEN fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND fromUnixTimestamp64Milli({to:Int64}, 'UTC')
      AND parent IN {parents:Array(UUID)}
    ORDER BY ts, id LIMIT ${MOST_DESCENDANTS + 1}`,
    { from, to, parents: parents.map(({ id }) => id) },
  );
}

function pathOf(
  decision: DecisionRow,
  descendants: readonly DecisionRow[],
  catalogs: ReadonlyMap<string, KnownFeatures>,
): DecisionPath {
  const known: KnownFeatures = catalogs.get(decision.catalog) ?? new Map();
  const { features_declared, features_read, features_span } = decision;
  return {
    decision,
    sources: sourcesOf(decision, known),
    findings: decision.findings.map((finding) => ({
      ...finding,
      features: finding.features.map((number) => known.get(number)?.feature ?? `#${number}`),
    })),
    isCatalogKnown: [...features_declared, ...features_read, ...features_span].every((number) =>
      known.has(number),
    ),
    children: descendants
      .filter(({ parent }) => parent === decision.id)
      .map((child) => pathOf(child, descendants, catalogs)),
  };
}
