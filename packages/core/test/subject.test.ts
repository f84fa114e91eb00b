import { describe, expect, it } from "vitest";
import { type AgeBand, ageBandOf, isMinor } from "../src/index.ts";
import { UNKNOWN_SUBJECT } from "../src/subject.ts";

describe("ageBandOf", () => {
  it("gives every age from 0 to 120 its band", () => {
    const bands = Array.from({ length: 121 }, (_, age) => ageBandOf(age));
    const expected: AgeBand[] = [
      ...Array.from({ length: 14 }, (): AgeBand => "u14"),
      ...Array.from({ length: 2 }, (): AgeBand => "14-15"),
      ...Array.from({ length: 2 }, (): AgeBand => "16-17"),
      ...Array.from({ length: 103 }, (): AgeBand => "adult"),
    ];
    expect(bands).toEqual(expected);
  });

  it.each([-1, -0.5, 13.5, 121, 239, Number.NaN, Infinity])("gives %s none", (age) => {
    expect(ageBandOf(age)).toBe(undefined);
  });
});

describe("isMinor", () => {
  it.each<[AgeBand, boolean]>([
    ["unknown", false],
    ["u14", true],
    ["14-15", true],
    ["16-17", true],
    ["adult", false],
  ])("goes by the age band (%s: %s), and by the minors' mode at any age", (ageBand, expected) => {
    expect(isMinor({ ...UNKNOWN_SUBJECT, ageBand })).toBe(expected);
    expect(isMinor({ ...UNKNOWN_SUBJECT, ageBand, minorMode: true })).toBe(true);
  });
});
