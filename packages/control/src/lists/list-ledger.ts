import { type ListSnapshotRow, listSnapshotRecord, type Receipt } from "@probity/core";
import { ControlError } from "../errors.ts";
import { optionalText, requireText, requireWord } from "../field.ts";
import { SURFACES } from "../interventions/check-proposal.ts";
import type { ItemHasher } from "../interventions/intervention-ledger.ts";
import type { LedgerRecorder } from "../ledger-recorder.ts";
import type { ListEntry, ListSnapshot } from "./list-snapshot.ts";
import { uuidV7 } from "./uuid-v7.ts";

export interface ListLedgerOptions {
  readonly recorder: LedgerRecorder;
  readonly pseudonyms: ItemHasher;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** A snapshot that was entered. */
export interface SnapshotEntry {
  readonly snapshot: string;
  readonly receipt: Receipt;
}

const MOST_ENTRIES = 1000;
const MOST_INPUTS = 32;
const MOST_INTERVENTIONS = 256;

/** What hot lists and other ranked lists showed, with the data that their order was worked out from (榜单日志). */
export class ListLedger {
  readonly #options: ListLedgerOptions;

  constructor(options: ListLedgerOptions) {
    this.#options = options;
  }

  /** Throws a `ControlError` `INVALID` that names the place; then nothing is recorded. */
  snapshot(given: ListSnapshot): SnapshotEntry {
    const { recorder, pseudonyms, now = Date.now } = this.#options;
    const ts = Math.floor(now());
    const { interventions = [] } = given;
    const row = {
      ts,
      snapshot: uuidV7(ts),
      list: requireText(given.list, "list", 128),
      surface: requireWord(given.surface, "surface", SURFACES),
      outlet: optionalText(given.outlet, "outlet", 128),
      algorithm: optionalText(given.algorithm, "algorithm", 128),
      key_id: pseudonyms.keyId,
      entries: requireList(given.entries, "entries", MOST_ENTRIES).map((entry, i) =>
        entryOf(entry, `entries[${i}]`, pseudonyms),
      ),
      interventions: requireList(interventions, "interventions", MOST_INTERVENTIONS).map((id, i) =>
        requireText(id, `interventions[${i}]`, 128),
      ),
    };
    const receipt = recorder.enter(listSnapshotRecord, row);
    return { snapshot: row.snapshot, receipt };
  }
}

function requireList<T>(given: readonly T[], field: string, most: number): readonly T[] {
  const value: unknown = given;
  if (!Array.isArray(value)) throw new ControlError("INVALID", `${field} is no list`, field);
  if (given.length <= most) return given;
  throw new ControlError("INVALID", `${field} has ${given.length} entries; at most ${most} are taken`, field);
}

function entryOf(
  entry: ListEntry,
  place: string,
  pseudonyms: ItemHasher,
): ListSnapshotRow["entries"][number] {
  if (!isObject(entry)) throw new ControlError("INVALID", `${place} has no id and score`, place);
  const inputs = Object.entries(entry.inputs ?? {});
  if (inputs.length > MOST_INPUTS)
    throw new ControlError(
      "INVALID",
      `${place}.inputs has ${inputs.length} entries; at most ${MOST_INPUTS} are taken`,
      place,
    );
  return {
    item: pseudonyms.itemHex(requireText(entry.id, `${place}.id`, 256)),
    score: finite(entry.score, `${place}.score`),
    inputs: inputs.map(([name, value], i) => ({
      name: requireText(name, `${place}.inputs, name ${i}`, 64),
      value: finite(value, `${place}.inputs.${name}`),
    })),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function finite(value: unknown, field: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const found = typeof value === "number" ? String(value) : `a ${typeof value}`;
  throw new ControlError("INVALID", `${field} is no finite number, found ${found}`, field);
}
