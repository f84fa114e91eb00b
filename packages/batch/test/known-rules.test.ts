import { rulePacks } from "@probity/rules";
import { expect, it } from "vitest";
import { batchRules } from "../src/index.ts";

it("each rule that says that it runs over stored records is one of these, and no other is", () => {
  const rules = [...rulePacks.values()].flatMap((pack) => pack.rules);
  const batch = rules.filter(({ when }) => when.includes("batch")).map(({ id }) => id);
  expect(batchRules.map(({ id }) => id).toSorted()).toEqual(batch.toSorted());
});
