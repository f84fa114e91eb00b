import { describe, expect, it } from "vitest";
import type { Clock, Decision, OpenOptions } from "../../src/index.ts";
import { judging } from "../support/judges.ts";
import { recording } from "../support/recording.ts";

const stopped: Clock = {
  now: () => 0,
  monotonicUs() {
    throw new Error("the clock stopped");
  },
};

describe("a decision that can't be opened", () => {
  it("is counted, and the service goes on with one that records nothing", async () => {
    const watched = recording([], { clock: stopped });
    const decision = watched.open({ outlet: "home" });
    expect(decision).toMatchObject({ id: "", outlet: undefined, isClosed: false, hasDelivered: false });
    expect(decision.algorithm).toMatchObject({ id: "feed", type: "unknown" });
    expect(watched.faults).toMatchObject([{ where: "open", fault: { message: "the clock stopped" } }]);
    expect([...watched.recorder.counters.faults]).toEqual([["open", 1]]);

    const data = { age: 3 };
    const error = new Error("no connection");
    decision.identify({ id: "u1" });
    expect(decision.track("profile", data)).toBe(data);
    expect(await decision.read("profile", () => Promise.resolve(data))).toBe(data);
    await expect(decision.read("profile", () => Promise.reject(error))).rejects.toBe(error);
    decision.uses("profile.age");
    decision.usesTags(["go"]);
    decision.deliver(["a"]);
    decision.intervene({ id: "iv-1", kind: "pin" });
    decision.noteBadInput("response.items");
    decision.close({ status: 200 });
    expect(decision).toMatchObject({ isClosed: true, hasDelivered: true });
    expect(watched.rows()).toEqual([]);
    expect(watched.faults).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ["no options", undefined],
    [
      "options that throw",
      {
        get algorithm() {
          throw new Error("no");
        },
      },
    ],
    [
      "a parent that throws",
      {
        algorithm: "feed",
        get parent() {
          throw new Error("no");
        },
      },
    ],
  ])("for %s never throws", (_, options) => {
    const { recorder, faults } = recording();
    const decision = recorder.open(options as OpenOptions);
    expect(decision.id).toBe("");
    expect(faults).toMatchObject([{ where: "open" }]);
  });

  it("can enclose one that is recorded", () => {
    const broken = recording([], { clock: stopped });
    const watched = recording();
    watched.open({ parent: broken.open() }).close();
    expect(watched.row()).toMatchObject({ parent: "00000000-0000-0000-0000-000000000000", input_faults: [] });
  });
});

describe("a fault", () => {
  it("inside of onFault is counted, and nobody is told", () => {
    const watched = recording([], {
      onFault() {
        throw new Error("the log is full");
      },
      ...judging(() => {
        throw new Error("rules");
      }),
    });
    watched.open({ subject: { age: 239 } }).close();
    expect([...watched.recorder.counters.faults]).toEqual([
      ["onFault", 2],
      ["rules", 1],
    ]);
    expect(watched.row().input_faults).toEqual(["subject.age", "rules.failed"]);
  });

  it("of an adapter is counted by its place and told of", () => {
    const { recorder, faults } = recording();
    recorder.fault("express", "no socket");
    recorder.fault("express", undefined);
    expect([...recorder.counters.faults]).toEqual([["express", 2]]);
    expect(faults).toEqual([
      { where: "express", fault: "no socket" },
      { where: "express", fault: undefined },
    ]);
  });
});

describe("an error of the service", () => {
  it("thrown by a getter of its own object reaches it unchanged, and is no fault of ours", () => {
    const error = new Error("lazy loading failed");
    const watched = recording(["profile.age", "profile.city"]);
    const decision = watched.open();
    const profile = decision.track("profile", {
      get age(): number {
        throw error;
      },
      city: "X",
    });
    expect(() => profile.age).toThrow(error);
    expect(() => JSON.stringify(profile)).toThrow(error);
    expect(() => ({ ...profile })).toThrow(error);
    expect(profile.city).toBe("X");
    decision.close();
    expect(watched.faults).toEqual([]);
    expect(watched.names(watched.row().features_read)).toContain("profile.city");
  });

  it("thrown by a proxy of its own reaches it unchanged", () => {
    const error = new Error("revoked");
    const data = new Proxy<Record<string, number>>(
      {},
      {
        get() {
          throw error;
        },
      },
    );
    const { open } = recording(["profile.age"]);
    const decision: Decision = open();
    const profile = decision.track("profile", data);
    expect(() => profile["age"]).toThrow(error);
  });
});
