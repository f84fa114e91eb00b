import { describe, expect, it } from "vitest";
import { CoreError, isCoreError } from "../src/index.ts";

describe("isCoreError", () => {
  const error = new CoreError("INVALID_VALUE", "expected 1, found 2", { cause: "why" });

  it("knows its own, by code if asked", () => {
    expect(error).toMatchObject({
      name: "CoreError",
      code: "INVALID_VALUE",
      message: "expected 1, found 2",
      cause: "why",
    });
    expect(isCoreError(error)).toBe(true);
    expect(isCoreError(error, "INVALID_VALUE")).toBe(true);
    expect(isCoreError(error, "INVALID_CATALOG")).toBe(false);
  });

  it("knows that of another installed copy", () => {
    const other = Object.assign(new Error("x"), { name: "CoreError", code: "INVALID_VALUE" });
    expect(isCoreError(other, "INVALID_VALUE")).toBe(true);
  });

  it.each([
    undefined,
    null,
    "CoreError",
    {},
    { name: "CoreError", code: "INVALID_VALUE" },
    new Error("x"),
    new TypeError("x"),
  ])("knows that %o is none", (value) => {
    expect(isCoreError(value)).toBe(false);
  });
});
