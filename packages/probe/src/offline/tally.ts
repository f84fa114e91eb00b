import type { Fault } from "../fault.ts";
import { settledIn } from "../spool/account.ts";
import type { LogIdentity } from "../spool/frame.ts";
import { NumberSet, type Range } from "../spool/number-set.ts";
import { countRows, type Rows } from "../worker/rows.ts";
import type { Delivery } from "../worker/sender.ts";

/** Keeps account of what was replayed of one table of one writer. */
export class Tally {
  readonly identity: LogIdentity;
  readonly table: string;
  readonly #numbers: NumberSet = new NumberSet();
  sent = 0;
  known = 0;
  refused = 0;
  /** Why the first of the refused was. */
  refusal: Fault | undefined;

  constructor({ writer, epoch, service }: LogIdentity, table: string) {
    this.identity = { writer, epoch, service };
    this.table = table;
  }

  /** The numbers that were found in the archive, in order. */
  get ranges(): readonly Range[] {
    const { next } = this.#numbers;
    return settledIn(next, this.#numbers.absent(1, next - 1));
  }

  found(rows: Rows): void {
    for (const { firstSeq, lastSeq } of rows) this.#numbers.add(firstSeq, lastSeq);
  }

  delivered(rows: Rows, { known, rejected }: Delivery): void {
    this.known += known;
    this.refused += rejected.length;
    this.sent += countRows(rows) - known - rejected.length;
    this.refusal ??= rejected[0]?.fault;
  }
}
