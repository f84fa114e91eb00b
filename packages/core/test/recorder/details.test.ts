import { describe, expect, it } from "vitest";
import type { DecisionFacts } from "../../src/index.ts";
import { judging } from "../support/judges.ts";
import { FEED, recording } from "../support/recording.ts";

const prices = (watched: ReturnType<typeof recording>) => watched.row().prices;

describe("what is said of a decision", () => {
  it("adds up: what was said stays unless it is said anew", () => {
    const watched = recording();
    const decision = watched.open();
    decision.describe({ pool: "general", explanation: "kept/1", refusalOffered: false });
    decision.describe({ pool: "minors", notice: "notice@2" });
    decision.describe({ refusalOffered: true, explanation: undefined, notice: null as never });
    decision.close();
    decision.describe({ pool: "general" });
    expect(watched.row()).toMatchObject({
      pool: "minors",
      explanation: "kept/1",
      refusal: "offered",
      notice: "notice@2",
      input_faults: [],
    });
  });

  it("is laid over what its algorithm says", () => {
    const algorithm = { ...FEED, audience: "minors", significant: true, reviewRoute: "/appeals" } as const;
    const watched = recording([], { algorithms: [algorithm] });
    watched.open().close();
    const decision = watched.open();
    decision.describe({ pool: "general", significant: false, reviewRoute: "/people" });
    decision.close();
    expect(watched.rows()).toMatchObject([
      { pool: "minors", significant: true, review_route: "/appeals" },
      { pool: "general", significant: false, review_route: "/people" },
    ]);
  });

  it("is seen by the rules", () => {
    let seen: unknown;
    const look = ({ details, prices: shown, subject }: DecisionFacts): [] => {
      seen = { details, prices: shown.map(({ price }) => price), cohorts: subject.cohorts };
      return [];
    };
    const decision = recording([], judging(look)).open({ subject: { cohorts: ["new"] } });
    decision.describe({ significant: true });
    decision.price([{ id: "a", price: 3 }]);
    decision.close();
    expect(seen).toMatchObject({
      details: { significant: true, pool: "unknown" },
      prices: [3],
      cohorts: ["new"],
    });
  });

  it("is read behind a tracked object, and that is no read of the model's", () => {
    const watched = recording(["offer.pool"]);
    const decision = watched.open();
    const offer = decision.track("offer", { pool: "minors" as const, list: [{ id: "a", price: 2 }] });
    decision.describe(offer);
    decision.price(offer.list);
    decision.close();
    expect(watched.row()).toMatchObject({ pool: "minors", prices: [{ price: 2 }], features_read: [] });
  });
});

describe("prices", () => {
  it("are appended, and told apart by item and conditions, of which only digests are kept", () => {
    const watched = recording();
    const decision = watched.open();
    decision.price([{ id: "room", price: 10, conditions: "2 nights" }]);
    decision.price([
      { id: "room", price: 11, basePrice: 12, conditions: "2 nights" },
      { id: "room", price: 0, basePrice: null as never },
      { id: "suite", price: 1e9, conditions: "x".repeat(5000) },
    ]);
    decision.deliver(["room"]);
    decision.close();
    const [one, two, three, four] = prices(watched);
    expect([one?.price, two?.price, three?.price, four?.price]).toEqual([10, 11, 0, 1e9]);
    expect([one?.base, two?.base, three?.base]).toEqual([Number.NaN, 12, Number.NaN]);
    expect(one?.item).toBe(watched.row().items[0]?.id);
    expect(one?.conditions).toBe(two?.conditions);
    expect(new Set([one, three, four].map((price) => price?.conditions)).size).toBe(3);
    expect([one?.item === three?.item, one?.item === four?.item]).toEqual([true, false]);
    expect(watched.row().input_faults).toEqual([]);
  });
});
