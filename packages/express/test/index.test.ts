import { expect, it } from "vitest";
import { isMiddlewareError, MiddlewareError } from "../src/index.ts";

it("exports these names and no others", async () => {
  expect(Object.keys(await import("../src/index.ts")).sort()).toEqual([
    "DECISION_ID_HEADER",
    "DECISION_STAGE_HEADER",
    "MiddlewareError",
    "createMiddleware",
    "isMiddlewareError",
  ]);
});

it("knows its errors by name, by code and across copies of the package", () => {
  class MiddlewareErrorOfAnotherCopy extends Error {
    override readonly name = "MiddlewareError";
    readonly code = "INVALID_ROUTE";
  }
  expect(isMiddlewareError(new MiddlewareError("INVALID_ROUTE", "x"))).toBe(true);
  expect(isMiddlewareError(new MiddlewareErrorOfAnotherCopy(), "INVALID_ROUTE")).toBe(true);
  expect(isMiddlewareError(new MiddlewareErrorOfAnotherCopy(), "INVALID_OPTION")).toBe(false);
  expect(isMiddlewareError(new Error("x"))).toBe(false);
});
