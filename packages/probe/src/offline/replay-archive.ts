import type { TimeWindow } from "@probity/clickhouse";
import { Sender } from "../worker/sender.ts";
import { type ArchiveDamage, archiveEntries, type ArchiveEntry } from "./archive-entries.ts";
import { compareReplay, type WriterReplay } from "./compare-replay.ts";
import { findArchived } from "./find-archived.ts";
import { type Access, type OfflineOptions, withStorage } from "./persistence.ts";
import { sendArchived } from "./send-archived.ts";
import { Tally } from "./tally.ts";

/** Of records whose time, `ts`, is outside of the window nothing is sent. */
export interface ReplayOptions extends OfflineOptions, TimeWindow {
  readonly onProgress?: (progress: ArchiveProgress) => void;
}

/** A segment is about to be read. */
export interface ArchiveProgress {
  readonly file: string;
  /** Which of them it is, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
}

/** What became of an archive, compared with what is stored when all was done. */
export interface ReplayReport {
  /** Files that were read. */
  readonly segments: number;
  readonly writers: readonly WriterReplay[];
  /** What can't be read any more. */
  readonly damage: readonly ArchiveDamage[];
}

/**
 * Sends again what archives hold, into a database that lost it, or that never had it: catalogs, decisions and gaps.
 * What is stored is looked up before anything is sent, so it can be done again, whenever it ended. Rejects with a
 * `SpoolError` for a directory that is no archive, and with a `ClickHouseStoreError` when the storage can't be used, or
 * can't any more; nothing in the archive is ever changed. Damage is told, and the rest goes on.
 */
export async function replayArchive(
  archives: readonly string[],
  options: ReplayOptions,
): Promise<ReplayReport> {
  const found = findArchived(archives);
  if (found.length === 0) return { segments: 0, writers: [], damage: [] };
  return withStorage(options, async (access) => {
    // Whoever may not ask what is stored would find out at the end, or double it.
    await access.persist(() => access.store.sequenceCounts({ from: 0, to: 1 }));
    const replay = new Replay(
      access,
      options,
      found.reduce((sum, { segments }) => sum + segments.length, 0),
    );
    for (const archived of found) for (const entry of archiveEntries(archived)) await replay.take(entry);
    return replay.report();
  });
}

class Replay {
  readonly #access: Access;
  readonly #options: ReplayOptions;
  readonly #window: TimeWindow;
  readonly #of: number;
  readonly #sender: Sender;
  readonly #tallies: Map<string, Tally> = new Map();
  readonly #damage: ArchiveDamage[] = [];
  readonly #registered: Set<string> = new Set();
  #segments = 0;

  constructor(access: Access, options: ReplayOptions, of: number) {
    this.#access = access;
    this.#options = options;
    const { from, to } = options;
    this.#window = { from, to };
    this.#of = of;
    this.#sender = new Sender({
      store: access.store,
      onForbidden: (fault) => {
        throw fault;
      },
    });
  }

  async take(entry: ArchiveEntry): Promise<void> {
    switch (entry.kind) {
      case "segment":
        this.#segments += 1;
        this.#options.onProgress?.({ file: entry.file, number: this.#segments, of: this.#of });
        break;
      case "catalog":
        await this.#register(entry.rows);
        break;
      case "batch":
        await sendArchived(entry.batch, this.#tallyOf(entry.batch), {
          sender: this.#sender,
          persist: this.#access.persist,
          window: this.#window,
        });
        break;
      case "damage":
        this.#damage.push(entry.damage);
    }
  }

  async report(): Promise<ReplayReport> {
    let writers: readonly WriterReplay[] = [];
    await this.#access.persist(async () => {
      writers = await compareReplay([...this.#tallies.values()], this.#access.store, this.#window);
    });
    return { segments: this.#segments, writers, damage: this.#damage };
  }

  async #register(rows: Extract<ArchiveEntry, { kind: "catalog" }>["rows"]): Promise<void> {
    // Every process of a service has the same one, as a rule.
    const key = `${rows[0]?.service} ${rows[0]?.catalog}`;
    if (this.#registered.has(key)) return;
    await this.#access.persist(() => this.#access.store.registerCatalog(rows));
    this.#registered.add(key);
  }

  #tallyOf(batch: { writer: string; epoch: number; service: string; table: string }): Tally {
    const key = `${batch.writer} ${batch.epoch} ${batch.table}`;
    let tally = this.#tallies.get(key);
    if (!tally) this.#tallies.set(key, (tally = new Tally(batch, batch.table)));
    return tally;
  }
}
