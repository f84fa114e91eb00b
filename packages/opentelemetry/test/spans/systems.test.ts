import { SpanKind } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { command, observing, statement } from "../support/observing.ts";

describe("spans of Redis", () => {
  it.each([
    ["hget user:42:tags liked", "HGET", ["liked"], ["tags.liked"]],
    [
      "HMGET user:42:tags liked muted other",
      "HMGET",
      ["liked", "muted", "other"],
      ["[tags.other]", "tags.liked", "tags.muted"],
    ],
    ["hgetall user:42:tags", "HGETALL", ["*"], ["tags.liked", "tags.muted"]],
    ["get user:42:tags", "GET", [], ["tags.liked", "tags.muted"]],
    ["JSON.GET user:42:tags $.liked", "JSON.GET", ["liked"], ["tags.liked"]],
    ["SMEMBERS user:42:tags", "SMEMBERS", [], ["tags.liked", "tags.muted"]],
    ["EVALSHA ? 1 user:42:tags", "EVALSHA", [], ["tags.liked", "tags.muted"]],
  ])("%s", (text, operation, fields, names) => {
    const { see, spans, features } = observing();
    see(command(text));
    expect(features()).toEqual(names);
    expect(spans()).toMatchObject([{ source: "tags", operation, target: "user:*:tags", fields }]);
  });

  it("show a pattern of keys, whatever is in them", () => {
    const { see, spans } = observing();
    for (const key of [
      "cart:42:lines",
      "cart:7f3a-99:lines",
      "cart:Alice@example.org:lines",
      "cart:北京:lines",
    ])
      see(command(`get ${key}`));
    expect(spans()).toMatchObject([{ source: "", target: "cart:*:lines", count: 4 }]);
  });

  it("show no word at a place where there are many: they are names of people", () => {
    const { see, spans } = observing();
    const letters = "abcdefghijklmnopqrstuvwxyz";
    for (const one of letters) for (const two of letters) see(command(`get nick:${one}${two}:x`));
    const shown = new Set(spans().map(({ target }) => target));
    expect(shown.size).toBeLessThanOrEqual(33);
    expect(shown).toContain("nick:*:x");
  });

  it("are several calls where they ask for keys of several kinds", () => {
    const { see, spans } = observing();
    see(command("mget user:1:tags user:2:tags counts user:3:mood"));
    expect(spans().map(({ source, target }) => [source, target])).toEqual([
      ["tags", "user:*:tags"],
      ["counts", "counts"],
      ["", "user:*:mood"],
    ]);
  });

  it("that only write or only talk are no data calls", () => {
    const { see, row } = observing();
    for (const text of [
      "set user:1:tags [1 other arguments]",
      "hset user:1:tags liked",
      "del a",
      "ping",
      "auth ?",
      "multi",
    ])
      see(command(text));
    expect(row().spans).toEqual([]);
  });

  it("are known by the command where a batch is all that the operation says", () => {
    const { see, spans } = observing();
    see({ ...command("hget user:1:tags liked"), "db.operation.name": "MULTI" });
    see({ ...command("hget [2 other arguments]"), "db.operation.name": "PIPELINE hget" });
    expect(spans()).toMatchObject([
      { operation: "HGET", target: "user:*:tags" },
      { operation: "HGET", target: "", source: "" },
    ]);
  });
});

describe("spans of MongoDB", () => {
  const mongo = (operation: string, text: object | string, collection = "visits") => ({
    "db.system.name": "mongodb",
    "db.operation.name": operation,
    "db.collection.name": collection,
    "db.namespace": "shop",
    "db.query.text": typeof text === "string" ? text : JSON.stringify(text),
  });

  it.each([
    [
      "find, some fields",
      mongo("find", { filter: { _id: "?" }, projection: { at: 1, "place.lat": true, _id: 0 } }),
      ["at", "place.lat"],
      ["visits.at", "visits.place.lat"],
    ],
    [
      "find, all but one",
      mongo("find", { filter: {}, projection: { device: 0 } }),
      ["*"],
      ["visits.at", "visits.place.lat"],
    ],
    [
      "find, whole documents",
      mongo("find", { filter: { at: { $gt: "?" } }, sort: { device: -1 } }),
      ["*", "device", "at"],
      ["visits.at", "visits.device", "visits.place.lat"],
    ],
    [
      "find, by a serializer that hides what is wanted",
      mongo("find", { projection: { device: "?" } }),
      ["*"],
      ["visits.at", "visits.device", "visits.place.lat"],
    ],
    [
      "find, with conditions",
      mongo("find", { filter: { $or: [{ device: { $ne: "?" } }, { x: "?" }] }, projection: { at: 1 } }),
      ["at", "device"],
      ["visits.at", "visits.device"],
    ],
    ["count", mongo("count", { query: { at: { $lt: "?" } } }), ["at"], ["visits.at"]],
    ["distinct", mongo("distinct", { key: "device", query: {} }), ["device"], ["visits.device"]],
    [
      "aggregate",
      mongo("aggregate", {
        pipeline: [{ $match: { at: { $gt: "?" } } }, { $group: { _id: "$device", n: { $sum: "?" } } }],
      }),
      ["device", "at"],
      ["visits.at", "visits.device"],
    ],
    [
      "aggregate, some fields",
      mongo("aggregate", { pipeline: [{ $project: { at: 1, place: "$place.lat" } }] }),
      ["at", "place", "place.lat"],
      ["visits.at", "visits.place.lat"],
    ],
    ["the next batch", mongo("getMore", { getMore: "?" }), [], []],
    ["what is no JSON", mongo("find", "{"), ["*"], ["visits.at", "visits.device", "visits.place.lat"]],
  ])("%s", (_what, attributes, fields, names) => {
    const { see, spans, features } = observing();
    see(attributes);
    expect(features()).toEqual(names);
    expect(spans()).toMatchObject([{ source: "visits", system: "mongodb", target: "visits", fields }]);
  });

  it("read other collections that an aggregation looks into", () => {
    const { see, spans } = observing();
    see(
      mongo(
        "aggregate",
        { pipeline: [{ $lookup: { from: "visits", as: "?" } }, { $project: { name: 1 } }] },
        "people",
      ),
    );
    expect(spans().map(({ source, target }) => [source, target])).toEqual([
      ["", "people"],
      ["visits", "visits"],
    ]);
  });

  it("that write, or keep a connection, are no data calls", () => {
    const { see, row } = observing();
    see(mongo("insert", { name: "Alice" }));
    see(mongo("update", {}));
    see(mongo("endSessions", {}, "$cmd"));
    expect(row().spans).toEqual([]);
  });

  it("have one digest for one form of command, whatever its values", () => {
    const { see, spans } = observing();
    see(mongo("find", { filter: { a: { $in: ["x", "y"] } } }));
    see(mongo("find", { filter: { a: { $in: ["z"] } } }));
    see(mongo("find", { filter: { b: { $in: ["z"] } } }));
    expect(spans().map(({ count }) => count)).toEqual([2, 1]);
  });
});

describe("spans of HTTP, gRPC and Kafka", () => {
  const get = (url: string, more: object = {}) => ({
    "http.request.method": "GET",
    "url.full": url,
    "server.address": new URL(url).hostname,
    "server.port": Number(new URL(url).port) || 80,
    ...more,
  });

  it("are of the source whose host and path they ask, with all that it has", () => {
    const { see, spans, features } = observing();
    see(get("http://scores.internal/users/42/scores?as=alice"));
    see(get("http://search.internal/any/thing"));
    expect(features()).toEqual(["scores.kind", "scores.value", "search.hits"]);
    expect(spans()).toMatchObject([
      { source: "scores", system: "http", operation: "GET", target: "/users/:id/scores", fields: [] },
      { source: "search", target: "/any/thing" },
    ]);
  });

  it("yield what a rule says of answers that can't be looked into", () => {
    const rule = {
      match: { host: "scores.internal", route: "/v1/*path" },
      source: "scores",
      features: ["scores.kind"],
    };
    const { see, features } = observing([rule]);
    see(get("http://scores.internal/v1/users/42"));
    expect(features()).toEqual(["scores.kind"]);
  });

  it("show a pattern of paths, and nothing of the query", () => {
    const { see, spans } = observing();
    see(get("http://api.internal/v2/users/7f3a/books/42?token=secret#x"));
    see(get("http://api.internal/v2/users/Alice/books/9-99"));
    expect(spans()).toMatchObject([{ host: "api.internal", target: "/v2/users/*/books/*", count: 2 }]);
  });

  it("of gRPC are known by service and method", () => {
    const { see, spans, features } = observing();
    see({
      "rpc.system": "grpc",
      "rpc.service": "social.Friends",
      "rpc.method": "List",
      "rpc.grpc.status_code": 0,
    });
    see({ "rpc.system.name": "grpc", "rpc.method": "social.Feed/Get", "rpc.grpc.status_code": 14 });
    expect(features()).toEqual(["friends.ids[]"]);
    expect(spans()).toMatchObject([
      {
        source: "friends",
        system: "grpc",
        operation: "social.Friends/List",
        target: "social.Friends",
        failed: 0,
      },
      { source: "", operation: "social.Feed/Get", failed: 1 },
    ]);
  });

  it("of Kafka are known by topic: what is taken is a call, what is sent is none unless a rule says so", () => {
    const topic = (name: string, operation: string) => ({
      "messaging.system": "kafka",
      "messaging.destination.name": name,
      "messaging.operation.type": operation,
    });
    const { see, spans } = observing([{ match: { system: "kafka", table: "audit" }, source: "vectors" }]);
    see(topic("clicks", "receive"), "receive", SpanKind.CLIENT);
    see(topic("clicks", "process"), "process", SpanKind.CONSUMER);
    see(topic("clicks", "send"), "send", SpanKind.PRODUCER);
    see(topic("audit", "send"), "send", SpanKind.PRODUCER);
    expect(spans()).toMatchObject([
      { source: "clicks", operation: "receive", target: "clicks" },
      { source: "clicks", operation: "process" },
      { source: "vectors", operation: "send", target: "audit" },
    ]);
  });

  it("failed if their attributes say so, and then hand nothing out", () => {
    const { see, spans, features } = observing();
    see({ ...statement("SELECT age FROM readers"), "error.type": "57014" });
    expect(spans()).toMatchObject([{ source: "profile", fields: ["age"], failed: 1 }]);
    expect(features()).toEqual([]);
  });

  it("failed by an HTTP status, too, old or new", () => {
    const { see, spans } = observing();
    see(get("http://search.internal/x", { "http.response.status_code": 503 }));
    see({ "http.method": "GET", "http.url": "http://search.internal/x", "http.status_code": 200 });
    expect(spans()).toMatchObject([{ source: "search", count: 2, failed: 1 }]);
  });
});

describe("spans of other instrumentations", () => {
  it.each([
    [
      {
        "db.system": "postgresql",
        "db.statement": "SELECT age FROM readers",
        "db.name": "shop",
        "net.peer.name": "h",
      },
      "profile",
    ],
    [{ "db.system": "mysql", "db.operation": "SELECT", "db.sql.table": "shop.books" }, "books"],
    [
      {
        "db.system": "mongodb",
        "db.operation": "find",
        "db.mongodb.collection": "visits",
        "db.statement": "{}",
      },
      "visits",
    ],
    [
      { "http.method": "GET", "http.target": "/users/1/scores?x", "net.peer.name": "scores.internal" },
      "scores",
    ],
    [
      { "messaging.system": "kafka", "messaging.destination": "clicks", "messaging.operation": "receive" },
      "clicks",
    ],
  ])("are read by their older names: %j", (attributes, source) => {
    const { see, spans } = observing();
    see(attributes);
    expect(spans()).toMatchObject([{ source }]);
  });

  it("are taken as they are where the system is of no known kind", () => {
    const { see, spans } = observing([
      { match: { system: "elasticsearch", table: "books" }, source: "books" },
    ]);
    see({ "db.system.name": "elasticsearch", "db.operation.name": "search", "db.collection.name": "books" });
    see({ "db.system.name": "oracle.db", "db.query.text": "SELECT name FROM people WHERE a = 'Alice'" });
    expect(spans()).toMatchObject([
      { source: "books", operation: "search", target: "books" },
      { source: "", system: "oracle.db", target: "", fields: [] },
    ]);
  });

  it("that only connect, or stand for no call, are left out", () => {
    const { see, row } = observing();
    see({ "db.system.name": "postgresql", "server.address": "db.internal" }, "pg.connect");
    see(statement("BEGIN"));
    see(statement("COMMIT"));
    see(statement("SET search_path TO x"));
    see(statement("UPDATE readers SET seen = now()"));
    see({ "some.thing": "else" });
    see({});
    expect(row().spans).toEqual([]);
  });
});
