import { describe, expect, it } from "vitest";
import { f03 } from "../../src/cn/f03-filed-drift.ts";
import { algorithm, catalogOf, hitOf, NOON } from "../facts.ts";

const catalog = catalogOf({ name: "u.clicks" }, { name: "u.gps" }, { name: "u.likes" });
const used = ["u.clicks", "u.gps"];

describe("F03, drift from the filed snapshot", () => {
  it("finds features that the snapshot doesn't list", () => {
    expect(hitOf(f03, catalog, { used }, { filed: { outlets: [], features: ["u.clicks"] } })).toEqual({
      features: ["u.gps"],
      detail: "unfiled_features=1",
    });
  });

  it("finds features of a source that it doesn't list", () => {
    const hit = hitOf(f03, catalog, { used }, { filed: { outlets: [], sources: ["orders"] } });
    expect(hit?.detail).toBe("unfiled_features=2");
  });

  it("says nothing about what is listed, or was not used", () => {
    const filed = { outlets: [], features: ["u.clicks", "u.gps"], sources: ["u"] };
    expect(hitOf(f03, catalog, { used }, { filed })).toBeUndefined();
  });

  it("isn't asked where the snapshot lists nothing, or nothing is declared of a filing", () => {
    expect(f03.compile!({ catalog, algorithm })).toBeUndefined();
    expect(f03.compile!({ catalog, algorithm: { ...algorithm, filed: { outlets: [] } } })).toBeUndefined();
    expect(f03.inspect!({ catalog, algorithm }, NOON)).toBeUndefined();
  });

  it("tells the registry of features that the version declares and the snapshot doesn't", () => {
    const filed = { outlets: [], features: ["u.clicks"] };
    expect(f03.inspect!({ catalog, algorithm: { ...algorithm, filed } }, NOON)).toBe("unfiled_features=2");
    const narrow = { ...algorithm, filed, features: ["u.clicks"] };
    expect(f03.inspect!({ catalog, algorithm: narrow }, NOON)).toBeUndefined();
  });
});
