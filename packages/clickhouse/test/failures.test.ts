import { describe, expect, it } from "vitest";

import { answerFailure, connectionFailure, type Endpoint } from "../src/failures.ts";
import type { ClickHouseStoreErrorCode } from "../src/index.ts";

const endpoint: Endpoint = {
  origin: "http://ch.example:8123",
  username: "writer",
  database: "probity",
  timeoutMs: 1000,
};

function failure(serverCode: number, body: string, isInsert = false) {
  const headers = { "x-clickhouse-exception-code": String(serverCode) };
  return answerFailure({ status: 500, headers }, body, endpoint, isInsert);
}

describe("an error that ClickHouse answers with", () => {
  it.each<[number, ClickHouseStoreErrorCode, boolean]>([
    [516, "AUTHENTICATION", false],
    [497, "FORBIDDEN", false],
    [164, "FORBIDDEN", false],
    [60, "SCHEMA_MISSING", false],
    [81, "SCHEMA_MISSING", false],
    [16, "SCHEMA_BEHIND", false],
    [159, "TIMEOUT", true],
    [252, "OVERLOADED", true],
    [241, "OVERLOADED", true],
    [243, "OUT_OF_SPACE", true],
    [242, "UNAVAILABLE", true],
    [115, "UNSUPPORTED", false],
    [33, "REJECTED", false],
    [469, "REJECTED", false],
    [53, "UNSUPPORTED", false], // types are the table's, not the rows'
  ])("%i is %s, transient: %s", (serverCode, code, isTransient) => {
    expect(failure(serverCode, "", true)).toMatchObject({ code, isTransient, serverCode });
  });

  it("is never a fault of the rows if the number is unknown", () => {
    expect(failure(12_345, "", true)).toMatchObject({
      code: "SERVER_FAULT",
      isTransient: true,
      serverCode: 12_345,
    });
  });

  it("is never a fault of the rows if there are none", () => {
    expect(failure(33, "")).toMatchObject({ code: "UNSUPPORTED" });
  });

  it("says where, who and what, in the server's own words", () => {
    const body =
      "Code: 497. DB::Exception: writer: Not enough privileges. (ACCESS_DENIED) (version 26.7.2.1)\n";
    expect(failure(497, body).message).toBe(
      'ClickHouse at http://ch.example:8123 does not allow this to user "writer" ' +
        "(ACCESS_DENIED, 497): writer: Not enough privileges.",
    );
  });

  it("keeps the server's words back where they may quote rows", () => {
    const body =
      "Code: 27. DB::Exception: Cannot parse input: expected ',' before: 'alice@example.org' (CANNOT_PARSE)";
    const { message, cause } = failure(27, body, true);
    expect(message).toBe(
      "ClickHouse at http://ch.example:8123 refuses the rows of a batch (CANNOT_PARSE, 27)",
    );
    expect(cause).toBeUndefined();
  });
});

describe("an error of a materialized view that somebody attached", () => {
  const said =
    "Code: 6. DB::Exception: Cannot parse string 'A' as UInt8: while executing 'FUNCTION toUInt8(s)'";
  const version = "(CANNOT_PARSE_TEXT) (version 26.7.2.1)";

  it.each([
    ["", ": while pushing to view bi.per_day."],
    [" told with its id", ": while pushing to view bi.per_day (cdac7ef3-88b0-4833-af42-ba857e4a1879)."],
    [" behind another", ": while pushing to view bi.all: while pushing to view bi.per_day."],
  ])("is not blamed on the rows, which may be stored:%s", (_, where) => {
    expect(failure(6, `${said}${where} ${version}\n`, true)).toMatchObject({
      code: "SERVER_FAULT",
      isTransient: true,
      message:
        "the materialized view bi.per_day failed at http://ch.example:8123, the rows may be stored (CANNOT_PARSE_TEXT, 6)",
    });
  });

  it("is not seen in what a row says", () => {
    const row = "Column values: route = ': while pushing to view a.b. (CANNOT_PARSE_TEXT)'.";
    expect(failure(469, `Constraint is violated. ${row} (VIOLATED_CONSTRAINT)`, true)).toMatchObject({
      code: "REJECTED",
    });
  });
});

describe("an answer without ClickHouse's headers", () => {
  it.each<[number, ClickHouseStoreErrorCode]>([
    [200, "NOT_CLICKHOUSE"],
    [404, "NOT_CLICKHOUSE"],
    [429, "UNAVAILABLE"],
    [502, "UNAVAILABLE"],
  ])("with HTTP %i is %s", (status, code) => {
    expect(answerFailure({ status, headers: {} }, "<html>", endpoint, false)).toMatchObject({ code });
  });

  it("with HTTP 413 is about the batch, where there is one: half of it may pass", () => {
    const tooLarge = { status: 413, headers: {} };
    expect(answerFailure(tooLarge, "<html>", endpoint, true)).toMatchObject({
      code: "REJECTED",
      message: expect.stringContaining("takes no batch this large (HTTP 413)"),
    });
    expect(answerFailure(tooLarge, "<html>", endpoint, false)).toMatchObject({ code: "NOT_CLICKHOUSE" });
  });

  it("tells the native port by what it says", () => {
    const body = "Port 9000 is for clickhouse-client program\r\nYou must use port 8123 for HTTP.\r\n";
    expect(answerFailure({ status: 400, headers: {} }, body, endpoint, false)).toMatchObject({
      code: "NOT_CLICKHOUSE",
      message: expect.stringContaining("native port"),
    });
  });
});

describe("no answer", () => {
  it.each<[string, Error, ClickHouseStoreErrorCode]>([
    ["a refused connection", Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "UNREACHABLE"],
    [
      "several refused addresses",
      Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }),
      "UNREACHABLE",
    ],
    ["an unknown host", Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }), "UNREACHABLE"],
    ["the client's own timeout", new Error("Timeout error."), "TIMEOUT"],
    ["our deadline", new DOMException("aborted", "TimeoutError"), "TIMEOUT"],
    ["no HTTP", Object.assign(new Error("Parse Error"), { code: "HPE_INVALID_CONSTANT" }), "NOT_CLICKHOUSE"],
  ])("because of %s names the place and keeps the cause", (_, cause, code) => {
    expect(connectionFailure(cause, endpoint)).toMatchObject({
      code,
      cause,
      message: expect.stringContaining("http://ch.example:8123"),
    });
  });
});
