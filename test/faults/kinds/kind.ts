import type { Chance } from "../chance.ts";
import type { Database } from "../database.ts";
import type { Fleet } from "../fleet.ts";
import type { Load } from "../load.ts";
import type { FaultyProxy } from "../proxy.ts";
import type { Setup } from "../setup.ts";

/** Records that the harness itself destroyed on disk, while no process had them open. */
export interface Damage {
  readonly writer: string;
  readonly table: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** What a fault has to play with. */
export interface Arena {
  readonly chance: Chance;
  readonly load: Load;
  readonly fleet: Fleet;
  readonly database: Database;
  readonly proxy: FaultyProxy;
  readonly setup: Setup;
  /** Directory of all files of the round. */
  readonly room: string;
  /** Directory of the spool. */
  readonly spool: string;
  /** Resolves at a moment of no particular meaning, or in the middle of an insert. */
  moment(): Promise<void>;
  /** Counts that the fault did something: a round in which it did not shows nothing. */
  bit(times?: number): void;
  damaged(damage: Damage): void;
}

/** What a fault takes away. Two faults at a time take different things. */
export type Area = "service" | "clickhouse" | "connection" | "disk" | "clock" | "worker";

/** A kind of fault. */
export interface Kind {
  readonly name: string;
  readonly areas: readonly Area[];
  /** True for what makes no sense without a spool. */
  readonly needsSpool?: boolean;
  /** Why it can't run here; `undefined` if it can. */
  readonly obstacle?: () => string | undefined;
  /** What must be so from the round's start. */
  readonly prepare?: (setup: Setup, chance: Chance) => Setup;
  /** Makes the trouble, has the rest of the round happen in the middle of it, and ends it. */
  readonly inflict: (arena: Arena, meanwhile: () => Promise<void>) => Promise<void>;
}
