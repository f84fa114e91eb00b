import { SpanKind } from "@opentelemetry/api";
import { SizedCache } from "../sized-cache.ts";
import { dialectOf, type SqlDialect } from "../sql/dialect.ts";
import type { SqlReads } from "../sql/reads.ts";
import { SqlReader } from "../sql/sql-reader.ts";
import {
  type CallContent,
  type CallFacts,
  type CallPart,
  type CallPlace,
  NO_READS,
  OPAQUE,
  plainContent,
  WRITE,
} from "./call-facts.ts";
import { httpFacts } from "./http-facts.ts";
import { mongoContent } from "./mongo-facts.ts";
import { Patterns } from "./patterns.ts";
import { plainOperation, plainTable } from "./plain-names.ts";
import { redisContent } from "./redis-facts.ts";
import { remembered } from "./remembered.ts";
import * as semconv from "./semconv.ts";
import { sqlContent, WRITES } from "./sql-facts.ts";
import { systemOf, USUAL_PORTS } from "./systems.ts";

/** A span as far as it says what was called. */
export interface SpanLike {
  readonly kind: SpanKind;
  readonly name: string;
  readonly attributes: semconv.SpanAttributes;
}

/** Reads spans for what they say of the call that each stands for. */
export class SpanReader {
  readonly #sql: SqlReader;
  readonly #patterns: Patterns = new Patterns();
  readonly #contents: WeakMap<SqlReads, CallContent> = new WeakMap();
  readonly #commands: SizedCache<CallContent> = new SizedCache(512 * 1024);

  /** `isName` says which keys into JSON are names and not data. */
  constructor(isName: (key: string) => boolean) {
    this.#sql = new SqlReader({ isName });
  }

  /** Undefined for a span that stands for no data call: a connection, a transaction's beginning. */
  read(span: SpanLike): CallFacts | undefined {
    const { attributes } = span;
    const database = semconv.textOf(attributes, semconv.DB_SYSTEM);
    if (database !== "") {
      const place = placeOf(attributes, systemOf(database));
      const content = this.#database(attributes, place.system);
      return content && { place, content };
    }
    const messaging = semconv.textOf(attributes, semconv.MESSAGING_SYSTEM);
    if (messaging !== "") {
      return { place: placeOf(attributes, systemOf(messaging)), content: this.#messaging(span) };
    }
    const rpc = semconv.textOf(attributes, semconv.RPC_SYSTEM);
    if (rpc !== "")
      return { place: placeOf(attributes, systemOf(rpc)), content: rpcContent(attributes, span.name) };
    const method = semconv.textOf(attributes, semconv.HTTP_METHOD);
    return method === "" ? undefined : httpFacts(attributes, method, this.#patterns);
  }

  #database(attributes: semconv.SpanAttributes, system: string): CallContent | undefined {
    const text = semconv.textOf(attributes, semconv.DB_STATEMENT);
    const said = semconv.textOf(attributes, semconv.DB_OPERATION);
    const collection = semconv.textOf(attributes, semconv.DB_COLLECTION);
    // Connecting is no data call: neither what is done nor with what is said.
    if (text === "" && said === "" && collection === "") return undefined;
    if (system === "redis") return redisContent(text, said, this.#patterns);
    if (system === "mongodb") return this.#mongo(said, collection, text);
    const dialect = dialectOf(system);
    if (text !== "" && dialect) return this.#statement(text, dialect, said, collection);
    const reads = WRITES.has(said.toUpperCase()) ? WRITE : dialect ? NO_READS : OPAQUE;
    const part: CallPart = { table: collection, target: plainTable(collection), reads };
    return plainContent(plainOperation(said), [part]);
  }

  #statement(text: string, dialect: SqlDialect, said: string, collection: string): CallContent | undefined {
    const reads = this.#sql.read(text, dialect);
    if (reads?.isControl) return undefined;
    const known = reads && this.#contents.get(reads);
    if (known && collection === "") return known;
    const content = sqlContent(reads, plainOperation(said), collection);
    if (reads && collection === "") this.#contents.set(reads, content);
    return content;
  }

  #mongo(operation: string, collection: string, text: string): CallContent | undefined {
    const key = `${operation} ${collection} ${text}`;
    const known = this.#commands.get(key);
    if (known) return known;
    const content = mongoContent(operation, collection, text);
    if (content) this.#commands.set(key, content);
    return content;
  }

  #messaging({ attributes, kind }: SpanLike): CallContent {
    const topic = semconv.textOf(attributes, semconv.MESSAGING_DESTINATION);
    const operation = plainOperation(semconv.textOf(attributes, semconv.MESSAGING_OPERATION));
    const isWrite = kind === SpanKind.PRODUCER || /^(?:send|publish|create)$/.test(operation);
    const reads = isWrite ? WRITE : OPAQUE;
    return plainContent(operation, [{ table: topic, target: this.#patterns.ofKey(topic), reads }]);
  }
}

/** Services have few databases, and each call names one. */
const databaseOf = remembered(plainTable);

function placeOf(attributes: semconv.SpanAttributes, system: string): CallPlace {
  const port = semconv.numberOf(attributes, semconv.PORT);
  return {
    system,
    host: semconv.textOf(attributes, semconv.HOST),
    port: port !== undefined && USUAL_PORTS.has(port) ? undefined : port,
    database: databaseOf(semconv.textOf(attributes, semconv.DB_NAMESPACE)),
  };
}

function rpcContent(attributes: semconv.SpanAttributes, name: string): CallContent {
  const method = semconv.textOf(attributes, semconv.RPC_METHOD);
  const service = semconv.textOf(attributes, semconv.RPC_SERVICE);
  const said = method.includes("/") ? method : service === "" ? name : `${service}/${method}`;
  const full = said.replace(/^(?:grpc\.)?\/?/, "");
  const isMethod = /^[\w.-]{1,128}\/\w{1,64}$/.test(full);
  const table = isMethod ? full.slice(0, full.indexOf("/")) : plainTable(service);
  return plainContent(isMethod ? full : "*", [{ table, target: table, reads: OPAQUE }]);
}
