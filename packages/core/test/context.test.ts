import { EventEmitter } from "node:events";
import { setImmediate as turn, setTimeout as timer } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { currentDecision, type Decision, runInDecision } from "../src/index.ts";
import { recording } from "./support/recording.ts";

const { open } = recording();

async function* stream(): AsyncGenerator<number> {
  await turn();
  yield 1;
  yield 2;
}

describe("the current decision", () => {
  it("is none outside of one", () => {
    expect(currentDecision()).toBe(undefined);
  });

  it("is there while the work runs, which gives back what it gives, and gone thereafter", () => {
    const decision = open();
    expect(runInDecision(decision, () => [currentDecision(), 7])).toEqual([decision, 7]);
    expect(currentDecision()).toBe(undefined);
  });

  it("is gone after work that throws, and the error is the work's", () => {
    const error = new Error("no");
    const work = (): never => {
      throw error;
    };
    expect(() => runInDecision(open(), work)).toThrow(error);
    expect(currentDecision()).toBe(undefined);
  });

  it("follows the work across awaits, timers, microtasks and callbacks", async () => {
    const decision = open();
    const seen: [string, Decision | undefined][] = [];
    const see = (where: string): void => {
      seen.push([where, currentDecision()]);
    };
    await runInDecision(decision, async () => {
      await Promise.resolve();
      see("await");
      await timer(0);
      see("timer");
      await new Promise<void>((resolve) => {
        queueMicrotask(() => {
          see("microtask");
          setImmediate(() => {
            see("immediate");
            process.nextTick(() => {
              see("tick");
              resolve();
            });
          });
        });
      });
      for await (const each of stream()) see(`loop ${each}`);
      await Promise.all([1, 2].map(async () => turn().then(() => see("all"))));
      new EventEmitter().once("event", () => see("event")).emit("event");
    });
    const places = [
      "await",
      "timer",
      "microtask",
      "immediate",
      "tick",
      "loop 1",
      "loop 2",
      "all",
      "all",
      "event",
    ];
    expect(seen).toEqual(places.map((place) => [place, decision]));
    expect(currentDecision()).toBe(undefined);
  });

  it("is that of the innermost, and the outer one's again thereafter", async () => {
    const [outer, inner] = [open(), open()];
    await runInDecision(outer, async () => {
      await runInDecision(inner, async () => {
        await turn();
        expect(currentDecision()).toBe(inner);
      });
      expect(currentDecision()).toBe(outer);
    });
  });

  it("is each request's own, however they interleave", async () => {
    const decisions = Array.from({ length: 50 }, () => open());
    const seen = await Promise.all(
      decisions.map((decision, n) =>
        runInDecision(decision, async () => {
          for (let turns = n % 5; turns > 0; turns -= 1) await turn();
          const between = currentDecision();
          for (let turns = (50 - n) % 7; turns > 0; turns -= 1) await turn();
          return [between, currentDecision()];
        }),
      ),
    );
    expect(seen).toEqual(decisions.map((decision) => [decision, decision]));
  });

  it("stays the one it was, once closed: what comes late is still its own", async () => {
    const decision = open();
    await runInDecision(decision, async () => {
      decision.close();
      await turn();
      expect(currentDecision()).toBe(decision);
    });
  });
});
