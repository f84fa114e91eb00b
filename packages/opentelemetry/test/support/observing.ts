import { SpanKind } from "@opentelemetry/api";
import {
  createCatalog,
  type Decision,
  decisionRecord,
  type DecisionRow,
  Pseudonyms,
  Recorder,
  type SpanRule,
} from "@probity/core";
import { type SpanAttributes, SpanObserver } from "../../src/index.ts";

export const catalog = createCatalog({
  sources: [
    { name: "profile", system: "postgresql", dataset: "readers" },
    { name: "books", system: "mysql", dataset: "shop.books" },
    { name: "tags", system: "redis", dataset: "user:{id}:tags" },
    { name: "counts", system: "redis", dataset: "counts" },
    { name: "visits", system: "mongodb", dataset: "visits" },
    { name: "scores", system: "http", dataset: "scores.internal/users/:id/scores" },
    { name: "search", system: "http", dataset: "search.internal" },
    { name: "friends", system: "grpc", dataset: "social.Friends" },
    { name: "clicks", system: "kafka", dataset: "clicks" },
    { name: "vectors" },
  ],
  features: [
    { name: "profile.age" },
    { name: "profile.city", path: "address.city" },
    { name: "profile.interests[]" },
    { name: "profile.phone" },
    { name: "books.rating" },
    { name: "tags.liked" },
    { name: "tags.muted" },
    { name: "counts.read" },
    { name: "visits.at" },
    { name: "visits.device" },
    { name: "visits.place.lat" },
    { name: "scores.value", path: "[].value" },
    { name: "scores.kind", path: "[].kind" },
    { name: "search.hits", path: "" },
    { name: "friends.ids[]" },
    { name: "clicks.item" },
    { name: "vectors.reader", path: "" },
  ],
});

/** Observes spans in one decision, and tells what the record then says. */
export interface Observing {
  readonly observer: SpanObserver;
  readonly recorder: Recorder;
  readonly decision: Decision;
  readonly faults: { readonly where: string; readonly message: string }[];
  /** A client span from its start to its end. */
  readonly see: (attributes: SpanAttributes, name?: string, kind?: SpanKind) => void;
  /** Closes the decision, and gives its row. */
  readonly row: () => DecisionRow;
  /** What the row says of its spans. */
  readonly spans: () => DecisionRow["spans"];
  /** Closes the decision, and gives the features that spans yielded; undeclared ones in brackets. */
  readonly features: () => string[];
}

export function observing(rules: readonly SpanRule[] = []): Observing {
  const faults: Observing["faults"] = [];
  const onFault = (where: string, fault: unknown): void => {
    faults.push({ where, message: fault instanceof Error ? fault.message : String(fault) });
  };
  const rows: DecisionRow[] = [];
  const recorder = new Recorder({
    service: "test",
    catalog,
    algorithms: [{ id: "feed", version: "1", type: "ranking", purpose: "content" }],
    pseudonyms: new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 7) }),
    sink: { accept: ({ bytes, version }) => rows.push(...decisionRecord.decode(bytes, version)) > 0 },
    onFault,
  });
  const decision = recorder.open({ algorithm: "feed" });
  const observer = new SpanObserver({ catalog, rules, onFault, current: () => decision });
  const row = (): DecisionRow => {
    decision.close();
    recorder.flush();
    const [only, ...more] = rows;
    if (!only || more.length > 0) throw new Error(`expected one row, found ${rows.length}`);
    return only;
  };
  return {
    observer,
    recorder,
    decision,
    faults,
    see: (attributes, name = "span", kind = SpanKind.CLIENT) => {
      const call = observer.start({ kind, name, attributes });
      if (call) observer.end(call);
    },
    row,
    spans: () => row().spans,
    features: () => {
      const { features_span, unregistered } = row();
      const names = features_span.map((number) => catalog.features[number]?.name ?? `#${number}`);
      return [...names, ...unregistered.map(({ source, name }) => `[${source}.${name}]`)].toSorted();
    },
  };
}

/** A span of a statement, as today's instrumentations give it. */
export function statement(text: string, system = "postgresql"): SpanAttributes {
  return {
    "db.system.name": system,
    "db.namespace": "shop",
    "db.query.text": text,
    "server.address": "db.internal",
    "server.port": system === "mysql" ? 3306 : 5432,
  };
}

/** A span of a Redis command. */
export function command(text: string): SpanAttributes {
  return {
    "db.system.name": "redis",
    "db.operation.name": text.split(" ")[0] ?? "",
    "db.query.text": text,
    "server.address": "cache.internal",
    "server.port": 6379,
  };
}
