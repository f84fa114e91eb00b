import { type ClickHouseClient, createClient } from "@clickhouse/client";
import { openStore } from "@probity/clickhouse";
import { type LocalClickHouse, startClickHouse } from "@probity/clickhouse-local";

/** What ClickHouse has of one service. */
export interface Stored {
  readonly decisions: number;
  /** Decisions that are there more than once. */
  readonly doubled: number;
  readonly gaps: number;
}

/** A real ClickHouse of the benchmark's own, with the tables in place. */
export class Storage {
  readonly #server: LocalClickHouse;
  readonly #client: ClickHouseClient;

  private constructor(server: LocalClickHouse) {
    this.#server = server;
    this.#client = createClient(server.connection("admin"));
  }

  static async start(directory: string): Promise<Storage> {
    const server = await startClickHouse({ directory });
    const store = openStore({ ...server.connection("admin"), database: "probity" });
    await store.migrate();
    await store.close();
    return new Storage(server);
  }

  /** What a probe that stores here finds in its environment. */
  get environment(): Readonly<Record<string, string>> {
    const { url, password } = this.#server.connection("writer");
    return {
      PROBITY_CLICKHOUSE_URL: url,
      PROBITY_CLICKHOUSE_PASSWORD: password,
      PROBITY_PSEUDONYM_KEY: `hex:${"5a".repeat(32)}`,
    };
  }

  async of(service: string): Promise<Stored> {
    const answer = await this.#client.query({
      query: `SELECT
          (SELECT toUInt32(count()) FROM probity.decisions WHERE service = {service: String}) AS decisions,
          (SELECT toUInt32(count() - uniqExact(id)) FROM probity.decisions WHERE service = {service: String}) AS doubled,
          (SELECT toUInt32(count()) FROM probity.gaps WHERE service = {service: String}) AS gaps`,
      query_params: { service },
      format: "JSONEachRow",
    });
    const [stored] = await answer.json<Stored>();
    if (!stored) throw new Error("ClickHouse gave no counts");
    return stored;
  }

  async close(): Promise<void> {
    await this.#client.close();
    await this.#server.stop();
  }
}
