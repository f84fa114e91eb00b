import { expect, it } from "vitest";

it("exports these names and no others", async () => {
  expect(Object.keys(await import("../src/index.ts")).sort()).toEqual([
    "ChoiceLedger",
    "ControlError",
    "ControlState",
    "InterventionLedger",
    "choicesFrom",
    "controlFileSchema",
    "isControlError",
    "layChoices",
    "parseControlFile",
  ]);
});
