import { findingRecord, type FindingRow } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { equal } from "../conditions.ts";
import { readPage, type Listing, type Page, type PageOptions } from "../page.ts";

/** Which findings of rules on stored records to list: those for which everything given is so. */
export interface FindingFilter {
  readonly rule?: string | undefined;
  readonly service?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly outlet?: string | undefined;
  /** The UUID of a run. */
  readonly run?: string | undefined;
}

const findings = new Selection(findingRecord.columns);
const FINDINGS: Listing = { table: "findings", key: { writer: "UUID", epoch: "UInt32", seq: "UInt64" } };

/** @internal Lists findings, newest first. */
export async function listFindings(
  connection: Connection,
  { rule, service, algorithm, outlet, run }: FindingFilter,
  options: PageOptions,
): Promise<Page<FindingRow>> {
  return readPage(
    connection,
    FINDINGS,
    findings,
    [
      equal("rule", rule),
      equal("service", service),
      equal("algorithm", algorithm),
      equal("outlet", outlet),
      equal("run", run, "UUID"),
    ],
    options,
  );
}
