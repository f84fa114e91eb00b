import { expect, it } from "vitest";
import * as probe from "../src/index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(probe).toSorted()).toEqual([
    "ProbeError",
    "createProbe",
    "currentDecision",
    "isProbeError",
    "untrack",
  ]);
});
