import type { ColumnName } from "./syntax.ts";

/** What stands between two operators, as far as it matters for how columns are used. */
export interface Operand {
  /** It is this column and nothing else. */
  readonly column?: ColumnName;
  /** It is a value, or several in brackets. */
  readonly isValue?: boolean;
  readonly isQuery?: boolean;
  readonly isCall?: boolean;
}

export const VALUE: Operand = { isValue: true };

/**
 * Notes the columns that rows are only looked up by: `id = ?`, `id IN (…)`, `a.id = b.user_id`, as the whole of a
 * condition or between AND and OR. Whoever asks that way has the value already.
 */
export function addLookups(operands: readonly Operand[], operators: readonly string[]): void {
  for (const [at, operator] of operators.entries()) {
    if (!EQUAL.has(operator) || !isJoint(operators[at - 1]) || !isJoint(operators[at + 1])) continue;
    const left = operands[at];
    const right = operands[at + 1];
    if (!left || !right || !isPlain(left) || !isPlain(right)) continue;
    if (left.column) left.column.isLookup = true;
    if (right.column) right.column.isLookup = true;
  }
}

const EQUAL: ReadonlySet<string> = new Set(["=", "==", "<=>", "IN"]);

function isJoint(operator: string | undefined): boolean {
  return operator === undefined || operator === "AND" || operator === "OR";
}

function isPlain({ column, isValue, isQuery }: Operand): boolean {
  return column !== undefined || isValue === true || isQuery === true;
}
