import { expect, it } from "vitest";
import { Outstanding } from "../../src/worker/outstanding.ts";

const stretch = (segment: number, chunks = 1) => ({ segment, offset: 8, length: 10, chunks });

it("knows the oldest segment in which something waits", () => {
  const outstanding = new Outstanding();
  expect(outstanding.oldest).toBe(Infinity);
  for (const segment of [3, 3, 5, 4]) outstanding.add({ segment, offset: 8, length: 10 });
  outstanding.settle(stretch(4));
  expect(outstanding.oldest).toBe(3);
  outstanding.settle(stretch(3));
  expect(outstanding.oldest).toBe(3);
  outstanding.settle(stretch(3));
  expect(outstanding.oldest).toBe(5);
  outstanding.settle(stretch(5));
  expect(outstanding.oldest).toBe(Infinity);
});

it("counts the chunks of a stretch", () => {
  const outstanding = new Outstanding();
  outstanding.add(stretch(1, 3));
  outstanding.settle(stretch(1, 2));
  expect(outstanding.oldest).toBe(1);
  outstanding.settle(stretch(1));
  expect(outstanding.oldest).toBe(Infinity);
});
