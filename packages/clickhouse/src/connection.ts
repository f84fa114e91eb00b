import { addAbortSignal, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import type { ClickHouseClient, ClickHouseSettings, ExecParams } from "@clickhouse/client";
import { ClickHouseError, ClickHouseLogLevel, createClient } from "@clickhouse/client";

import { ClickHouseStoreError } from "./errors.ts";
import type { AnswerHead, Endpoint } from "./failures.ts";
import { answerFailure, connectionFailure, isBroken, isSuccess } from "./failures.ts";
import type { ResolvedOptions } from "./options.ts";

/** @internal Values for the `{name:Type}` places of a statement. */
export type QueryParameters = Readonly<
  Record<string, string | number | readonly string[] | readonly number[]>
>;

/** @internal How much the server read for an answer, by its own account. */
export interface ReadCost {
  readonly rows: number;
  readonly bytes: number;
}

interface Statement {
  readonly sql: string;
  readonly params?: QueryParameters;
  readonly settings?: ClickHouseSettings;
  /** Rows to insert. */
  readonly body?: readonly Uint8Array[];
}

interface Answer {
  readonly head: AnswerHead;
  readonly body: Buffer;
}

/**
 * An answer is whole or an error, whatever the user's profile would make of a limit that is reached, or of a shard that
 * is away: what is missing from an answer would be taken for missing from the records.
 */
const WHOLE: ClickHouseSettings = {
  timeout_overflow_mode: "throw",
  read_overflow_mode: "throw",
  result_overflow_mode: "throw",
  group_by_overflow_mode: "throw",
  sort_overflow_mode: "throw",
  distinct_overflow_mode: "throw",
  set_overflow_mode: "throw",
  join_overflow_mode: "throw",
  skip_unavailable_shards: 0,
};

/**
 * @internal Settings of a query that is to see every insert that was acknowledged: none that was cached, and none of a
 * replica that knows itself to be behind. A replica knows where inserts wait for a quorum, one after the other.
 */
export const LATEST: ClickHouseSettings = { use_query_cache: 0, select_sequential_consistency: "1" };

/** @internal The one place that talks to the server. Every error it throws is a `ClickHouseStoreError`. */
export class Connection {
  /** Name of the database; plain enough to stand in SQL as it is. */
  readonly database: string;
  readonly #client: ClickHouseClient;
  readonly #endpoint: Endpoint;
  readonly #onRead: (cost: ReadCost) => void;
  readonly #underWay: Set<Promise<Answer>> = new Set();
  #isClosed = false;

  /** No I/O yet. `onRead` is told what each query cost. */
  constructor(options: ResolvedOptions, onRead: (cost: ReadCost) => void = () => {}) {
    const { url, database, username, password, requestTimeoutMs: timeoutMs, compression } = options;
    this.database = database;
    this.#endpoint = { origin: url.origin, username, database, timeoutMs };
    this.#onRead = onRead;
    // No default database: it may not be there yet, so every statement names its own.
    this.#client = createClient({
      url: url.origin,
      pathname: url.pathname,
      username,
      password,
      request_timeout: timeoutMs,
      compression: { request: compression && { codec: "gzip", level: 1 } },
      application: "probity",
      log: { level: ClickHouseLogLevel.OFF }, // it would print statements and errors on the host's console
      // Below any server's own keep-alive time, or we would write to a socket that is being closed.
      keep_alive: { idle_socket_ttl: 500, eagerly_destroy_stale_sockets: true },
    });
  }

  /** Runs a statement that changes the schema. */
  async command(sql: string): Promise<void> {
    await this.#send({ sql });
  }

  /** Runs a query that can change nothing, and gives its answer as RowBinary. */
  async read(
    query: string,
    params: QueryParameters = {},
    given: ClickHouseSettings = {},
  ): Promise<Uint8Array> {
    const settings: ClickHouseSettings = {
      ...WHOLE,
      ...given,
      readonly: "2",
      // Ends on the server too when we stop waiting; only read-only queries do.
      cancel_http_readonly_queries_on_client_close: 1,
      max_execution_time: Math.ceil(this.#endpoint.timeoutMs / 1000),
    };
    const { head, body } = await this.#send({ sql: `${query}\nFORMAT RowBinary`, params, settings });
    this.#onRead(costOf(head));
    return body;
  }

  /** Inserts RowBinary rows. The same token twice stores them once, within the table's window. */
  async insert(sql: string, body: readonly Uint8Array[], token: string): Promise<void> {
    const settings: ClickHouseSettings = {
      insert_deduplication_token: token,
      insert_deduplicate: 1,
      async_insert: 0, // newer servers would gather inserts into blocks of their own
      // A Distributed table would put them by, and acknowledge what no query sees yet.
      distributed_foreground_insert: 1,
      // A clock that ran wild may have left a batch of many months. They are stored; waiting would not mend them.
      max_partitions_per_insert_block: "0",
    };
    await this.#send({ sql: `${sql} FORMAT RowBinary`, settings, body });
  }

  /** Takes nothing new, waits for what is under way, and ends the connections. Safe to call twice. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#underWay);
    await this.#client.close();
  }

  async #send(statement: Statement): Promise<Answer> {
    if (this.#isClosed) throw new ClickHouseStoreError("CLOSED", "the store was closed");
    const answer = this.#ask(statement);
    this.#underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.#underWay.delete(answer);
    }
  }

  async #ask({ sql, params, settings, body: rows }: Statement): Promise<Answer> {
    const deadline = AbortSignal.timeout(this.#endpoint.timeoutMs);
    const { head, body } = await this.#exchange(
      {
        query: sql,
        ...(params && { query_params: params }),
        // An answer is a success or an error as a whole: it is sent when it is complete.
        clickhouse_settings: { wait_end_of_query: 1, ...settings },
        ignore_error_response: true, // status and headers are ours to look at
        abort_signal: deadline,
        ...(rows && { values: Readable.from(rows) }),
      },
      deadline,
    );
    if (!isSuccess(head))
      throw answerFailure(head, body.toString("utf8"), this.#endpoint, rows !== undefined);
    return { head, body };
  }

  async #exchange(request: ExecParams, deadline: AbortSignal): Promise<Answer> {
    try {
      const {
        stream,
        http_status_code: status = 0,
        response_headers: headers,
      } = await this.#client.exec(request);
      return { head: { status, headers }, body: await buffer(addAbortSignal(deadline, stream)) };
    } catch (cause) {
      if (isBroken(cause)) await this.#askWhy(deadline);
      throw connectionFailure(cause, this.#endpoint);
    }
  }

  // A server that turns somebody away does not wait for what he sends: the write fails, and the answer is lost with
  // it. A question without a body gets one.
  async #askWhy(deadline: AbortSignal): Promise<void> {
    const pong = await this.#client.ping({ select: true, abort_signal: deadline });
    if (pong.success || !(pong.error instanceof ClickHouseError)) return;
    const head = { status: 0, headers: { "x-clickhouse-exception-code": pong.error.code } };
    const refusal = answerFailure(head, `(${pong.error.type ?? ""})`, this.#endpoint, false);
    if (refusal.code === "AUTHENTICATION") throw refusal;
  }
}

function costOf({ headers }: AnswerHead): ReadCost {
  const summary = String(headers["x-clickhouse-summary"]);
  const figure = (name: string): number => Number(new RegExp(`"${name}":"(\\d+)"`).exec(summary)?.[1] ?? 0);
  return { rows: figure("read_rows"), bytes: figure("read_bytes") };
}
