import { expect, it } from "vitest";
import { HttpAdapterError, isHttpAdapterError } from "../src/index.ts";

it("exports these names and no others", async () => {
  expect(Object.keys(await import("../src/index.ts")).sort()).toEqual([
    "DECISION_ID_HEADER",
    "DECISION_STAGE_HEADER",
    "HttpAdapterError",
    "createRequestProbe",
    "isHttpAdapterError",
    "readCaller",
    "writeCaller",
  ]);
});

it("knows its errors by name, by code and across copies of the package", () => {
  class HttpAdapterErrorOfAnotherCopy extends Error {
    override readonly name = "HttpAdapterError";
    readonly code = "INVALID_ROUTE";
  }
  expect(isHttpAdapterError(new HttpAdapterError("INVALID_ROUTE", "x"))).toBe(true);
  expect(isHttpAdapterError(new HttpAdapterErrorOfAnotherCopy(), "INVALID_ROUTE")).toBe(true);
  expect(isHttpAdapterError(new HttpAdapterErrorOfAnotherCopy(), "INVALID_OPTION")).toBe(false);
  expect(isHttpAdapterError(new Error("x"))).toBe(false);
});
