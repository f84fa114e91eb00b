import type { Pool } from "pg";
import type { User } from "../data/dataset.ts";
import type { HistoryEntry, ReaderProfile } from "../recommend/reader.ts";

/** What a reader has chosen about how their data is used. */
export interface ReaderChoices {
  readonly personalisationOff: boolean;
  /** Since when; `undefined` while personalisation is on. */
  readonly personalisationOffAt: Date | undefined;
  /** Interest tags the reader has deleted, in the order they went. */
  readonly deletedTags: readonly string[];
}

/** A reader with profile and choices. */
export interface Reader {
  readonly id: number;
  readonly profile: Omit<User, "id"> & ReaderProfile;
  readonly choices: ReaderChoices;
}

/** The readers, their ratings and their choices. */
export interface ReaderTable {
  readonly get: (id: number) => Promise<Reader | undefined>;
  /** The reader's ratings, best first; at most 200. */
  readonly history: (id: number) => Promise<readonly HistoryEntry[]>;
  /** Switches personalisation off or on again; a second "off" keeps the time of the first. False if there is no such reader. */
  readonly setPersonalisation: (id: number, off: boolean, at: Date) => Promise<boolean>;
  /** Deletes an interest tag for good. False if the reader has no such tag. */
  readonly deleteInterest: (id: number, tag: string) => Promise<boolean>;
}

interface ReaderRow {
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string | null;
  readonly age: number | null;
  readonly interests: readonly string[];
  readonly deleted_tags: readonly string[];
  readonly personalisation_off: boolean;
  readonly personalisation_off_at: Date | null;
}

const queries = {
  get: `SELECT city, state, country, age, interests, deleted_tags, personalisation_off, personalisation_off_at
        FROM readers WHERE id = $1`,
  history: `SELECT isbn, rating FROM ratings WHERE reader_id = $1 ORDER BY rating DESC, isbn LIMIT 200`,
  setPersonalisation: `UPDATE readers SET
          personalisation_off = $2,
          personalisation_off_at = CASE WHEN $2 THEN coalesce(personalisation_off_at, $3::timestamptz) END
        WHERE id = $1`,
  deleteInterest: `UPDATE readers SET
          interests = array_remove(interests, $2),
          deleted_tags = array_append(deleted_tags, $2)
        WHERE id = $1 AND $2 = ANY (interests)`,
};

/** @internal The readers' queries, each prepared once for a connection. */
export function createReaderTable(pool: Pool): ReaderTable {
  const change = async (
    name: "setPersonalisation" | "deleteInterest",
    values: unknown[],
  ): Promise<boolean> => {
    const { rowCount } = await pool.query({ name, text: queries[name], values });
    return rowCount === 1;
  };

  return {
    get: async (id) => {
      const { rows } = await pool.query<ReaderRow>({ name: "reader", text: queries.get, values: [id] });
      return rows[0] === undefined ? undefined : toReader(id, rows[0]);
    },
    history: async (id) => {
      const { rows } = await pool.query<HistoryEntry>({
        name: "history",
        text: queries.history,
        values: [id],
      });
      return rows;
    },
    setPersonalisation: (id, off, at) => change("setPersonalisation", [id, off, at]),
    deleteInterest: (id, tag) => change("deleteInterest", [id, tag]),
  };
}

function toReader(id: number, row: ReaderRow): Reader {
  return {
    id,
    profile: {
      city: row.city ?? undefined,
      state: row.state ?? undefined,
      country: row.country ?? undefined,
      age: row.age ?? undefined,
      interests: row.interests,
    },
    choices: {
      personalisationOff: row.personalisation_off,
      personalisationOffAt: row.personalisation_off_at ?? undefined,
      deletedTags: row.deleted_tags,
    },
  };
}
