import type { Connection } from "../connection.ts";
import { Selection } from "../selection.ts";
import { equal, MINORS, ofSubject, type Condition } from "./conditions.ts";
import { DECISIONS, readPage, type Page, type PageOptions } from "./page.ts";
import { summaryColumns, type DecisionSummary } from "./summary.ts";

/** Which decisions to list: those for which everything given is so. */
export interface DecisionFilter {
  /** The subject's pseudonym: 64 hexadecimal digits. */
  readonly subject?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly version?: string | undefined;
  readonly outlet?: string | undefined;
  /** Id of a rule that hit. */
  readonly rule?: string | undefined;
  /** A minor by age band or by the mode signal, or not. */
  readonly isMinor?: boolean | undefined;
  /** Touched by an intervention, or not. */
  readonly isIntervened?: boolean | undefined;
  /** Hit by any rule, or by none. */
  readonly isFlagged?: boolean | undefined;
}

const summaries = new Selection(summaryColumns);

/** @internal Lists decisions, newest first. */
export async function listDecisions(
  connection: Connection,
  filter: DecisionFilter,
  options: PageOptions,
): Promise<Page<DecisionSummary>> {
  const { subject, algorithm, version, outlet, rule, isMinor, isIntervened, isFlagged } = filter;
  return readPage(
    connection,
    DECISIONS,
    summaries,
    [
      ofSubject(subject),
      equal("algorithm", algorithm),
      equal("version", version),
      equal("outlet", outlet),
      rule === undefined ? undefined : { sql: "has(findings.rule, {rule:String})", params: { rule } },
      whether(MINORS, isMinor),
      whether("notEmpty(interventions)", isIntervened),
      whether("notEmpty(findings)", isFlagged),
    ],
    options,
  );
}

function whether(sql: string, expected: boolean | undefined): Condition | undefined {
  return expected === undefined ? undefined : { sql: expected ? sql : `NOT (${sql})` };
}
