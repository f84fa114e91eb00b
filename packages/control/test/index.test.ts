import { expect, it } from "vitest";

it("exports these names and no others", async () => {
  expect(Object.keys(await import("../src/index.ts")).sort()).toEqual([
    "ChoiceLedger",
    "ControlError",
    "ControlState",
    "FeedbackLedger",
    "InterventionLedger",
    "ListLedger",
    "MemoryUseCounter",
    "RedisUseCounter",
    "choiceRoutes",
    "choicesFrom",
    "controlFileSchema",
    "feedbackRoutes",
    "findRoute",
    "interventionRoutes",
    "isControlError",
    "layChoices",
    "parseControlFile",
    "refusal",
  ]);
});
