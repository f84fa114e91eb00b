import { createHash } from "node:crypto";
import {
  type CallContent,
  type CallPart,
  fieldsRead,
  NO_READS,
  plainContent,
  type Reads,
  WRITE,
} from "./call-facts.ts";
import { plainOperation, plainTable } from "./plain-names.ts";

type Document = Readonly<Record<string, unknown>>;

const WRITES: ReadonlySet<string> = new Set([
  "insert",
  "update",
  "delete",
  "bulkWrite",
  "create",
  "createIndexes",
  "drop",
]);
const READS: ReadonlySet<string> = new Set([
  "find",
  "aggregate",
  "distinct",
  "count",
  "findAndModify",
  "getMore",
  "mapReduce",
]);

/** What a command reads, from the text that instrumentations give of it; undefined for one that moves no documents. */
export function mongoContent(operation: string, collection: string, text: string): CallContent | undefined {
  const command = parsed(text);
  const parts = partsOf(operation, collection, command);
  if (!parts) return undefined;
  const statement = command ? digestOf([operation, collection, shapeOf(command, 0)]) : "";
  return { ...plainContent(plainOperation(operation), parts), statement, isLasting: true };
}

function partsOf(
  operation: string,
  collection: string,
  command: Document | undefined,
): CallPart[] | undefined {
  if (WRITES.has(operation)) return [part(collection, WRITE)];
  if (!READS.has(operation)) return operation === "" ? [part(collection, WHOLE)] : undefined;
  // What comes with getMore belongs to the command before it.
  if (operation === "getMore") return [part(collection, NO_READS)];
  if (!command) return [part(collection, WHOLE)];
  if (operation === "aggregate") return aggregateParts(collection, command["pipeline"]);
  const filtered = conditionsOf(command["filter"] ?? command["query"]);
  if (operation === "count") return [part(collection, fieldsRead([], filtered))];
  if (operation === "distinct") {
    // The name of the key is a value in the command, and may not be told.
    const key = command["key"];
    const isTold = typeof key === "string" && key !== "?";
    return [part(collection, isTold ? fieldsRead([key], filtered) : { ...WHOLE, filtered })];
  }
  const sorted = Object.keys(documentOf(command["sort"]));
  return [part(collection, projected(command["projection"] ?? command["fields"], sorted, filtered))];
}

/** The names in a command, without its values. */
function shapeOf(value: unknown, depth: number): unknown {
  if (depth > MOST_DEEP) return 0;
  if (Array.isArray(value))
    return value.some(isDocument) ? value.map((each) => shapeOf(each, depth + 1)) : [];
  return isDocument(value)
    ? Object.entries(value).map(([name, each]) => [name, shapeOf(each, depth + 1)])
    : 0;
}

function digestOf(shape: unknown): string {
  return createHash("sha256").update(JSON.stringify(shape)).digest("hex").slice(0, 16);
}

const WHOLE: Reads = { ...NO_READS, isWhole: true };

function part(table: string, reads: Reads): CallPart {
  return { table, target: plainTable(table), reads };
}

function parsed(text: string): Document | undefined {
  if (text === "" || text.length > MOST_TEXT) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isDocument(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Included fields; or all but the excluded ones. Where the text doesn't say which of both, it is all. */
function projected(projection: unknown, sorted: readonly string[], filtered: readonly string[]): Reads {
  const entries = Object.entries(documentOf(projection));
  const excluded = entries.filter(([, value]) => value === 0 || value === false).map(([name]) => name);
  const included = entries.filter(([, value]) => value !== 0 && value !== false);
  const isTold = included.length > 0 && included.every(([, value]) => value !== "?");
  if (!isTold) return { ...WHOLE, selected: sorted, filtered, except: excluded };
  const names = included.flatMap(([name, value]) => [name, ...pathsIn(value)]);
  return fieldsRead([...names, ...sorted], filtered);
}

/** Fields in a filter, other than those that documents are only looked up by. */
function conditionsOf(filter: unknown): string[] {
  if (Array.isArray(filter)) return filter.flatMap(conditionsOf);
  return Object.entries(documentOf(filter)).flatMap(([name, value]) => {
    if (name === "$expr") return pathsIn(value);
    if (name.startsWith("$")) return conditionsOf(value);
    return isDocument(value) && Object.keys(value).some((key) => !LOOKUPS.has(key)) ? [name] : [];
  });
}

const LOOKUPS: ReadonlySet<string> = new Set(["$eq", "$in"]);

function aggregateParts(collection: string, pipeline: unknown): CallPart[] {
  const stages = Array.isArray(pipeline) ? pipeline.filter(isDocument) : [];
  const selected: string[] = [];
  const filtered: string[] = [];
  const others: string[] = [];
  let isWhole = true;
  for (const [name, stage] of stages.flatMap((each) => Object.entries(each))) {
    if (name === "$match") filtered.push(...conditionsOf(stage));
    else if (name === "$lookup" || name === "$graphLookup" || name === "$unionWith")
      others.push(...sourcesOf(stage));
    else if (name === "$project" && isWhole) {
      const reads = projected(stage, [], []);
      selected.push(...reads.selected);
      isWhole = reads.isWhole;
    } else if (name === "$count" || name === "$group" || name === "$sortByCount") {
      if (isWhole) selected.push(...pathsIn(stage));
      isWhole = false;
    } else if (name === "$sort") selected.push(...Object.keys(documentOf(stage)));
    else selected.push(...pathsIn(stage));
  }
  return [
    part(collection, { ...NO_READS, selected, filtered, isWhole }),
    ...others.map((other) => part(other, WHOLE)),
  ];
}

function sourcesOf(stage: unknown): string[] {
  const from = typeof stage === "string" ? stage : (documentOf(stage)["from"] ?? documentOf(stage)["coll"]);
  return typeof from === "string" && from !== "?" ? [from] : [];
}

/** The fields that an expression names: `"$address.city"`. */
function pathsIn(value: unknown): string[] {
  if (typeof value === "string") return /^\$[^$]/.test(value) ? [value.slice(1)] : [];
  if (Array.isArray(value)) return value.flatMap(pathsIn);
  return Object.values(documentOf(value)).flatMap(pathsIn);
}

/** Objects within objects that are looked at. */
const MOST_DEEP = 24;
const MOST_TEXT = 32_768;

/**
 * Where in a command something stands, and so what may be told of it: `wanted` says which fields are wanted and in which
 * order (0, 1, true) and names fields (`"$address.city"`), an `expression` names fields, a `lookup` names collections.
 */
type Place = "values" | "expression" | "wanted" | "lookup" | "collection";

const PLACES: ReadonlyMap<string, Place> = new Map([
  ["filter", "values"],
  ["query", "values"],
  ["projection", "wanted"],
  ["fields", "wanted"],
  ["sort", "wanted"],
  ["pipeline", "wanted"],
  ["key", "collection"],
]);

/** What is told of a command: its fields, whether they are wanted and in which order, never a value. */
export function mongoStatement(command: Readonly<Record<string, unknown>>): string {
  const told: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(command)) {
    const place = PLACES.get(name);
    if (place) told[name] = masked(value, place, 0);
  }
  return JSON.stringify(told);
}

function masked(value: unknown, place: Place, depth: number): unknown {
  if (depth > MOST_DEEP) return "?";
  if (Array.isArray(value)) return value.slice(0, 256).map((each) => masked(each, place, depth + 1));
  if (isDocument(value) && isPlain(value)) {
    const entries = Object.entries(value).slice(0, 256);
    return Object.fromEntries(
      entries.map(([name, each]) => [name, masked(each, below(name, place), depth + 1)]),
    );
  }
  return isTold(value, place) ? value : "?";
}

function isTold(value: unknown, place: Place): boolean {
  if (place === "collection") return typeof value === "string";
  if (place === "values") return false;
  if (typeof value === "string") return /^\$[\p{L}_][\p{L}\p{N}_.]{0,127}$/u.test(value);
  return place === "wanted" && (value === 0 || value === 1 || value === -1 || typeof value === "boolean");
}

/** Below $match stand values, but for those in an expression: there `$a` is a field, and 1 is somebody's. */
function below(name: string, place: Place): Place {
  if (place === "values") return name === "$expr" ? "expression" : "values";
  if (name === "$match" || name === "$literal") return "values";
  if (place === "expression") return place;
  if (place === "lookup") return name === "from" || name === "coll" ? "collection" : "wanted";
  if (place === "collection") return name === "coll" ? "collection" : "wanted";
  if (name === "$unionWith") return "collection";
  return name === "$lookup" || name === "$graphLookup" ? "lookup" : place;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function documentOf(value: unknown): Document {
  return isDocument(value) ? value : {};
}
