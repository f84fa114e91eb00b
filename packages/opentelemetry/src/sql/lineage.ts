import type { TableReads } from "./reads.ts";
import {
  type ColumnName,
  isQuery,
  type Item,
  type Mentions,
  type NamedQuery,
  type Query,
  type Relation,
  type Select,
} from "./syntax.ts";

/** A column of a table, as it is at its source: `*` is all of them. There is one object for each. */
interface Origin {
  readonly table: Table;
  readonly name: string;
}

/** What a query gives: columns by name, and all of them, each with where it comes from. */
interface Result {
  readonly named: ReadonlyMap<string, readonly Origin[]>;
  readonly all: readonly Origin[];
  /** Its columns in order, as far as it is known which is which. */
  readonly columns: readonly Column[];
}

interface Column {
  readonly name: string | undefined;
  readonly origins: readonly Origin[];
}

class Table {
  readonly name: string;
  readonly selected: Set<string> = new Set();
  readonly filtered: Set<string> = new Set();
  isWhole = false;
  readonly #columns: Map<string, Origin> = new Map();

  constructor(name: string) {
    this.name = name;
  }

  column(name: string): Origin {
    const known = this.#columns.get(name);
    if (known) return known;
    const origin: Origin = { table: this, name };
    this.#columns.set(name, origin);
    return origin;
  }

  get all(): readonly Origin[] {
    return [this.column("*")];
  }
}

interface Place {
  readonly alias: string;
  readonly origin: Table | Result;
}

/** What names mean at one place of a statement. */
interface Scope {
  readonly places: Place[];
  readonly named: Map<string, Result>;
  readonly outer: Scope | undefined;
  /** Stands for the table of columns that the statement doesn't say the table of. */
  readonly loose: Table;
}

/** Follows the columns of a statement's results to the tables that they come from. */
export class Lineage {
  readonly #tables: Map<string, Table> = new Map();
  readonly #loose: Table = new Table("");

  get tables(): TableReads[] {
    return [...this.#tables.values()].map(({ name, selected, filtered, isWhole }) => ({
      table: name,
      selected: [...selected],
      filtered: [...filtered],
      isWhole,
    }));
  }

  get loose(): string[] {
    return [...this.#loose.selected];
  }

  /** Notes what a query reads, and that its result is handed out. */
  follow(query: Query): void {
    this.#select(this.#query(query, undefined).all);
  }

  #query(query: Query, outer: Scope | undefined): Result {
    const scope = this.#scope(outer);
    for (const named of query.with) scope.named.set(keyOf(named.name), this.#named(named, scope));
    const results = query.selects.map((part) =>
      isQuery(part) ? this.#query(part, scope) : this.#selectResult(part, scope, query.order),
    );
    // What can't be resolved in a single SELECT is in order by a column of the result.
    if (query.selects.length !== 1) this.#order(query.order, scope, together(results));
    else if (query.selects.some(isQuery)) this.#order(query.order, scope, together(results));
    return together(results);
  }

  #scope(outer: Scope | undefined): Scope {
    return { places: [], named: new Map(), outer, loose: this.#loose };
  }

  #named({ name, names, query }: NamedQuery, scope: Scope): Result {
    // Within itself a recursive query has the columns of its first part, which are followed anyway.
    scope.named.set(keyOf(name), NOTHING);
    return renamed(this.#query(query, scope), names);
  }

  #selectResult(select: Select, outer: Scope, order: Mentions): Result {
    const scope = this.#scope(outer);
    for (const relation of select.from) this.#place(relation, scope);
    this.#filter(select.conditions, scope);
    const result = this.#result(select.items, scope);
    this.#order(select.order, scope, result);
    this.#order(order, scope, result);
    return result;
  }

  #place(relation: Relation, scope: Scope): void {
    if (relation.kind === "call") {
      const all = this.#origins(relation.args, scope);
      scope.places.push({ alias: keyOf(relation.alias ?? ""), origin: { ...NOTHING, all } });
      return;
    }
    if (relation.kind === "query") {
      const origin = renamed(this.#query(relation.query, scope), relation.names);
      scope.places.push({ alias: keyOf(relation.alias ?? ""), origin });
      return;
    }
    const { name } = relation;
    const last = name.at(-1) ?? "";
    const origin = (name.length === 1 ? namedIn(scope, last) : undefined) ?? this.#table(name.join("."));
    scope.places.push({ alias: keyOf(relation.alias ?? last), origin });
  }

  #table(name: string): Table {
    const known = this.#tables.get(name);
    if (known) return known;
    const table = new Table(name);
    this.#tables.set(name, table);
    return table;
  }

  #result(items: readonly Item[], scope: Scope): Result {
    const named: Map<string, readonly Origin[]> = new Map();
    const all: Set<Origin> = new Set();
    const columns: Column[] = [];
    let isKnown = true;
    for (const item of items) {
      const origins = this.#origins(item, scope);
      for (const origin of origins) all.add(origin);
      const [column] = item.columns;
      const name = item.alias ?? (item.columns.length === 1 ? column?.name : undefined);
      isKnown &&= item.wholes.length === 0;
      if (isKnown) columns.push({ name, origins });
      if (name !== undefined) named.set(keyOf(name), origins);
      else if (item.wholes.length > 0) for (const place of placesOf(item, scope)) inherit(named, place);
    }
    return { named, all: [...all], columns };
  }

  #filter(mentions: Mentions, scope: Scope): void {
    const columns = mentions.columns.filter(({ isLookup }) => !isLookup);
    for (const { table, name } of this.#origins({ ...mentions, columns }, scope)) table.filtered.add(name);
  }

  #order(mentions: Mentions, scope: Scope, result: Result): void {
    const columns = mentions.columns.filter((column) => {
      const origins = column.of === undefined ? result.named.get(keyOf(column.name)) : undefined;
      if (origins) this.#select(origins);
      return !origins;
    });
    this.#select(this.#origins({ ...mentions, columns }, scope));
  }

  #select(origins: readonly Origin[]): void {
    for (const { table, name } of origins) {
      if (name === "*") table.isWhole = true;
      else table.selected.add(name);
    }
  }

  /** Where what is mentioned comes from. */
  #origins({ columns, wholes, queries }: Mentions, scope: Scope): readonly Origin[] {
    return unique([
      ...columns.flatMap((column) => originsOf(column, scope)),
      ...wholes.flatMap((of) => placesNamed(of, scope).flatMap(({ origin }) => origin.all)),
      ...queries.flatMap((query) => this.#query(query, scope).all),
    ]);
  }
}

const NOTHING: Result = { named: new Map(), all: [], columns: [] };

function originsOf(column: ColumnName, scope: Scope): readonly Origin[] {
  const { of, name } = column;
  if (of !== undefined) {
    const [place] = placesNamed(of, scope);
    return place ? columnOf(place.origin, column, scope) : [];
  }
  const known = scope.places.flatMap(({ origin }) =>
    isTable(origin) ? [] : [origin.named.get(keyOf(name))],
  );
  const found = known.find((origins) => origins !== undefined);
  if (found) return found;
  // A row as a whole: row_to_json(t), json_agg(t).
  const row = scope.places.find(({ alias }) => alias === keyOf(name));
  if (row && name !== "") return row.origin.all;
  const open = scope.places.filter(
    ({ origin }) => isTable(origin) || origin.all.some((each) => each.name === "*"),
  );
  const [only, ...more] = open;
  if (only && more.length === 0) return columnOf(only.origin, column, scope);
  if (only) return [scope.loose.column(fullName(column))];
  return scope.outer ? originsOf(column, scope.outer) : [];
}

function columnOf(origin: Table | Result, column: ColumnName, { loose }: Scope): readonly Origin[] {
  if (isTable(origin)) return [origin.column(fullName(column))];
  const found = origin.named.get(keyOf(column.name));
  if (found) return found;
  const [only, ...more] = origin.all.filter(({ name }) => name === "*");
  if (only) return [(more.length === 0 ? only.table : loose).column(fullName(column))];
  return origin.named.size > 0 ? [] : origin.all;
}

function fullName({ name, path }: ColumnName): string {
  return path === "" ? name : `${name}.${path}`;
}

function placesOf({ wholes }: Mentions, scope: Scope): readonly Place[] {
  return wholes.flatMap((of) => placesNamed(of, scope));
}

/** The tables and queries that a name before a dot stands for; all of them for no name. */
function placesNamed(of: string | undefined, scope: Scope): readonly Place[] {
  if (of === undefined) return scope.places;
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const found = at.places.find(({ alias }) => alias === keyOf(of));
    if (found) return [found];
  }
  return [];
}

function namedIn(scope: Scope, name: string): Result | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const found = at.named.get(keyOf(name));
    if (found) return found;
  }
  return undefined;
}

function inherit(named: Map<string, readonly Origin[]>, { origin }: Place): void {
  if (!isTable(origin)) for (const [name, origins] of origin.named) named.set(name, origins);
}

/** The columns of several results, one on top of the other: each has the origins of all that stand at its place. */
function together(results: readonly Result[]): Result {
  const [first = NOTHING, ...others] = results;
  if (others.length === 0) return first;
  const columns = first.columns.map(({ name, origins }, at) => ({
    name,
    origins: unique([...origins, ...others.flatMap((other) => other.columns[at]?.origins ?? other.all)]),
  }));
  return { named: byName(columns, first.named), all: unique(results.flatMap(({ all }) => all)), columns };
}

/** The same result under the names that its alias gives its columns. */
function renamed(result: Result, names: readonly string[]): Result {
  if (names.length === 0) return result;
  const columns = names.map((name, at) => ({ name, origins: result.columns[at]?.origins ?? result.all }));
  return { named: byName(columns, result.named), all: result.all, columns };
}

function byName(
  columns: readonly Column[],
  before: ReadonlyMap<string, readonly Origin[]>,
): ReadonlyMap<string, readonly Origin[]> {
  const named = new Map(before);
  for (const { name, origins } of columns) if (name !== undefined) named.set(keyOf(name), origins);
  return named;
}

function isTable(origin: Table | Result): origin is Table {
  return origin instanceof Table;
}

function unique(origins: readonly Origin[]): readonly Origin[] {
  return origins.length < 2 ? origins : [...new Set(origins)];
}

function keyOf(name: string): string {
  return name.toLowerCase();
}
