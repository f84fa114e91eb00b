import { decisionRecord, timeOfDecisionId } from "@probity/core";
import type { DecisionRow } from "@probity/core";

import type { Connection } from "../connection.ts";
import { Selection } from "../selection.ts";
import { invalid } from "./conditions.ts";

/** @internal Every column of the record. */
export const decisionSelection: Selection<typeof decisionRecord.columns> = new Selection(
  decisionRecord.columns,
);

/** @internal The decision of that id. The id holds the time, so that one granule is read, however large the table. */
export async function readDecision(connection: Connection, id: string): Promise<DecisionRow | undefined> {
  const ts = timeOfDecisionId(id.toLowerCase());
  if (ts === undefined) throw invalid(`a decision id is a UUID of version 7, got "${id.slice(0, 64)}"`);
  const [row] = await decisionSelection.from(
    connection,
    `${connection.database}.decisions
    WHERE ts = fromUnixTimestamp64Milli({ts:Int64}, 'UTC') AND id = {id:UUID} LIMIT 1`,
    { ts, id },
  );
  return row;
}
