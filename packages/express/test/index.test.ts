import { expect, it } from "vitest";

it("exports these names and no others", async () => {
  expect(Object.keys(await import("../src/index.ts")).sort()).toEqual([
    "DECISION_ID_HEADER",
    "DECISION_STAGE_HEADER",
    "HttpAdapterError",
    "createChoicesRouter",
    "createFeedbackRouter",
    "createInterventionsRouter",
    "createMiddleware",
    "isHttpAdapterError",
  ]);
});
