import { describe, expect, it } from "vitest";
import { currentDecision, runInDecision } from "../src/index.ts";
import { recording } from "./support/recording.ts";

describe("the current decision", () => {
  it("is there below runInDecision, also after an await, and nowhere else", async () => {
    const decision = recording().open();
    expect(currentDecision()).toBe(undefined);
    const seen = await runInDecision(decision, async () => {
      const before = currentDecision();
      await new Promise(setImmediate);
      return [before, currentDecision()];
    });
    expect(seen).toEqual([decision, decision]);
    expect(currentDecision()).toBe(undefined);
  });

  it("is each request's own, however they interleave", async () => {
    const { open } = recording();
    const decisions = Array.from({ length: 20 }, () => open());
    const seen = await Promise.all(
      decisions.map((decision, n) =>
        runInDecision(decision, async () => {
          for (let turn = 0; turn < n; turn += 1) await new Promise(setImmediate);
          return currentDecision()?.id;
        }),
      ),
    );
    expect(seen).toEqual(decisions.map(({ id }) => id));
  });

  it("is the inner one inside of another, and the outer one again after it", () => {
    const { open } = recording();
    const [outer, inner] = [open(), open()];
    runInDecision(outer, () => {
      expect(runInDecision(inner, () => currentDecision())).toBe(inner);
      expect(currentDecision()).toBe(outer);
    });
  });

  it("hands on what the work gives or throws", () => {
    const decision = recording().open();
    const own = new Error("own");
    expect(runInDecision(decision, () => 7)).toBe(7);
    expect(() =>
      runInDecision(decision, () => {
        throw own;
      }),
    ).toThrow(own);
    expect(currentDecision()).toBe(undefined);
  });
});
