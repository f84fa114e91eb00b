import { describe, expect, it } from "vitest";

import { parseMoment, parseSpan } from "../src/listing/moment.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

describe("parseMoment", () => {
  it.each([
    ["90s", now - 90_000],
    ["15m", now - 900_000],
    ["2h", now - 7_200_000],
    ["7d", now - 604_800_000],
    ["2026-11-21T19:30+08:00", Date.parse("2026-11-21T11:30:00Z")],
    ["2026-11-21T11:30:05.250Z", Date.parse("2026-11-21T11:30:05.250Z")],
    ["2026-11-21 11:30Z", Date.parse("2026-11-21T11:30:00Z")],
    ["2024-02-29T00:00Z", Date.parse("2024-02-29T00:00:00Z")],
    ["2026-11-21", new Date(2026, 10, 21).getTime()],
    ["2026-11-21T08:00", new Date(2026, 10, 21, 8).getTime()],
  ])("reads %s", (text, expected) => {
    expect(parseMoment(text)(now)).toBe(expected);
  });

  it.each([
    "",
    "now",
    "7",
    "7w",
    "-1h",
    "1.5h",
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "2026-11-00",
    "2026-11-21T25:00Z",
    "21.11.2026",
    "1700000000",
  ])("refuses %j", (text) => {
    expect(() => parseMoment(text)).toThrow(RangeError);
  });
});

describe("parseSpan", () => {
  it.each([
    ["0s", 0],
    ["30s", 30_000],
    ["15m", 900_000],
    ["2h", 7_200_000],
  ])("reads %s", (text, expected) => {
    expect(parseSpan(text)).toBe(expected);
  });

  it.each(["", "30", "2026-11-21", "-1m", "for ever"])("refuses %j", (text) => {
    expect(() => parseSpan(text)).toThrow(RangeError);
  });
});
