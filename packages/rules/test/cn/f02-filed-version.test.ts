import type { Algorithm } from "@probity/core";
import { describe, expect, it } from "vitest";
import { f02 } from "../../src/cn/f02-filed-version.ts";
import { algorithm, catalogOf, hitOf, NOON } from "../facts.ts";

const catalog = catalogOf();
/** Filed as personalised push, 02. */
const filing = "网信算备310101216601302230019号";

describe("F02, what serves is not what is on record", () => {
  it.each<[string, Partial<Algorithm>, string]>([
    ["an algorithm that nobody configured", { type: "unknown" }, "algorithm=unknown"],
    ["a version that was not filed", { filed: { outlets: [], versions: ["2", "3"] } }, "version=unfiled"],
    ["another type than that in the number", { type: "ranking", filing }, "type=unfiled"],
    [
      "both",
      { type: "ranking", filing: "网信算备：310101 216601302230019", filed: { outlets: [], versions: [] } },
      "version=unfiled type=unfiled",
    ],
  ])("finds %s", (_, of, detail) => {
    expect(hitOf(f02, catalog, {}, of)).toEqual({ features: [], detail });
    expect(f02.inspect!({ catalog, algorithm: { ...algorithm, ...of } }, NOON)).toBe(detail);
  });

  it.each<[string, Partial<Algorithm>]>([
    ["a filed version", { filed: { outlets: [], versions: ["1"] } }],
    ["the type in the number", { filing }],
    ["a number of another form", { filing: "Beijing-Name-202401010001", type: "ranking" }],
    ["a filing that names no versions", { filed: { outlets: [] } }],
  ])("isn't asked about %s", (_, of) => {
    expect(f02.compile!({ catalog, algorithm: { ...algorithm, ...of } })).toBeUndefined();
  });
});
