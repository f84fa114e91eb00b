import { SpanKind } from "@opentelemetry/api";
import { dialectOf } from "../sql/dialect.ts";
import { SizedCache } from "../sized-cache.ts";
import { SqlReader } from "../sql/sql-reader.ts";
import { type CallFacts, type CallPart, NO_READS, OPAQUE, WRITE } from "./call-facts.ts";
import { httpFacts } from "./http-facts.ts";
import { type MongoFacts, mongoFacts } from "./mongo-facts.ts";
import { Patterns } from "./patterns.ts";
import { plainOperation, plainTable } from "./plain-names.ts";
import { redisFacts } from "./redis-facts.ts";
import * as semconv from "./semconv.ts";
import { sqlParts, WRITES } from "./sql-facts.ts";
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
  readonly #mongoFacts: SizedCache<MongoFacts> = new SizedCache(512 * 1024);

  /** `isName` says which keys into JSON are names and not data. */
  constructor(isName: (key: string) => boolean) {
    this.#sql = new SqlReader({ isName });
  }

  /** Undefined for a span that stands for no data call: a connection, a transaction's beginning. */
  read(span: SpanLike): CallFacts | undefined {
    const { attributes } = span;
    const database = semconv.textOf(attributes, semconv.DB_SYSTEM);
    if (database !== "") return this.#database(attributes, systemOf(database));
    const messaging = semconv.textOf(attributes, semconv.MESSAGING_SYSTEM);
    if (messaging !== "") return this.#messaging(span, systemOf(messaging));
    const rpc = semconv.textOf(attributes, semconv.RPC_SYSTEM);
    if (rpc !== "") return rpcFacts(attributes, systemOf(rpc), span.name);
    if (semconv.textOf(attributes, semconv.HTTP_METHOD) === "") return undefined;
    return { ...NO_FACTS, system: "http", ...httpFacts(attributes, this.#patterns) };
  }

  #database(attributes: semconv.SpanAttributes, system: string): CallFacts | undefined {
    const text = semconv.textOf(attributes, semconv.DB_STATEMENT);
    const said = semconv.textOf(attributes, semconv.DB_OPERATION);
    const collection = semconv.textOf(attributes, semconv.DB_COLLECTION);
    const facts = { ...NO_FACTS, ...placeOf(attributes), system, operation: plainOperation(said) };
    // Connecting is no data call: neither what is done nor with what is said.
    if (text === "" && said === "" && collection === "") return undefined;
    if (system === "redis") {
      const redis = redisFacts(text, said, this.#patterns);
      return redis && { ...facts, ...redis };
    }
    if (system === "mongodb") {
      const mongo = this.#mongo(said, collection, text);
      return mongo && { ...facts, ...mongo };
    }
    return this.#sqlDatabase(facts, text, collection);
  }

  #mongo(operation: string, collection: string, text: string): MongoFacts | undefined {
    const key = `${operation} ${collection} ${text}`;
    const known = this.#mongoFacts.get(key);
    if (known) return known;
    const facts = mongoFacts(operation, collection, text);
    if (facts) this.#mongoFacts.set(key, facts);
    return facts;
  }

  #sqlDatabase(facts: CallFacts, text: string, collection: string): CallFacts | undefined {
    const { operation } = facts;
    const dialect = dialectOf(facts.system);
    if (text === "" || !dialect) {
      const target = plainTable(collection);
      const reads = WRITES.has(operation.toUpperCase()) ? WRITE : dialect ? NO_READS : OPAQUE;
      return { ...facts, parts: [{ table: collection, target, reads }] };
    }
    const reads = this.#sql.read(text, dialect);
    if (!reads)
      return {
        ...facts,
        parts: [{ table: collection, target: plainTable(collection), reads: NO_READS }],
        isUnread: true,
      };
    if (reads.isControl) return undefined;
    return {
      ...facts,
      operation: reads.operation || operation || "*",
      statement: reads.digest,
      parts: sqlParts(reads, collection),
      loose: reads.loose,
      isUnread: !reads.isRead && !WRITES.has(reads.operation),
    };
  }

  #messaging({ attributes, kind }: SpanLike, system: string): CallFacts {
    const topic = semconv.textOf(attributes, semconv.MESSAGING_DESTINATION);
    const operation = plainOperation(semconv.textOf(attributes, semconv.MESSAGING_OPERATION));
    const isWrite = kind === SpanKind.PRODUCER || /^(?:send|publish|create)$/.test(operation);
    const part: CallPart = {
      table: topic,
      target: this.#patterns.ofKey(topic),
      reads: isWrite ? WRITE : OPAQUE,
    };
    return { ...NO_FACTS, ...placeOf(attributes), system, operation, parts: [part] };
  }
}

const NO_FACTS: CallFacts = {
  system: "",
  host: "",
  port: undefined,
  database: "",
  operation: "",
  statement: "",
  parts: [],
  loose: [],
  isUnread: false,
};

function placeOf(attributes: semconv.SpanAttributes): Pick<CallFacts, "host" | "port" | "database"> {
  const port = semconv.numberOf(attributes, semconv.PORT);
  return {
    host: semconv.textOf(attributes, semconv.HOST),
    port: port !== undefined && USUAL_PORTS.has(port) ? undefined : port,
    database: plainTable(semconv.textOf(attributes, semconv.DB_NAMESPACE)),
  };
}

function rpcFacts(attributes: semconv.SpanAttributes, system: string, name: string): CallFacts {
  const method = semconv.textOf(attributes, semconv.RPC_METHOD);
  const service = semconv.textOf(attributes, semconv.RPC_SERVICE);
  const said = method.includes("/") ? method : service === "" ? name : `${service}/${method}`;
  const full = said.replace(/^(?:grpc\.)?\/?/, "");
  const isMethod = /^[\w.-]{1,128}\/\w{1,64}$/.test(full);
  const table = isMethod ? full.slice(0, full.indexOf("/")) : plainTable(service);
  return {
    ...NO_FACTS,
    ...placeOf(attributes),
    system,
    operation: isMethod ? full : "*",
    parts: [{ table, target: table, reads: OPAQUE }],
  };
}
