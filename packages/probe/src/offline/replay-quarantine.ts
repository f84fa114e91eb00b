import { isClickHouseStoreError } from "@probity/clickhouse";
import type { Chunk } from "@probity/core";
import { describeFault, type Fault } from "../fault.ts";
import { Quarantine, type QuarantinedRow } from "../spool/quarantine.ts";
import { Sender } from "../worker/sender.ts";
import { listQuarantine } from "./list-quarantine.ts";
import { type Access, type OfflineOptions, type Persist, withStorage } from "./persistence.ts";

/** A row that the storage refused again: what is in the quarantine of it now, but for its bytes. */
export type RefusedRow = Omit<QuarantinedRow, "bytes">;

/** What became of a quarantine. */
export interface QuarantineReplay {
  /** Rows that are stored now, and gone from the quarantine. */
  readonly stored: number;
  /** Of these, how many were stored already. */
  readonly known: number;
  /** Rows that were refused again, with the reason of this time. */
  readonly refused: readonly RefusedRow[];
  /** Files that can't be read. */
  readonly unreadable: readonly Fault[];
  /** Rows that were not tried, because the storage failed or the signal came; then `failure` says why. */
  readonly untried: number;
  readonly failure?: Fault;
}

/**
 * Sends again what the storage refused. What is stored then leaves the quarantine; what is refused stays, with the new
 * reason. Nothing is doubled: what is stored is looked up first. Rejects with a `SpoolError` for a directory that is no
 * spool, and with a `ClickHouseStoreError` when the storage can't be used: then nothing was touched.
 */
export async function replayQuarantine(root: string, options: OfflineOptions): Promise<QuarantineReplay> {
  const { rows, faults } = listQuarantine(root);
  const unreadable = faults.map(describeFault);
  if (rows.length === 0) return { stored: 0, known: 0, refused: [], unreadable, untried: 0 };
  return withStorage(options, async (access) => {
    return { ...(await replayRows(rows, root, { ...options, ...access })), unreadable };
  });
}

export interface ReplayRowsOptions extends Access, Pick<OfflineOptions, "onDoubt"> {}

/** {@link replayQuarantine} of these rows, over a storage that is open. */
export function replayRows(
  rows: readonly QuarantinedRow[],
  root: string,
  options: ReplayRowsOptions,
): Promise<Omit<QuarantineReplay, "unreadable">> {
  return new Replay(new Quarantine(root), options).all(rows);
}

/** Rows in one insert: few, so that all of them may be refused. */
const MOST_ROWS = 64;

class Replay {
  readonly #quarantine: Quarantine;
  readonly #persist: Persist;
  readonly #sender: Sender;
  readonly #refused: RefusedRow[] = [];
  #stored = 0;
  #known = 0;

  constructor(quarantine: Quarantine, { store, persist, onDoubt }: ReplayRowsOptions) {
    this.#quarantine = quarantine;
    this.#persist = persist;
    this.#sender = new Sender({ store, onForbidden: (fault) => onDoubt?.(describeFault(fault)) });
  }

  async all(rows: readonly QuarantinedRow[]): Promise<Omit<QuarantineReplay, "unreadable">> {
    let untried = rows.length;
    let failure: Fault | undefined;
    try {
      for (const group of groupsOf(rows)) {
        await this.#try(group);
        untried -= group.length;
      }
    } catch (thrown) {
      failure = describeFault(thrown);
    }
    const counts = { stored: this.#stored, known: this.#known, refused: this.#refused, untried };
    return failure ? { ...counts, failure } : counts;
  }

  async #try(group: readonly QuarantinedRow[]): Promise<void> {
    const refused = await this.#send(group);
    for (const row of group) {
      const fault = refused.get(row.seq);
      if (fault) this.#keep(row, fault);
      else this.#quarantine.remove(row);
    }
    this.#stored += group.length - refused.size;
  }

  /** The numbers that were refused, and why. */
  async #send(group: readonly QuarantinedRow[]): Promise<ReadonlyMap<number, Fault>> {
    const [{ writer, epoch } = { writer: "", epoch: 0 }] = group;
    const attempt = { isMarked: true, isUncertain: true, isWhole: false };
    let refused: ReadonlyMap<number, Fault> = new Map();
    try {
      await this.#persist(async () => {
        const { rejected, known } = await this.#sender.deliver(
          group.map(chunkOf),
          { writer, epoch },
          attempt,
        );
        refused = new Map(rejected.map(({ seq, fault }) => [seq, fault]));
        this.#known += known;
      });
    } catch (failure) {
      // Rows of a version that only a newer Probity can send; others may go.
      if (!isClickHouseStoreError(failure, "INVALID_ARGUMENT")) throw failure;
      return new Map(group.map(({ seq }) => [seq, describeFault(failure)]));
    }
    return refused;
  }

  #keep(row: QuarantinedRow, { code, message }: Fault): void {
    const { bytes, ...rest } = row;
    const refused: RefusedRow = { ...rest, at: Date.now(), code, message };
    this.#quarantine.replace({ ...refused, bytes });
    this.#refused.push(refused);
  }
}

/** Rows of one writer and table whose numbers follow each other, as many as go into one insert. */
function* groupsOf(rows: readonly QuarantinedRow[]): Generator<readonly QuarantinedRow[]> {
  let group: QuarantinedRow[] = [];
  for (const row of rows) {
    const last = group.at(-1);
    if (last && (group.length === MOST_ROWS || !follows(last, row))) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

function follows(last: QuarantinedRow, row: QuarantinedRow): boolean {
  const isSame = (["writer", "epoch", "table", "version"] as const).every((key) => last[key] === row[key]);
  return isSame && row.seq === last.seq + 1;
}

function chunkOf({ table, version, seq, bytes }: QuarantinedRow): Chunk {
  return {
    table,
    version,
    bytes: new Uint8Array(bytes),
    ends: Uint32Array.of(bytes.length),
    firstSeq: seq,
    lastSeq: seq,
  };
}
