import { expect, it } from "vitest";
import { RestartBudget } from "../src/restart-budget.ts";

it("gives so many turns in any minute, and says when the next one comes", () => {
  const budget = new RestartBudget(2);
  expect(budget.take(0)).toBe(0);
  expect(budget.take(20_000)).toBe(0);
  expect(budget.take(30_000)).toBe(30_000);
  expect(budget.take(60_000)).toBe(0);
  expect(budget.take(60_000)).toBe(20_000);
});
