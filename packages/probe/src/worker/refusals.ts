import { ProbeError } from "../errors.ts";
import { GAPS } from "../record-kinds.ts";
import type { LogIdentity } from "../spool/frame.ts";
import type { Gap } from "../spool/gap-chunk.ts";
import type { Quarantine } from "../spool/quarantine.ts";
import type { RejectedRow } from "./sender.ts";

export interface RefusalsOptions {
  /** Whose rows they are. */
  readonly identity: LogIdentity;
  /** Undefined where rejected rows are not kept. */
  readonly quarantine: Quarantine | undefined;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  readonly onFault: (place: string, fault: unknown) => void;
}

/** What becomes of rows that the store refuses for what is in them. */
export class Refusals {
  readonly #options: RefusalsOptions;

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  /** Keeps the row in the quarantine, if there is one, and gives the gap that it leaves; none for a gap record. */
  take(row: RejectedRow): Gap | undefined {
    const { seq, fault, rows } = row;
    const cause = this.#keep(row) ? "quarantined" : "rejected";
    const table = rows[0]?.table ?? "";
    if (table !== GAPS) return { of: table, firstSeq: seq, lastSeq: seq, cause, detail: fault.code };
    // Another one would be refused as well.
    const text = `ClickHouse refuses a record of what is missing: ${fault.message} (${fault.code})`;
    this.#options.onFault("store", new ProbeError("ROW_REJECTED", text));
    return undefined;
  }

  #keep(row: RejectedRow): boolean {
    const { identity, quarantine, wallClock, onFault } = this.#options;
    if (!quarantine) return false;
    try {
      putInto(quarantine, row, identity, wallClock());
      return true;
    } catch (fault) {
      onFault("quarantine", fault);
      return false;
    }
  }
}

/** Puts a rejected row into the quarantine. Throws `FULL` or `WRITE_FAILED`. */
export function putInto(
  quarantine: Quarantine,
  { rows: [chunk], seq, fault: { code, message } }: RejectedRow,
  { writer, epoch, service }: LogIdentity,
  at: number,
): void {
  if (!chunk) return;
  const { table, version, bytes } = chunk;
  quarantine.put({ table, version, writer, epoch, service, seq, at, code, message, bytes });
}
