import { describe, expect, it } from "vitest";

import { formatDuration, shareOf, timeFormat } from "../src/language/format.ts";
import { languageOf } from "../src/language/language.ts";

describe("timeFormat", () => {
  const moment = Date.parse("2026-11-21T16:00:00.007Z");

  it.each([
    ["Asia/Shanghai", "2026-11-22 00:00:00.007 +08:00"],
    ["UTC", "2026-11-21 16:00:00.007 +00:00"],
    ["America/St_Johns", "2026-11-21 12:30:00.007 -03:30"],
  ])("shows a moment in %s with its offset", (timeZone, expected) => {
    expect(timeFormat(timeZone)(moment)).toBe(expected);
  });
});

describe("shareOf", () => {
  it.each([
    [0, 7, "0.0 %"],
    [1, 3, "33.3 %"],
    [7, 7, "100.0 %"],
    [99_999, 100_000, "> 99.9 %"],
    [1, 1_000_000, "0.0001 %"],
    [3, 10_000, "0.03 %"],
  ])("shows %i of %i as %s", (part, all, expected) => {
    expect(shareOf(part, all)).toBe(expected);
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 µs"],
    [999, "999 µs"],
    [1000, "1.00 ms"],
    [9994, "9.99 ms"],
    [9996, "10.0 ms"],
    [99_960, "100 ms"],
    [999_400, "999 ms"],
    [1_200_000, "1.20 s"],
  ])("shows %i µs as %s", (microseconds, expected) => {
    expect(formatDuration(microseconds)).toBe(expected);
  });
});

describe("languageOf", () => {
  it.each([
    [{ LANG: "zh_CN.UTF-8" }, "zh"],
    [{ LANG: "zh_TW.UTF-8", LC_ALL: "en_GB.UTF-8" }, "en"],
    [{ LANG: "en_GB.UTF-8", LC_MESSAGES: "zh_CN.UTF-8" }, "zh"],
    [{ LC_ALL: "", LANG: "zh_CN" }, "zh"],
    [{ LANG: "C" }, "en"],
    [{}, "en"],
  ])("reads %j as %s", (env, expected) => {
    expect(languageOf(env)).toBe(expected);
  });
});
