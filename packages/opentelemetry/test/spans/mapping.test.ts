import { describe, expect, it } from "vitest";
import { catalog, command, observing, statement } from "../support/observing.ts";
import { isOpenTelemetryError, SpanObserver } from "../../src/index.ts";

describe("a call without a rule", () => {
  it("is of the source whose declared system and dataset it is", () => {
    const { see, features, spans } = observing();
    see(statement("SELECT r.age, r.address FROM public.readers r WHERE r.id = $1"));
    expect(features()).toEqual(["profile.age", "profile.city"]);
    expect(spans()).toMatchObject([
      {
        source: "profile",
        system: "postgresql",
        host: "db.internal",
        database: "shop",
        operation: "SELECT",
        target: "public.readers",
        fields: ["age", "address"],
        count: 1,
        failed: 0,
      },
    ]);
  });

  it("yields each table's own features where a statement reads several", () => {
    const { see, row, features } = observing();
    see(statement("SELECT b.rating, o.total FROM shop.books b JOIN orders o ON o.book = b.id", "mysql"));
    expect(features()).toEqual(["books.rating"]);
    expect(row().spans.map(({ source, target, fields }) => [source, target, fields])).toEqual([
      ["books", "shop.books", ["rating"]],
      ["", "orders", ["total"]],
    ]);
    expect(row().calls).toMatchObject([{ source: "books", how: "span", count: 1 }]);
  });

  it("yields all declared features of a source that is read whole", () => {
    const { see, features, spans } = observing();
    see(statement("SELECT * FROM readers"));
    expect(features()).toEqual(["profile.age", "profile.city", "profile.interests[]", "profile.phone"]);
    expect(spans()[0]?.fields).toEqual(["*"]);
  });

  it("is recorded as unregistered by the columns that nobody declared", () => {
    const { see, features } = observing();
    see(statement("SELECT age, weight FROM readers ORDER BY mood"));
    expect(features()).toEqual(["[profile.mood]", "[profile.weight]", "profile.age"]);
  });

  it("counts a declared column in a condition, and leaves out the keys that rows are looked up by", () => {
    const { see, features, spans } = observing();
    see(statement("SELECT 1 FROM readers WHERE id = $1 AND phone = $2 AND age < 14 AND weight > 3"));
    expect(features()).toEqual(["profile.age"]);
    expect(spans()[0]?.fields).toEqual(["age"]);
  });

  it("yields what is declared within a column, and what a column is within", () => {
    const { see, features } = observing();
    see(statement("SELECT address->>'city', interests->0 FROM readers"));
    expect(features()).toEqual(["profile.city", "profile.interests[]"]);
  });

  it("has its columns of no certain table looked up in the catalog", () => {
    const { see, row, features } = observing();
    see(statement("SELECT age, title FROM readers JOIN loans ON loans.reader = readers.id"));
    expect(features()).toEqual(["profile.age"]);
    expect(row().spans.map(({ target, fields }) => [target, fields])).toEqual([
      ["readers", ["age"]],
      ["loans", ["title"]],
    ]);
  });

  it("is unmapped, and shown as what it is, where nothing fits", () => {
    const { see, row, features } = observing();
    see(statement("SELECT name FROM authors"));
    expect(features()).toEqual([]);
    expect(row().spans).toMatchObject([{ source: "", target: "authors", fields: ["name"] }]);
    expect(row().calls).toEqual([]);
  });

  it("is of MariaDB where MySQL is declared: its drivers give that name", () => {
    const { see, spans } = observing();
    see(statement("SELECT rating FROM shop.books", "mariadb"));
    expect(spans()).toMatchObject([{ source: "books", system: "mariadb" }]);
  });
});

describe("a rule", () => {
  it("goes before the catalog, and the first that fits is taken", () => {
    const { see, spans } = observing([
      { match: { table: "authors" }, source: "books" },
      { match: { table: "auth*" }, source: "profile" },
      { match: { table: "readers" }, source: "books" },
    ]);
    see(statement("SELECT a FROM authors"));
    see(statement("SELECT a FROM authority"));
    see(statement("SELECT a FROM readers"));
    expect(spans().map(({ source }) => source)).toEqual(["books", "profile", "books"]);
  });

  it.each([
    { system: "PostgreSQL" },
    { system: "postgres" },
    { system: "post*" },
    { host: "db.internal" },
    { host: "*.internal" },
    { database: "SHOP" },
    { table: "Authors" },
    { table: "public.authors" },
    { table: "*.authors" },
    { operation: "select" },
    { system: "postgresql", host: "db.internal", database: "shop", table: "authors", operation: "SELECT" },
  ])("fits a call that is all that it says: %j", (match) => {
    const { see, spans } = observing([{ match, source: "vectors" }]);
    see(statement("SELECT a FROM public.authors"));
    expect(spans()).toMatchObject([{ source: "vectors" }]);
  });

  it.each([
    { system: "mysql" },
    { host: "db" },
    { database: "sho" },
    { table: "author" },
    { table: "authors", operation: "INSERT" },
    { key: "*" },
    { route: "/*any" },
  ])("fits no other call: %j", (match) => {
    const { see, spans } = observing([{ match, source: "vectors" }]);
    see(statement("SELECT a FROM public.authors"));
    expect(spans()).toMatchObject([{ source: "" }]);
  });

  it("knows a host with its port where that is not the usual one", () => {
    const { see, spans } = observing([{ match: { host: "db.internal:6432" }, source: "vectors" }]);
    see({ ...statement("SELECT a FROM t"), "server.port": 6432 });
    see(statement("SELECT a FROM t"));
    see({ ...statement("SELECT a FROM t"), "server.address": "", "server.port": 6432 });
    expect(spans()).toMatchObject([
      { source: "vectors", host: "db.internal:6432" },
      { source: "", host: "db.internal" },
      { source: "", host: "" },
    ]);
  });

  it("says which feature a column is, and which is none", () => {
    const fields = { years: "profile.age", ID: null, "doc.town": "profile.city", mood: "profile.mood" };
    const { see, features } = observing([{ match: { table: "people" }, source: "profile", fields }]);
    see(statement("SELECT id, years, doc->'town', mood, phone FROM people"));
    expect(features()).toEqual(["[profile.mood]", "profile.age", "profile.city", "profile.phone"]);
  });

  it("says what each call yields, beside what is seen of it", () => {
    const { see, features } = observing([
      { match: { table: "people" }, source: "profile", features: ["vectors.reader"] },
    ]);
    see(statement("SELECT age FROM people"));
    expect(features()).toEqual(["profile.age", "vectors.reader"]);
  });

  it("without a source leaves out what is no data call", () => {
    const { see, row } = observing([{ match: { system: "redis", key: "session:*" } }]);
    see(command("get session:42"));
    see(command("get lock:42"));
    expect(row().spans).toMatchObject([{ target: "lock:*" }]);
  });

  it("that can't be used is refused by its name", () => {
    const make = (rule: object) => () =>
      new SpanObserver({
        catalog,
        rules: [{ match: { table: "a" } }, rule as never],
        onFault: () => undefined,
      });
    const refused = (message: string): unknown =>
      expect.objectContaining({ code: "INVALID_RULE", message: expect.stringContaining(message) });
    expect(make({ match: {} })).toThrow(refused("spans[1].match says nothing"));
    expect(make({ match: { table: "b" }, source: "no" })).toThrow(refused('spans[1].source is "no"'));
    expect(make({ match: { route: "/a/{b" } })).toThrow(refused("spans[1].match.route"));
  });

  it("that no call fits is told by its position, and once after ten thousand calls", () => {
    const { see, observer, faults } = observing([
      { match: { table: "readers" }, source: "profile" },
      { match: { table: "raeders" }, source: "profile" },
    ]);
    expect(observer.unusedRules()).toEqual([0, 1]);
    for (let n = 0; n < 20_001; n += 1) see(statement("SELECT age FROM readers"));
    expect(observer.unusedRules()).toEqual([1]);
    expect(faults).toEqual([
      { where: "otel.rules", message: "spans[1] has fitted none of the first 10000 data calls" },
    ]);
  });
});

it("tells its errors apart across copies of the package", () => {
  try {
    new SpanObserver({ catalog, rules: [{ match: {} }], onFault: () => undefined });
    expect.unreachable();
  } catch (error) {
    expect(isOpenTelemetryError(error, "INVALID_RULE")).toBe(true);
  }
});
