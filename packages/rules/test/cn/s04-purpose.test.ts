import type { Purpose } from "@probity/core";
import { describe, expect, it } from "vitest";
import { s04 } from "../../src/cn/s04-purpose.ts";
import { algorithm, catalogOf, hitOf } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.age", purposes: ["safety"] },
  { name: "u.clicks", purposes: ["content", "search"] },
  { name: "u.orders", purposes: ["pricing"] },
  { name: "u.secret", purposes: [] },
  { name: "u.stock", personal: false },
);

describe("S04, personal features beyond their purpose", () => {
  it.each<[Purpose, string[]]>([
    ["content", ["u.orders", "u.secret"]],
    ["search", ["u.orders", "u.secret"]],
    ["pricing", ["u.clicks", "u.secret"]],
    ["marketing", ["u.clicks", "u.orders", "u.secret"]],
    ["dispatch", ["u.clicks", "u.orders", "u.secret"]],
    ["safety", ["u.clicks", "u.orders", "u.secret"]],
  ])("finds, in a decision for %s, those registered for other purposes or for none", (purpose, features) => {
    const used = catalog.features.map(({ name }) => name);
    expect(hitOf(s04, catalog, { purpose, used })).toEqual({ features, detail: `purpose=${purpose}` });
  });

  it("says nothing about features used as they are registered, protective ones and those of nobody", () => {
    expect(
      hitOf(s04, catalog, { purpose: "search", used: ["u.age", "u.clicks", "u.stock"] }),
    ).toBeUndefined();
  });

  it("isn't asked where every feature may be used for everything", () => {
    const purposes: Purpose[] = ["content", "marketing", "pricing", "search", "dispatch", "safety"];
    const free = catalogOf({ name: "u.likes", purposes }, { name: "u.stock", personal: false });
    expect(s04.compile!({ catalog: free, algorithm })).toBeUndefined();
  });
});
