import { expect } from "vitest";

/** Expects a state that a worker thread brings about: it takes a second to start on a machine that is busy. */
export function eventually<T>(look: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: 15_000 });
}
