import type { DecisionRow, Feature } from "../../src/index.ts";
import { type Recording, recording } from "./recording.ts";

/** What the record says of the reads of one decision. */
export interface Seen {
  /** Names of declared features that were read, sorted. */
  readonly read: string[];
  /** Places outside the catalog that were read, sorted. */
  readonly unregistered: string[];
  readonly tags: number;
  readonly late: number;
}

/** Tracks `data` as source `profile`, hands it to `use`, and tells what the record then says. */
export function seen<T>(
  data: T,
  features: readonly (string | Feature)[],
  use: (tracked: T) => unknown,
): Seen {
  const watched = recording(features);
  const decision = watched.open();
  use(decision.track("profile", data));
  decision.close();
  return seenIn(watched);
}

/** The same for work that awaits. */
export async function seenAsync<T>(
  data: T,
  features: readonly (string | Feature)[],
  use: (tracked: T) => Promise<unknown>,
): Promise<Seen> {
  const watched = recording(features);
  const decision = watched.open();
  await use(decision.track("profile", data));
  decision.close();
  return seenIn(watched);
}

/** What the one row of a recording says of its reads. */
export function seenIn(watched: Recording, row: DecisionRow = watched.row()): Seen {
  if (watched.faults.length > 0) throw new Error("the recorder had a fault", { cause: watched.faults });
  return {
    read: watched.names(row.features_read).toSorted(),
    unregistered: row.unregistered.map(({ source, name }) => placeName(source, name)).toSorted(),
    tags: row.tags_used,
    late: watched.recorder.counters.lateReads,
  };
}

/** Tracks `data` as source `profile` in a decision that stays open. */
export function tracked<T>(data: T, features: readonly (string | Feature)[] = []): T {
  return recording(features).open().track("profile", data);
}

/** A place as features are named: `profile.age`, and `profile[].age` where the source is a list. */
export function placeName(source: string, name: string): string {
  return name.startsWith("[") ? source + name : `${source}.${name}`;
}

/** Reads, and does nothing with what was read. */
export function use(..._read: readonly unknown[]): void {}
