import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { openStore } from "@probity/clickhouse";
import { defaultUsers, type LocalClickHouse, startClickHouse } from "@probity/clickhouse-local";
import { until } from "./wait.ts";

/** A row of `decisions`, as far as the ledger needs it. */
export interface StoredDecision {
  readonly id: string;
  readonly writer: string;
  readonly epoch: number;
  readonly seq: number;
}

/** A row of another table that a recorder writes, as far as the ledger needs it. */
export interface StoredRecord {
  readonly table: "remote_calls" | "coverage";
  readonly writer: string;
  readonly epoch: number;
  readonly seq: number;
}

/** A row of `gaps`, as far as the ledger needs it. */
export interface StoredGap {
  readonly writer: string;
  readonly epoch: number;
  readonly seq: number;
  readonly of: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: number;
  readonly cause: string;
}

const OTHERS = ["remote_calls", "coverage"] as const;
const RECORD_TABLES = ["decisions", ...OTHERS, "gaps", "catalog_features"];

/** A real ClickHouse on this machine that can be killed, frozen and started again, on the same port and data. */
export class Database {
  readonly #directory: string;
  readonly #users = defaultUsers();
  #server: LocalClickHouse;
  #admin: ClickHouseClient;
  #tables: ReadonlySet<string> = new Set();

  private constructor(directory: string, server: LocalClickHouse, users: ReturnType<typeof defaultUsers>) {
    this.#directory = directory;
    this.#server = server;
    this.#users = users;
    this.#admin = clientOf(server);
  }

  /** Starts one with the tables in place. */
  static async start(directory: string): Promise<Database> {
    const users = defaultUsers();
    const database = new Database(directory, await startClickHouse({ directory, users }), users);
    const store = openStore({ ...database.#server.connection("admin"), database: "probity" });
    await store.migrate();
    await store.close();
    const tables = await database.#ask<{ name: string }>(
      "SELECT name FROM system.tables WHERE database = 'probity'",
    );
    database.#tables = new Set(tables.map(({ name }) => name));
    return database;
  }

  get port(): number {
    return this.#server.httpPort;
  }

  /** Password of the user `writer`. */
  get password(): string {
    return this.#server.connection("writer").password;
  }

  /** Ends it like a crash. */
  async kill(): Promise<void> {
    await this.#server.kill();
  }

  /** Ends it cleanly. */
  async stop(): Promise<void> {
    await this.#server.stop();
  }

  /** Starts it again after `kill` or `stop`. */
  async start(): Promise<void> {
    const { httpPort } = this.#server;
    this.#server = await startClickHouse({ directory: this.#directory, users: this.#users, httpPort });
    await this.#admin.close();
    this.#admin = clientOf(this.#server);
  }

  /** Freezes it: connections are accepted, nothing is answered. */
  pause(): void {
    this.#server.pause();
  }

  resume(): void {
    this.#server.resume();
  }

  /** Takes away every record. */
  async empty(): Promise<void> {
    for (const table of RECORD_TABLES.filter((name) => this.#tables.has(name)))
      await this.#admin.command({ query: `TRUNCATE TABLE probity.${table} SYNC` });
  }

  /** Resolves once no insert is under way: one whose client has gone may still be stored. */
  async settled(): Promise<void> {
    await until("the inserts under way", async () => {
      const [row] = await this.#ask<{ n: number }>(
        "SELECT toUInt32(count()) n FROM system.processes WHERE query_kind = 'Insert'",
      );
      return row?.n === 0 ? true : undefined;
    });
  }

  /** How many decisions are stored that began at `ms` since the epoch or before. */
  async storedUntil(ms: number): Promise<number> {
    const [row] = await this.#ask<{ n: number }>(
      `SELECT toUInt32(count()) n FROM probity.decisions WHERE ts <= fromUnixTimestamp64Milli(${ms})`,
    );
    return row?.n ?? 0;
  }

  /** Which of these decisions are stored; none of them began before `ms` since the epoch. */
  async storedOf(ids: readonly string[], ms: number): Promise<ReadonlySet<string>> {
    const list = ids.map((id) => `'${id}'`).join(", ");
    const rows = await this.#ask<{ id: string }>(
      `SELECT toString(id) id FROM probity.decisions WHERE ts >= fromUnixTimestamp64Milli(${ms}) AND id IN (${list})`,
    );
    return new Set(rows.map(({ id }) => id));
  }

  async decisions(): Promise<StoredDecision[]> {
    return this.#ask(
      "SELECT toString(id) id, toString(writer) writer, epoch, toUInt32(seq) seq FROM probity.decisions",
    );
  }

  /** The records that are no decisions, and no gaps. */
  async others(): Promise<StoredRecord[]> {
    const each = OTHERS.map(
      (table) =>
        `SELECT '${table}' AS "table", toString(writer) writer, epoch, toUInt32(seq) seq FROM probity.${table}`,
    );
    return this.#ask(each.join(" UNION ALL "));
  }

  async gaps(): Promise<StoredGap[]> {
    if (!this.#tables.has("gaps")) return [];
    return this.#ask(
      `SELECT toString(writer) writer, epoch, toUInt32(seq) seq, of, toUInt32(first_seq) firstSeq,
         toUInt32(last_seq) lastSeq, toUInt32(rows) rows, toString(cause) cause FROM probity.gaps`,
    );
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    await this.#admin.close();
    await this.#server.kill();
  }

  async #ask<Row>(query: string): Promise<Row[]> {
    const answer = await this.#admin.query({ query, format: "JSONEachRow" });
    return answer.json<Row>();
  }
}

function clientOf(server: LocalClickHouse): ClickHouseClient {
  // Down is what it often is: that need not be told.
  return createClient({ ...server.connection("admin"), log: { level: ClickHouseLogLevel.OFF } });
}
