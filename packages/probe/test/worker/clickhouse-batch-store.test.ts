import { ClickHouseStoreError, isClickHouseStoreError, type ReachableStatus } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";
import { doubts } from "../../src/worker/clickhouse-batch-store.ts";

const server = { version: "26.7.2.1", isSupported: true, clockSkewMs: 120 };
const schema = { state: "current", applied: 3, shipped: 3 } as const;
const database = "probity";

const doubtsOf = (status: Partial<ReachableStatus>): readonly string[] =>
  doubts({ isReachable: true, server, schema, ...status }, { database });

describe("doubts", () => {
  it("finds nothing wrong with a server and a schema as they should be", () => {
    expect(doubtsOf({})).toEqual([]);
  });

  it("tells of a schema that is behind", () => {
    expect(doubtsOf({ schema: { state: "behind", applied: 2, shipped: 3 } })).toEqual([
      'database "probity" is at migration 2 of 3: run the migrations',
    ]);
  });

  it("tells of a schema that is ahead, in the store's words", () => {
    const error = new ClickHouseStoreError("SCHEMA_AHEAD", "it is newer");
    expect(doubtsOf({ schema: { state: "ahead", applied: 4, shipped: 3, error } })).toEqual(["it is newer"]);
  });

  it.each([
    [6_400, "the server's clock is 6 s ahead of ours: set both by NTP"],
    [-61_000, "the server's clock is 61 s behind ours: set both by NTP"],
  ])("tells of a clock that is off by %i ms", (clockSkewMs, text) => {
    expect(doubtsOf({ server: { ...server, clockSkewMs } })).toEqual([text]);
  });

  it.each([
    ["SERVER_TOO_OLD", { server: { ...server, version: "21.8.1", isSupported: false } }],
    ["SCHEMA_MISSING", { schema: { state: "missing", applied: 0, shipped: 3 } }],
  ] as const)("throws %s, which is in the way", (code, status) => {
    expect(() => doubtsOf(status)).toThrow(expect.toSatisfy((error) => isClickHouseStoreError(error, code)));
  });

  it("throws what kept the server from answering", () => {
    const error = new ClickHouseStoreError("UNREACHABLE", "nobody there");
    expect(() => doubts({ isReachable: false, error }, { database })).toThrow(error);
  });
});
