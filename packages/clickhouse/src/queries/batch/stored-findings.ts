import { findingRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { LATEST } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import type { StoredFinding } from "./rows.ts";

const { run, rule, algorithm, outlet, about, measures } = findingRecord.columns;
const findings = new Selection({ run, rule, algorithm, outlet, about, measures });

/** @internal The findings of these runs that are stored, so that nothing is entered a second time. */
export async function readStoredFindings(
  connection: Connection,
  runs: readonly string[],
): Promise<readonly StoredFinding[]> {
  if (runs.length === 0) return [];
  return findings.from(
    connection,
    `${connection.database}.findings WHERE run IN {runs:Array(UUID)} ORDER BY rule, algorithm, outlet, about`,
    { runs },
    LATEST,
  );
}
