import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INSTRUMENTATION_CONFIGS } from "../../src/index.ts";
import { observing } from "../support/observing.ts";

const { redis, mongodb, mysql2 } = INSTRUMENTATION_CONFIGS;

describe("what the configured instrumentations say", () => {
  it.each([
    ["hget", ["user:42:tags", "liked"], "hget user:42:tags liked"],
    ["HMGET", ["user:42:tags", "liked", "a b"], 'HMGET user:42:tags liked "a b"'],
    ["hset", ["user:42:tags", "liked", "Alice"], "hset user:42:tags"],
    ["SET", ["user:42:tags", "Alice", "EX", "10"], "SET user:42:tags"],
    ["mget", ["user:1:tags", "counts"], "mget user:1:tags counts"],
    ["mget", [["user:1:tags", "counts"]], "mget user:1:tags counts"],
    ["EVALSHA", ["7f3a", "1", "user:1:tags", "Alice"], "EVALSHA ? 1 user:1:tags"],
    ["AUTH", ["Alice", "secret"], "AUTH"],
    ["get", [Buffer.from("user:42:tags")], "get user:42:tags"],
    ["get", [42], "get ?"],
    ["zrangebyscore", ["user:42:tags", "1", "2"], "zrangebyscore user:42:tags"],
    ["ping", [], "ping"],
  ] as [string, unknown[], string][])("of Redis: %s %j", (command, args, told) => {
    expect(redis.dbStatementSerializer(command, args)).toBe(told);
  });

  it("of Redis is read back as it was", () => {
    const { see, spans } = observing();
    const text = redis.dbStatementSerializer("hmget", ["user:a b:tags", "liked", 'a"b']);
    see({ "db.system.name": "redis", "db.query.text": text });
    expect(spans()).toMatchObject([{ source: "tags", operation: "HMGET", fields: ["liked", "*"] }]);
  });

  it("of MongoDB is which fields are wanted, and no value", () => {
    const told = mongodb.dbStatementSerializer({
      find: "visits",
      filter: { _id: 42, name: "Alice", at: { $gt: new Date(0) }, tags: { $in: ["secret"] } },
      projection: { at: 1, device: false, place: "$place.lat" },
      sort: { at: -1 },
      limit: 10,
      lsid: { id: "7f3a" },
    });
    expect(JSON.parse(told)).toEqual({
      filter: { _id: "?", name: "?", at: { $gt: "?" }, tags: { $in: ["?"] } },
      projection: { at: 1, device: false, place: "$place.lat" },
      sort: { at: -1 },
    });
  });

  it("of MongoDB's pipelines is what they name", () => {
    const told = mongodb.dbStatementSerializer({
      aggregate: "visits",
      pipeline: [
        { $match: { flag: true, n: 1, name: "$ecret", from: "x" } },
        { $lookup: { from: "people", let: { x: "$reader" } } },
        { $project: { at: 1, device: 0 } },
        { $limit: 50 },
      ],
    });
    expect(JSON.parse(told)).toEqual({
      pipeline: [
        { $match: { flag: "?", n: "?", name: "?", from: "?" } },
        { $lookup: { from: "people", let: { x: "$reader" } } },
        { $project: { at: 1, device: 0 } },
        { $limit: "?" },
      ],
    });
  });

  it("of MongoDB holds no value, whatever a command is", () => {
    const key = fc.constantFrom("from", "coll", "$match", "$in", "$lookup", "projection", "a", "$literal");
    const values = fc.constantFrom("canary7f3a", "$canary7f3a", 73_000);
    const filter = fc.object({ key, values: [values, fc.date()], maxDepth: 4 });
    fc.assert(
      fc.property(filter, (given) => {
        const pipeline = [{ $match: given }];
        const told = mongodb.dbStatementSerializer({
          find: "a",
          filter: given,
          query: given,
          pipeline,
          a: given,
        });
        expect(told.replaceAll(/"(?:from|coll|\$\w+|\w+)":/g, "")).not.toMatch(
          /canary|73000|\d{4}-\d\d-\d\dT/,
        );
      }),
    );
  });

  it("of MySQL is the statement without the values that are written into it", () => {
    expect(mysql2.maskStatementHook("SELECT a FROM t WHERE b = ?")).toBe("SELECT a FROM t WHERE b = ?");
  });
});
