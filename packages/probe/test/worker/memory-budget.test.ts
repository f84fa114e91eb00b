import { expect, it } from "vitest";
import { MemoryBudget } from "../../src/worker/memory-budget.ts";

it("has room up to its bytes, and once it had none, only when half of them are free", () => {
  const memory = new MemoryBudget(100);
  expect(memory.hasRoom(100)).toBe(true);
  memory.take(80);
  expect(memory.hasRoom(20)).toBe(true);
  expect(memory.hasRoom(21)).toBe(false);
  expect(memory.hasRoom(1)).toBe(false);
  memory.give(30);
  expect(memory.hasRoom(1)).toBe(false);
  memory.give(10);
  expect(memory.hasRoom(10)).toBe(true);
  expect(memory.hasRoom(60)).toBe(true);
});
