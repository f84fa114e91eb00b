import type { ServiceClass } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { m04 } from "../../src/cn/m04-curfew.ts";
import { catalogOf, findingOf, type Given, hitOf } from "../facts.ts";

/** A time of day in Shanghai, on 2 March 2026. */
function shanghai(time: string): number {
  return Date.parse(`2026-03-02T${time}+08:00`);
}

const inMode: Given["subject"] = { minorMode: true };
const minor: Given["subject"] = { ageBand: "16-17" };

function isCurfew(serviceClass: ServiceClass, subject: Given["subject"], time: string): boolean {
  return (
    hitOf(m04, catalogOf(), { openedAt: shanghai(time), subject: subject ?? {} }, { serviceClass }) !==
    undefined
  );
}

describe("M04, recommending during curfew", () => {
  it.each<[string, ServiceClass, Given["subject"], string]>([
    ["the minors' mode at ten in the evening", "general", inMode, "22:00:00.000"],
    ["the minors' mode before six", "general", inMode, "05:59:59.999"],
    ["the minors' mode at midnight", "video", inMode, "00:00:00.000"],
    ["an under-14 in the mode", "social", { ageBand: "u14", minorMode: true }, "23:30:00.000"],
    ["a minor at a game before eight", "game", minor, "07:59:59.999"],
    ["a minor at a game at ten in the evening", "game", minor, "22:00:00.000"],
    ["a game in the minors' mode", "game", inMode, "06:30:00.000"],
    ["a game that a guardian can't allow", "game", { ageBand: "u14", guardianExempt: true }, "23:00:00.000"],
  ])("finds %s", (_, serviceClass, subject, time) => {
    expect(isCurfew(serviceClass, subject, time)).toBe(true);
  });

  it.each<[string, ServiceClass, Given["subject"], string]>([
    ["the mode a millisecond before curfew", "general", inMode, "21:59:59.999"],
    ["the mode at six", "general", inMode, "06:00:00.000"],
    ["a game at eight", "game", minor, "08:00:00.000"],
    ["a game a millisecond before curfew", "game", minor, "21:59:59.999"],
    ["a minor outside the mode, outside games", "general", { ageBand: "u14" }, "23:00:00.000"],
    ["a guardian's exemption", "general", { minorMode: true, guardianExempt: true }, "23:00:00.000"],
    ["education", "education", { ageBand: "u14", minorMode: true }, "23:00:00.000"],
    ["an adult at a game", "game", { ageBand: "adult" }, "23:00:00.000"],
    ["a player of unknown age", "game", {}, "23:00:00.000"],
  ])("says nothing about %s", (_, serviceClass, subject, time) => {
    expect(isCurfew(serviceClass, subject, time)).toBe(false);
  });

  it("takes a decision made for safety for no recommendation", () => {
    const given: Given = { openedAt: shanghai("23:00:00"), subject: { minorMode: true }, purpose: "safety" };
    expect(hitOf(m04, catalogOf(), given)).toBeUndefined();
  });

  it("calls for a warning, and in games for a block", () => {
    const given: Given = { openedAt: shanghai("23:00:00"), subject: { minorMode: true } };
    expect(findingOf(m04, catalogOf(), given)).toMatchObject({
      severity: "high",
      action: "warn",
      detail: "curfew=22:00-06:00",
    });
    expect(findingOf(m04, catalogOf(), given, { serviceClass: "game" })).toMatchObject({
      severity: "critical",
      action: "block",
      detail: "curfew=22:00-08:00",
    });
  });

  it("reads the clock of Shanghai as the time zone database does", () => {
    const hourOf = new Intl.DateTimeFormat("en-GB", {
      timeZone: "Asia/Shanghai",
      hour: "2-digit",
      hourCycle: "h23",
    });
    const times = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(times, (openedAt) => {
        const hour = Number(hourOf.format(openedAt));
        const isHit = hitOf(m04, catalogOf(), { openedAt, subject: { minorMode: true } }) !== undefined;
        expect(isHit).toBe(hour >= 22 || hour < 6);
      }),
    );
  });
});
