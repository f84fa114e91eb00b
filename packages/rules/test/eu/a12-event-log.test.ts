import { describe, expect, it } from "vitest";
import { a12 } from "../../src/eu/a12-event-log.ts";
import { catalogOf, hitOf } from "../facts.ts";

const catalog = catalogOf({ name: "u.cv" });
const details = { significant: true };

describe("A12, a record that can't be traced", () => {
  it("finds a significant decision that shows no data, or no version", () => {
    expect(hitOf(a12, catalog, { details })?.detail).toBe("missing=inputs");
    expect(hitOf(a12, catalog, { details, used: ["u.cv"] }, { version: "" })?.detail).toBe("missing=version");
    expect(hitOf(a12, catalog, { details }, { version: "" })?.detail).toBe("missing=version,inputs");
  });

  it("says nothing where data and version are on record, be it data that the catalog lacks", () => {
    expect(hitOf(a12, catalog, { details, used: ["u.cv"] })).toBeUndefined();
    const unregistered = [{ source: "u", name: "x", how: "read" as const }];
    expect(hitOf(a12, catalog, { details, unregistered })).toBeUndefined();
  });

  it("does not apply to a decision of no significance", () => {
    expect(hitOf(a12, catalog, {})).toBeUndefined();
  });
});
