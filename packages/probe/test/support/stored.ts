import { createClient } from "@clickhouse/client";
import type { TestStorage } from "./probe-config.ts";

/** What the database holds. Fields are texts, as 64-bit numbers are in JSON. */
export interface Stored {
  readonly rows: number;
  /** Different decision ids. */
  readonly ids: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** Counts the decisions in a database. */
export async function storedIn(storage: TestStorage): Promise<Stored> {
  const [row] = await rowsOf<Stored>(
    storage,
    "SELECT toUInt32(count()) rows, toUInt32(uniqExact(id)) ids, toUInt32(min(seq)) firstSeq, toUInt32(max(seq)) lastSeq FROM decisions",
  );
  return row ?? { rows: 0, ids: 0, firstSeq: 0, lastSeq: 0 };
}

/** The answer to a query. */
export async function rowsOf<T>(
  { url, username, password, database }: TestStorage,
  query: string,
): Promise<T[]> {
  const client = createClient({ url, username, password, database });
  try {
    const answer = await client.query({ query, format: "JSONEachRow" });
    return await answer.json<T>();
  } finally {
    await client.close();
  }
}
