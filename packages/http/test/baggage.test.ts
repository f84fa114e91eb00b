import { type Caller, timeOfDecisionId } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCaller, writeCaller } from "../src/index.ts";
import { harness } from "./support/harness.ts";

const ID = "01999b2e-7a34-7c1e-9f1a-0c9d1f6e7a42";
const NOW = timeOfDecisionId(ID)!;
const DAY_MS = 86_400_000;
const CALLER: Caller = { decision: ID, outlet: "home", hop: 1 };

describe("readCaller", () => {
  it.each<[string, unknown, Caller]>([
    ["what writeCaller writes", writeCaller(CALLER), CALLER],
    ["no outlet as the empty one", `probity.decision=${ID},probity.hop=2`, { ...CALLER, outlet: "", hop: 2 }],
    ["members in any order", `probity.hop=1,probity.outlet=home,probity.decision=${ID}`, CALLER],
    [
      "members among those of others, well-formed or not",
      `a=%zz,,=,b,probity.decisions=x,"=1, ${writeCaller(CALLER)} ,Probity.Hop=7,c;d`,
      CALLER,
    ],
    [
      "optional whitespace",
      `probity.decision = ${ID} ,\tprobity.outlet\t=\thome , probity.hop = 1\t`,
      CALLER,
    ],
    [
      "properties, which are not ours",
      `probity.decision=${ID};p=1;q,probity.outlet=home,probity.hop=1;r`,
      CALLER,
    ],
    [
      "an outlet in any script, percent-encoded",
      `probity.decision=${ID},probity.outlet=${encodeURIComponent("首页 / 推荐, 100%")},probity.hop=1`,
      { ...CALLER, outlet: "首页 / 推荐, 100%" },
    ],
    ["the only header of a list", [writeCaller(CALLER)], CALLER],
    ["the last hop that there is", writeCaller({ ...CALLER, hop: 255 }), { ...CALLER, hop: 255 }],
    ["8192 bytes", `${writeCaller(CALLER)},pad=`.padEnd(8192, "x"), CALLER],
    ["180 members", writeCaller(CALLER) + ",a=1".repeat(177), CALLER],
  ])("reads %s", (_, header, caller) => {
    expect(readCaller(header, NOW)).toEqual(caller);
  });

  it.each<[string, unknown]>([
    ["no header", undefined],
    ["an empty one", ""],
    ["members of others alone", "a=1,b=2"],
    ["two headers", [writeCaller(CALLER), "a=1"]],
    ["two headers that say the same", [writeCaller(CALLER), writeCaller(CALLER)]],
    ["8193 bytes", `${writeCaller(CALLER)},pad=`.padEnd(8193, "x")],
    ["181 members", writeCaller(CALLER) + ",a=1".repeat(178)],
    ["a decision twice", `${writeCaller(CALLER)},probity.decision=${ID}`],
    ["a hop twice", `probity.hop=2,${writeCaller(CALLER)}`],
    ["no decision", "probity.outlet=home,probity.hop=1"],
    ["no hop", `probity.decision=${ID},probity.outlet=home`],
    ["a member without a value", `probity.decision,probity.hop=1`],
    ["a decision that is no UUID", writeCaller({ ...CALLER, decision: "reader-7" })],
    [
      "a decision of UUID version 4",
      writeCaller({ ...CALLER, decision: "01999b2e-7a34-4c1e-9f1a-0c9d1f6e7a42" }),
    ],
    ["a decision in upper case", writeCaller({ ...CALLER, decision: ID.toUpperCase() })],
    ["hop 0", writeCaller({ ...CALLER, hop: 0 })],
    ["hop 256", writeCaller({ ...CALLER, hop: 256 })],
    ["hop 01", `probity.decision=${ID},probity.hop=01`],
    ["hop 1.5", writeCaller({ ...CALLER, hop: 1.5 })],
    ["hop ١", `probity.decision=${ID},probity.hop=${encodeURIComponent("١")}`],
    ["a broken percent-encoding", `probity.decision=${ID},probity.outlet=%E9%A6,probity.hop=1`],
    ["half a percent-encoding", `probity.decision=${ID},probity.outlet=100%,probity.hop=1`],
    ["half of a surrogate pair", `probity.decision=${ID},probity.outlet=%ED%A0%80,probity.hop=1`],
    ["an outlet that is not encoded", `probity.decision=${ID},probity.outlet=首页,probity.hop=1`],
    ["a space in an outlet", `probity.decision=${ID},probity.outlet=my home,probity.hop=1`],
    ["an outlet of 257 characters", `probity.decision=${ID},probity.outlet=${"x".repeat(257)},probity.hop=1`],
    [
      "an outlet that moves a terminal's cursor",
      `probity.decision=${ID},probity.outlet=%1B[2J,probity.hop=1`,
    ],
  ])("refuses %s", (_, header) => {
    expect(readCaller(header, NOW)).toBeUndefined();
  });

  it("believes in a decision of today, by a day to both sides", () => {
    const header = writeCaller(CALLER);
    for (const now of [NOW - DAY_MS, NOW, NOW + DAY_MS]) expect(readCaller(header, now)).toEqual(CALLER);
    for (const now of [NOW - DAY_MS - 1, NOW + DAY_MS + 1, Number.NaN])
      expect(readCaller(header, now)).toBeUndefined();
  });

  it("never throws, whatever it is given", () => {
    const ours = fc.constantFrom(
      "probity.decision",
      "probity.outlet",
      "probity.hop",
      ID,
      "=",
      ",",
      ";",
      "%",
      "1",
    );
    const text = fc.array(fc.oneof(ours, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 30 });
    const header = fc.oneof(
      text.map((parts) => parts.join("")),
      fc.anything(),
      fc.array(fc.oneof(fc.anything(), fc.constant(writeCaller(CALLER)))),
    );
    fc.assert(
      fc.property(header, fc.double(), (given, now) => {
        isSound(readCaller(given, now), now);
        isSound(readCaller(given, NOW), NOW);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads whatever a decision of now is written as", () => {
    const { recorder } = harness();
    fc.assert(
      fc.property(outlets, fc.integer({ min: 1, max: 255 }), (outlet, hop) => {
        const caller = { decision: recorder.open({ algorithm: "feed" }).id, outlet, hop };
        expect(readCaller(writeCaller(caller), Date.now())).toEqual(caller);
      }),
    );
  });

  it("takes nothing for sound that a flipped character made unsound, and no other decision for the same", () => {
    fc.assert(
      fc.property(outlets, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (outlet, at, by) => {
        const header = writeCaller({ ...CALLER, outlet });
        const place = at % header.length;
        fc.pre(header[place] !== by);
        const read = readCaller(header.slice(0, place) + by + header.slice(place + 1), NOW);
        isSound(read, NOW);
        const isInId = place >= "probity.decision=".length && place < "probity.decision=".length + ID.length;
        if (isInId) expect(read?.decision).not.toBe(ID);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("writeCaller", () => {
  it("writes members of W3C Baggage, in a form that needs no further encoding", () => {
    expect(writeCaller({ decision: ID, outlet: "首页,1", hop: 3 })).toBe(
      `probity.decision=${ID},probity.outlet=%E9%A6%96%E9%A1%B5%2C1,probity.hop=3`,
    );
  });

  it.each(["", "\ud800", "x".repeat(257), "a\nb"])(
    "leaves out the outlet %j, which can't be carried",
    (outlet) => {
      expect(readCaller(writeCaller({ ...CALLER, outlet }), NOW)).toEqual({ ...CALLER, outlet: "" });
    },
  );
});

const outlets = fc
  .oneof(fc.string({ maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 60 }))
  .filter((text) => text.length <= 256 && text.isWellFormed() && !/\p{Cc}/u.test(text));

/** Whether what was read may be recorded. */
function isSound(caller: Caller | undefined, now: number): void {
  if (caller === undefined) return;
  expect(Math.abs(timeOfDecisionId(caller.decision)! - now)).toBeLessThanOrEqual(DAY_MS);
  expect(caller.outlet.length).toBeLessThanOrEqual(256);
  expect(caller.outlet.isWellFormed()).toBe(true);
  expect(caller.hop >= 1 && caller.hop <= 255 && Number.isInteger(caller.hop)).toBe(true);
}
