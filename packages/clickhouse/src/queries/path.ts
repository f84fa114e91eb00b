import type { DecisionRow, HoldRow, RemoteCallRow } from "@probity/core";

import type { Connection } from "../connection.ts";
import { readCatalogs, type KnownFeatures } from "./catalog-lookup.ts";
import { claimOf, type Claim } from "./claim.ts";
import { readPathRows, type PathRows } from "./path-rows.ts";
import { dataUseOf, type PathData } from "./path-sources.ts";

/**
 * The data-call path of a decision (数据调用路径): read `sources` for what was called and which features it gave,
 * `remoteCalls` for what other services did for it, then `decision.algorithm` and `version`, `findings`, `holds`,
 * `decision.interventions` and `decision.items`.
 */
export interface DecisionPath extends PathData {
  /** The record itself. */
  readonly decision: DecisionRow;
  /** The rules that hit, with the names of the features. */
  readonly findings: readonly PathFinding[];
  /** What rules held back, and those in shadow would have, with the names of the features. */
  readonly holds: readonly PathHold[];
  /** What other services say that they did for this decision, in the order of time by their own clocks. */
  readonly remoteCalls: readonly RemoteCallPath[];
  /** Decisions that were taken inside this one, in the order of time. */
  readonly children: readonly ChildPath[];
}

/** The path of a decision that was taken inside another. */
export interface ChildPath extends DecisionPath {
  /** Undefined where it was opened inside the other in the same process, which is no claim. */
  readonly claim: Claim | undefined;
}

/** What another service did for a decision: which data it read, and from where. */
export interface RemoteCallPath extends PathData {
  /** The record itself. */
  readonly call: RemoteCallRow;
  readonly claim: Claim;
}

/** A {@link DecisionPath} with whatever was decided inside it. */
export interface WholePath extends DecisionPath {
  /** False where more was decided inside it, or done for it, than the 500 decisions and 500 remote calls that are given. */
  readonly isComplete: boolean;
}

/** A rule's hit, with names for numbers. Suspected, to be reviewed (疑似 / 待复核). */
export type PathFinding = Omit<DecisionRow["findings"][number], "features"> & {
  readonly features: readonly string[];
};

/** What a rule held back of a decision, or would have, with names for numbers. */
export type PathHold = Omit<HoldRow, "features"> & { readonly features: readonly string[] };

type Catalogs = ReadonlyMap<string, KnownFeatures>;

/** @internal The path of the decision of that id. */
export async function readPath(connection: Connection, id: string): Promise<WholePath | undefined> {
  const rows = await readPathRows(connection, id);
  if (!rows) return undefined;
  const all = [rows.root, ...rows.descendants, ...rows.remoteCalls];
  const catalogs = await readCatalogs(
    connection,
    all.map(({ catalog }) => catalog),
  );
  return { ...pathOf(rows.root, rows, catalogs), isComplete: rows.isComplete };
}

function pathOf(decision: DecisionRow, rows: PathRows, catalogs: Catalogs): DecisionPath {
  const known = knownTo(decision, catalogs);
  return {
    decision,
    ...dataUseOf(decision, known),
    findings: decision.findings.map((finding) => named(finding, known)),
    holds: decision.holds.map((hold) => named(hold, known)),
    remoteCalls: rows.remoteCalls
      .filter((call) => call.decision === decision.id)
      .map((call) => ({
        call,
        ...dataUseOf(call, knownTo(call, catalogs)),
        claim: claimOf(call, decision),
      })),
    children: rows.descendants
      .filter(({ parent }) => parent === decision.id)
      .map((child) => ({
        ...pathOf(child, rows, catalogs),
        claim: child.parent_via === "baggage" ? claimOf(child, decision) : undefined,
      })),
  };
}

function named<T extends { readonly features: readonly number[] }>(
  row: T,
  known: KnownFeatures,
): Omit<T, "features"> & { readonly features: readonly string[] } {
  return { ...row, features: row.features.map((number) => known.get(number)?.feature ?? `#${number}`) };
}

function knownTo({ catalog }: { readonly catalog: string }, catalogs: Catalogs): KnownFeatures {
  return catalogs.get(catalog) ?? new Map();
}
