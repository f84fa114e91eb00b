import { describe, expect, it, vi } from "vitest";
import {
  type DecisionFacts,
  FeatureSet,
  type Hold,
  type HoldRow,
  ITEM_FLAGS,
  type Item,
  type Judge,
  type JudgeScope,
  type OpenedFacts,
} from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { holding } from "../support/holding.ts";
import { FEED, HOME, recording } from "../support/recording.ts";
import { use } from "../support/seen.ts";

const judge: Judge = { rules: "test@1", enforces: true, judge: () => [] };

function holdRow(more: Partial<HoldRow> = {}): HoldRow {
  return {
    rule: "C01",
    rule_version: 1,
    action: "strip_feature",
    mode: "enforce",
    features: [],
    unregistered: 0,
    tags: 0,
    items: 0,
    ...more,
  };
}

const noAds: Pick<Hold, "refusesItem"> = { refusesItem: (flags) => (flags & ITEM_FLAGS.ad) !== 0 };

describe("a decision whose rules are enforced", () => {
  it("is held by what is known when it opens, and again when somebody says who is asking", () => {
    const asked: unknown[] = [];
    const watched = recording([], {
      clock: fakeClock(),
      judge: () => ({
        ...judge,
        hold({ openedAt, purpose, surface, subject }: OpenedFacts) {
          asked.push([openedAt, purpose, surface, subject.ageBand]);
          return subject.ageBand === "u14"
            ? { mode: "blocked", blockedBy: "M01" }
            : { mode: "non_personalised" };
        },
      }),
    });
    const decision = watched.open({ outlet: "home", purpose: "search" });
    expect([decision.mode, decision.blockedBy]).toEqual(["non_personalised", ""]);
    decision.identify({ age: 12 });
    expect([decision.mode, decision.blockedBy]).toEqual(["blocked", "M01"]);
    decision.identify({ age: 40 });
    expect([decision.mode, decision.blockedBy]).toEqual(["non_personalised", ""]);
    decision.close();
    decision.identify({ age: 12 });
    expect(decision.mode).toBe("non_personalised");
    expect(watched.row().mode).toBe("non_personalised");
    expect(asked).toEqual([
      [NEW_YEAR, "search", "feed", "unknown"],
      [NEW_YEAR, "search", "feed", "u14"],
      [NEW_YEAR, "search", "feed", "adult"],
    ]);
  });

  it("tells the rules what was held and asked for in vain, and records what they say of that", () => {
    const seen: DecisionFacts[] = [];
    const rows = [holdRow({ features: [0], items: 1 }), holdRow({ rule: "M03", mode: "shadow", tags: 1 })];
    const features = ["profile.age", "profile.city", { name: "profile.tags[]", tags: true }];
    const watched = holding(
      features,
      { features: ["profile.age"], refusesTag: (tag) => tag === "history", ...noAds },
      {
        judge(facts) {
          seen.push(facts);
          return [];
        },
        heldBack: () => rows,
      },
    );
    const decision = watched.open();
    const { age, city, tags } = decision.track("profile", { age: 12, city: "X", tags: ["go", "history"] });
    use(age, city, ...tags);
    decision.admit([{ id: "a", flags: ["ad"] }, "b"]);
    decision.close();
    const [facts] = seen;
    expect(facts?.hold?.features?.numbers).toEqual([0]);
    expect({ ...facts?.held, features: facts?.held?.features.numbers }).toEqual({
      features: [0],
      unregistered: 0,
      tags: ["history"],
      items: [ITEM_FLAGS.ad],
    });
    expect(facts?.used.numbers).toEqual([1, 2]);
    expect(facts?.tagsUsed).toEqual(["go"]);
    expect(watched.row()).toMatchObject({ holds: rows, features_read: [1, 2], tags_used: 1 });
  });

  it("has nothing held where its rules hold nothing of it", () => {
    const seen: unknown[] = [];
    const look = ({ hold, held }: DecisionFacts): [] => {
      seen.push(hold, held);
      return [];
    };
    recording([], { judge: () => ({ ...judge, judge: look, hold: () => undefined }) })
      .open()
      .close();
    recording([], { judge: () => ({ rules: "", judge: look }) })
      .open()
      .close();
    expect(seen).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("remembers what was asked for in vain, though nothing is held any more", () => {
    let held: unknown;
    const watched = holding(
      ["profile.age"],
      ({ subject }) => (subject.ageBand === "adult" ? undefined : { features: ["profile.age"] }),
      {
        judge(facts) {
          held = facts.held?.features.numbers;
          return [];
        },
      },
    );
    const decision = watched.open();
    const profile = decision.track("profile", { age: 40 });
    expect(profile.age).toBe(undefined);
    decision.identify({ age: 40 });
    expect(profile.age).toBe(40);
    decision.close();
    expect(held).toEqual([0]);
    expect(watched.row().features_read).toEqual([0]);
  });
});

describe("rules that throw when they are asked what to hold", () => {
  const broken = new Error("C01 divided by zero");

  it("hold nothing, which is on record, and counted", () => {
    const watched = holding(["profile.age"], () => {
      throw broken;
    });
    const decision = watched.open({ subject: { age: 12 } });
    expect(decision.mode).toBe("as_requested");
    expect(decision.track("profile", { age: 12 }).age).toBe(12);
    expect(decision.admit([{ id: "a", flags: ["ad"] }])).toHaveLength(1);
    decision.close();
    expect(watched.row()).toMatchObject({
      mode: "as_requested",
      features_read: [0],
      input_faults: ["rules.hold.failed"],
    });
    expect(watched.faults).toEqual([
      { where: "rules.hold", fault: broken },
      { where: "rules.hold", fault: broken },
    ]);
    expect(watched.recorder.counters.faults.get("rules.hold")).toBe(2);
  });

  it("no longer hold what they held before: nobody knows whether it was right", () => {
    const watched = holding(["profile.age"], ({ subject }) => {
      if (subject.ageBand === "adult") throw broken;
      return { features: ["profile.age"] };
    });
    const decision = watched.open();
    const profile = decision.track("profile", { age: 40 });
    expect(profile.age).toBe(undefined);
    decision.identify({ age: 40 });
    expect(profile.age).toBe(40);
  });

  it("of a tag, let it pass, and say so", () => {
    const watched = holding([{ name: "profile.tags[]", tags: true }], {
      refusesTag: () => {
        throw broken;
      },
    });
    const decision = watched.open();
    expect([...decision.track("profile", { tags: ["go"] }).tags]).toEqual(["go"]);
    decision.close();
    expect(watched.row()).toMatchObject({ tags_used: 1, input_faults: ["rules.hold.failed"] });
  });

  it("of an item, let all of them pass, and say so", () => {
    const refusesItem = (flags: number): boolean => {
      if (flags !== 0) throw broken;
      return true;
    };
    const watched = recording([], { judge: () => ({ ...judge, hold: () => ({ refusesItem }) }) });
    const decision = watched.open();
    const items: (string | Item)[] = ["a", { id: "b", flags: ["ad"] }];
    expect(decision.admit(items)).toBe(items);
    decision.close();
    expect(watched.row()).toMatchObject({ items_held: [], input_faults: ["admit.failed"] });
  });

  it("of what they held back, cost only that", () => {
    const heldBack = (): never => {
      throw broken;
    };
    const watched = recording([], { judge: () => ({ ...judge, heldBack }) });
    watched.open().close();
    expect(watched.row()).toMatchObject({ holds: [], input_faults: ["rules.failed"] });
    expect(watched.faults).toEqual([{ where: "rules", fault: broken }]);
  });
});

describe("admit", () => {
  const watch = () => recording(["books[].price"], { judge: () => ({ ...judge, hold: () => noAds }) });

  it("gives what enforced rules let pass, in its order, and records what they don't", () => {
    const watched = watch();
    const decision = watched.open();
    const items: (string | Item)[] = [
      "a",
      { id: "b", flags: ["ad", "ad_labelled"] },
      { id: "c", score: 1 },
      { id: "d", flags: ["ad"] },
    ];
    const admitted = decision.admit(items);
    expect(admitted).toEqual(["a", { id: "c", score: 1 }]);
    expect(admitted[1]).toBe(items[2]);
    expect(decision.admit([{ id: "", flags: ["ad"] }])).toEqual([]);
    decision.deliver(admitted);
    decision.close();
    const row = watched.row();
    expect(row.items).toHaveLength(2);
    expect(row.items_held).toEqual([
      { id: expect.stringMatching(/^(?!0+$)[0-9a-f]{16}$/), flags: 3 },
      { id: expect.stringMatching(/^(?!0+$)[0-9a-f]{16}$/), flags: 1 },
      { id: "0".repeat(16), flags: 1 },
    ]);
  });

  it("names an item by the pseudonym that it would have had", () => {
    const watched = watch();
    const decision = watched.open();
    decision.deliver(["b"]);
    decision.admit([{ id: "b", flags: ["ad"] }]);
    decision.close();
    const { items, items_held } = watched.row();
    expect(items_held[0]?.id).toBe(items[0]?.id);
  });

  it("gives tracked items as they are tracked", () => {
    const watched = watch();
    const decision = watched.open();
    const books = decision.track("books", [
      { id: "a", price: 1, flags: ["ad" as const] },
      { id: "b", price: 2, flags: [] },
    ]);
    const [book] = decision.admit(books);
    expect(book).toBe(books[1]);
    use((book as { price?: number } | undefined)?.price);
    decision.close();
    expect(watched.row()).toMatchObject({ features_read: [0], items_held: [{ flags: 1 }] });
  });

  it("gives all of them, untouched, where nothing is enforced, in a remote call, and once it is closed", () => {
    const items: Item[] = [{ id: "a", flags: ["ad"] }];
    const plain = recording();
    expect(plain.open().admit(items)).toBe(items);
    expect(plain.openRemote().admit(items)).toBe(items);
    const decision = watch().open();
    decision.close();
    expect(decision.admit(items)).toBe(items);
  });
});

describe("rules that are made ready anew", () => {
  const named = (name: string, mode: Hold["mode"]): Judge => ({
    ...judge,
    rules: name,
    hold: () => ({ mode }),
  });

  it("are those of decisions that open from then on, and of none that is open", () => {
    const watched = recording([], { judge: () => named("old", "as_requested") });
    const open = watched.open();
    watched.recorder.rejudge(() => named("new", "non_personalised"));
    open.identify({ age: 12 });
    expect(open.mode).toBe("as_requested");
    const next = watched.open();
    expect(next.mode).toBe("non_personalised");
    next.close();
    open.close();
    expect(watched.rows().map(({ rules, mode }) => [rules, mode])).toEqual([
      ["new", "non_personalised"],
      ["old", "as_requested"],
    ]);
    expect(watched.recorder.counters.recorded.get("feed")).toBe(2);
  });

  it("may begin and end to be enforced while requests are served", () => {
    const watched = recording(["profile.age"]);
    const age = (): unknown => watched.open().track("profile", { age: 12 }).age;
    expect(age()).toBe(12);
    watched.recorder.rejudge(() => ({ ...judge, hold: () => ({ features: FeatureSet.of(1, [0]) }) }));
    expect(age()).toBe(undefined);
    watched.recorder.rejudge(() => ({ rules: "test@1", judge: () => [] }));
    expect(age()).toBe(12);
  });

  it("stay as they were where they can't be made ready", () => {
    const other = { ...FEED, id: "hot" };
    const watched = recording([], {
      algorithms: [FEED, other],
      judge: () => named("old", "non_personalised"),
    });
    const broken = (scope: JudgeScope): Judge => {
      if (scope.algorithm.id === "hot") throw new Error("no such rule");
      return named("new", "blocked");
    };
    expect(() => watched.recorder.rejudge(broken)).toThrow("no such rule");
    for (const algorithm of ["feed", "hot", "ghost"])
      expect(watched.open({ algorithm }).mode).toBe("non_personalised");
    expect(() => watched.recorder.rejudge(() => named("\ud800", "blocked"))).toThrow(/rules/);
    expect(watched.open().mode).toBe("non_personalised");
  });
});

describe("rules of an outlet", () => {
  const push = { ...HOME, id: "push", surface: "push" as const };

  it("are made ready for each algorithm on each outlet, before anything is served", () => {
    const factory = vi.fn(({ outlet }: JudgeScope): Judge => ({ ...judge, rules: outlet?.id ?? "none" }));
    const watched = recording([], { outlets: [HOME, push], judge: factory });
    expect(factory.mock.calls.map(([{ outlet }]) => outlet)).toEqual([undefined, HOME, push]);
    for (const outlet of ["push", undefined, "home", "push", "moon"]) watched.open({ outlet }).close();
    expect(watched.rows().map(({ rules }) => rules)).toEqual(["push", "none", "home", "push", "none"]);
    expect(factory).toHaveBeenCalledTimes(3);
  });

  it("hold on that outlet only", () => {
    const watched = recording([], {
      outlets: [HOME, push],
      judge: ({ outlet }) => ({
        ...judge,
        hold: () => (outlet?.id === "push" ? { mode: "blocked" } : undefined),
      }),
    });
    expect([watched.open({ outlet: "push" }).mode, watched.open({ outlet: "home" }).mode]).toEqual([
      "blocked",
      "as_requested",
    ]);
  });
});
