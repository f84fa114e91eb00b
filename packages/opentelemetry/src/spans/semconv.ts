/**
 * The attributes that are read, each by its stable name first and then by those that older instrumentations still give.
 * Copied, as OpenTelemetry advises for what is not stable: a release of the package of names must not change what is read.
 */
export const DB_SYSTEM: readonly string[] = ["db.system.name", "db.system"];
export const DB_STATEMENT: readonly string[] = ["db.query.text", "db.statement"];
export const DB_OPERATION: readonly string[] = ["db.operation.name", "db.operation"];
export const DB_COLLECTION: readonly string[] = [
  "db.collection.name",
  "db.sql.table",
  "db.mongodb.collection",
  "db.cassandra.table",
];
export const DB_NAMESPACE: readonly string[] = ["db.namespace", "db.name", "db.redis.database_index"];
export const HOST: readonly string[] = ["server.address", "net.peer.name", "http.host", "net.peer.ip"];
export const PORT: readonly string[] = ["server.port", "net.peer.port"];
export const HTTP_METHOD: readonly string[] = ["http.request.method", "http.method"];
export const HTTP_URL: readonly string[] = ["url.full", "http.url"];
export const HTTP_PATH: readonly string[] = ["url.path", "http.target"];
export const HTTP_TEMPLATE: readonly string[] = ["url.template"];
export const HTTP_STATUS: readonly string[] = ["http.response.status_code", "http.status_code"];
export const RPC_SYSTEM: readonly string[] = ["rpc.system.name", "rpc.system"];
export const RPC_SERVICE: readonly string[] = ["rpc.service"];
export const RPC_METHOD: readonly string[] = ["rpc.method"];
export const MESSAGING_SYSTEM: readonly string[] = ["messaging.system"];
export const MESSAGING_DESTINATION: readonly string[] = [
  "messaging.destination.template",
  "messaging.destination.name",
  "messaging.destination",
];
export const MESSAGING_OPERATION: readonly string[] = [
  "messaging.operation.type",
  "messaging.operation.name",
  "messaging.operation",
];
export const ERROR: readonly string[] = ["error.type"];

/** Attributes of a span, whatever their values are. */
export type SpanAttributes = Readonly<Record<string, unknown>>;

/** The text of the first of these attributes that has one; empty where none has. */
export function textOf(attributes: SpanAttributes, names: readonly string[]): string {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return "";
}

/** The number of the first of these attributes that has one. */
export function numberOf(attributes: SpanAttributes, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = attributes[name];
    const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
  }
  return undefined;
}
