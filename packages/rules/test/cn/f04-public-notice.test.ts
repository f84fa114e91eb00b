import type { Outlet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { f04 } from "../../src/cn/f04-public-notice.ts";
import { algorithm, catalogOf, type Given, hitOf, NOON, type Where } from "../facts.ts";

const catalog = catalogOf();

function shown(numberShown: boolean, linkAlive: boolean): Outlet {
  const display = { numberShown, linkAlive, checkedAt: NOON };
  return { id: "app", product: "p", form: "app", function: "f", surface: "feed", display };
}

const filed = { outlets: ["app"], notice: "n2" };

describe("F04, the filing number, the link and the notice", () => {
  it.each<[string, Given, Where, string]>([
    ["a number that is not shown", {}, { outlet: shown(false, true) }, "number=hidden"],
    ["a link that is dead", {}, { outlet: shown(true, false) }, "link=dead"],
    ["another notice than the filed one", { details: { notice: "n1" } }, { filed }, "notice=unfiled"],
    [
      "all of it",
      { details: { notice: "n1" } },
      { outlet: shown(false, false), filed },
      "number=hidden link=dead notice=unfiled",
    ],
  ])("finds %s", (_, given, where, detail) => {
    expect(hitOf(f04, catalog, given, where)).toEqual({ features: [], detail });
  });

  it.each<[string, Given, Where]>([
    ["what is shown and alive", {}, { outlet: shown(true, true), filed }],
    ["the filed notice", { details: { notice: "n2" } }, { filed }],
    ["a notice that nobody reports", {}, { filed }],
    ["what was never checked", {}, {}],
  ])("says nothing about %s", (_, given, where) => {
    expect(hitOf(f04, catalog, given, where)).toBeUndefined();
  });

  it("tells the registry of an outlet of a filed algorithm that was never checked, or failed the check", () => {
    const of = { ...algorithm, filing: "网信算备110108105858001230019号" };
    const unchecked: Outlet = { id: "app", product: "p", form: "app", function: "f", surface: "feed" };
    expect(f04.inspect!({ catalog, algorithm: of, outlet: unchecked }, NOON)).toBe("display=unchecked");
    expect(f04.inspect!({ catalog, algorithm: of, outlet: shown(false, true) }, NOON)).toBe("number=hidden");
    expect(f04.inspect!({ catalog, algorithm: of, outlet: shown(true, true) }, NOON)).toBeUndefined();
    expect(f04.inspect!({ catalog, algorithm, outlet: unchecked }, NOON)).toBeUndefined();
  });
});
