import type { CatalogInput } from "@probity/core";
import { describe, expect, it } from "vitest";

import { suggestRule } from "../../src/unmapped/suggest-rule.ts";
import { unmappedCall } from "../support/unmapped.ts";

const nothing: CatalogInput = { sources: [], features: [] };
const known: CatalogInput = {
  sources: [
    { name: "profile", system: "postgresql", dataset: "public.readers" },
    { name: "tags", system: "redis", dataset: "reader:*:tags" },
    { name: "books", system: "http", dataset: "books.internal" },
    { name: "flags" },
  ],
  features: [
    { name: "profile.age" },
    { name: "profile.home", path: "city" },
    { name: "tags[]" },
    { name: "books.title" },
    { name: "flags" },
  ],
};

describe("suggestRule", () => {
  it("goes by table and database, and declares a source with the columns that were seen", () => {
    expect(suggestRule(unmappedCall(), nothing)).toEqual({
      rule: {
        match: { system: "postgresql", database: "shop", table: "ratings" },
        source: "ratings",
        fields: { id: null },
      },
      sources: [{ name: "ratings", system: "postgresql", dataset: "ratings" }],
      features: [{ name: "ratings.isbn" }, { name: "ratings.rating" }],
    });
  });

  it("takes a declared source of that table, and the features that it has", () => {
    const call = unmappedCall({ target: "readers", fields: ["age", "CITY", "mood"] });
    expect(suggestRule(call, known)).toEqual({
      rule: {
        match: { system: "postgresql", database: "shop", table: "readers" },
        source: "profile",
        fields: { CITY: "profile.home" },
      },
      sources: [],
      features: [{ name: "profile.mood" }],
    });
  });

  it.each([
    ["a key", { system: "redis", target: "reader:*:tags" }, "tags", { key: "reader:*:tags" }],
    [
      "a host",
      { system: "http", host: "books.internal", operation: "GET", target: "/books/:isbn" },
      "books",
      { host: "books.internal", route: "/books/:isbn", operation: "GET" },
    ],
    ["its name", { system: "redis", target: "flags:*" }, "flags", { key: "flags:*" }],
  ])("knows a declared source by %s", (_, about, source, match) => {
    const suggestion = suggestRule(unmappedCall({ fields: ["x"], ...about }), known);
    expect(suggestion?.rule).toMatchObject({ match: { system: about.system, ...match }, source });
    expect(suggestion?.sources).toEqual([]);
  });

  it.each([
    ["a key", { system: "redis", target: "user:*:tags" }, "user_tags", "user:*:tags"],
    [
      "a route",
      { system: "http", target: "/users/:id/profile" },
      "users_profile",
      "db.internal/users/:id/profile",
    ],
    [
      "a gRPC service",
      { system: "grpc", operation: "shop.Users/Get", target: "shop.Users" },
      "users",
      "shop.Users",
    ],
    ["a topic", { system: "kafka", operation: "receive", target: "clicks" }, "clicks", "clicks"],
    ["a table in quotes", { target: 'public."Ratings"' }, "ratings", 'public."Ratings"'],
    ["a database, where no table is known", { target: "" }, "shop", "db.internal"],
    ["a host, where no database is known either", { target: "*", database: "" }, "db", "db.internal"],
  ])("names a new source after %s", (_, about, name, dataset) => {
    const { system } = unmappedCall(about);
    expect(suggestRule(unmappedCall(about), nothing)?.sources).toEqual([{ name, system, dataset }]);
  });

  it("gives a new source another name than any that is declared", () => {
    const other: CatalogInput = {
      sources: [{ name: "ratings", system: "redis", dataset: "r:*" }],
      features: [],
    };
    expect(suggestRule(unmappedCall(), other)?.rule.source).toBe("ratings_2");
  });

  it.each([
    [
      "HTTP by host, method and route",
      { system: "http", target: "/a/*/b/x*", operation: "GET" },
      {
        host: "db.internal",
        route: "/a/:p2/b/:p4",
        operation: "GET",
      },
    ],
    [
      "gRPC by its method",
      { system: "grpc", operation: "shop.Users/Get", target: "shop.Users" },
      { operation: "shop.Users/Get" },
    ],
    [
      "Redis without the number of a database",
      { system: "redis", database: "0", operation: "GET", target: "a:*" },
      { key: "a:*" },
    ],
    [
      "SQL that could not be read by its operation",
      { target: "" },
      { database: "shop", operation: "SELECT" },
    ],
  ])("tells %s", (_, about, match) => {
    const call = unmappedCall({ ...about, fields: [] });
    expect(suggestRule(call, nothing)?.rule.match).toEqual({ system: call.system, ...match });
  });

  it("takes what can't be looked into for one feature, the whole of it", () => {
    const call = unmappedCall({ system: "redis", operation: "GET", target: "flags:*", fields: [] });
    expect(suggestRule(call, nothing)).toMatchObject({
      rule: { source: "flags", features: ["flags"] },
      features: [{ name: "flags" }],
    });
    expect(suggestRule(call, known)?.rule).toMatchObject({ source: "flags", features: ["flags"] });
    const books = { system: "http", host: "books.internal", target: "/books/:isbn", fields: [] };
    expect(suggestRule(unmappedCall(books), known)?.rule).not.toHaveProperty("features");
  });

  it("names features so that a configuration takes them, whatever a column is called", () => {
    const call = unmappedCall({ fields: ["count(*)", "items[].isbn", "*", "national_id"] });
    const suggestion = suggestRule(call, nothing);
    expect(suggestion?.features.map(({ name }) => name)).toEqual([
      "ratings.count_",
      "ratings.items[].isbn",
      "ratings.*",
      "ratings.national_id",
    ]);
    expect(suggestion?.rule.fields).toEqual({ "count(*)": "ratings.count_" });
  });

  it.each([
    ["postgresql", "INSERT"],
    ["mysql", "COMMIT"],
    ["redis", "hset"],
    ["mongodb", "updateOne"],
    ["kafka", "send"],
  ])("leaves out what only writes: %s %s", (system, operation) => {
    const suggestion = suggestRule(unmappedCall({ system, operation, fields: [] }), nothing);
    expect(suggestion).toMatchObject({ rule: { match: { system, operation }, ignore: true }, sources: [] });
  });

  it("doesn't take for a write what gives something back, or what only sounds like one", () => {
    expect(suggestRule(unmappedCall({ operation: "UPDATE" }), nothing)?.rule).toHaveProperty("source");
    const post = { system: "http", operation: "POST", target: "/search", fields: [] };
    expect(suggestRule(unmappedCall(post), nothing)?.rule).toHaveProperty("source");
    const read = { system: "postgresql", operation: "SELECT", fields: [] };
    expect(suggestRule(unmappedCall(read), nothing)?.rule).toHaveProperty("source");
  });

  it.each([
    ["no system", { system: "" }],
    ["nothing but a system", { database: "", target: "", operation: "" }],
    ["a name that no rule can look for", { system: " x\n" }],
  ])("has none for a call that says %s", (_, about) => {
    expect(suggestRule(unmappedCall(about), nothing)).toBeUndefined();
  });
});
