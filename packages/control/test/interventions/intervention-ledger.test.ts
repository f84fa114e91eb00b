import { describe, expect, it } from "vitest";
import {
  InterventionLedger,
  type InterventionLedgerOptions,
  isControlError,
  type Proposal,
} from "../../src/index.ts";
import { DAY, NOW, recorded, type Recorded, thrown } from "../support/recorded.ts";

const PIN: Proposal = {
  id: "i1",
  by: "li",
  kind: "pin",
  surface: "hot",
  item: "book-7",
  rank: 1,
  reason: "EDITORIAL",
  ticket: "OPS-1",
  to: NOW + DAY,
};

interface Kept extends Recorded {
  readonly ledger: InterventionLedger;
}

function kept(options: Partial<InterventionLedgerOptions> = {}): Kept {
  const all = recorded();
  const rules = { twoPersonSurfaces: ["hot"], reasons: ["EDITORIAL", "SAFETY"], maxDays: 7 } as const;
  return { ...all, ledger: new InterventionLedger({ ...all, ...rules, ...options }) };
}

describe("an intervention", () => {
  it("acts once somebody else approved it, as long as it is its time", () => {
    const { ledger, clock } = kept();
    const { intervention } = ledger.propose({ ...PIN, from: NOW + 1000 });
    expect(intervention).toMatchObject({ state: "proposed", version: 1, proposed: { by: "li", at: NOW } });
    expect(ledger.active("hot")).toEqual([]);
    expect(ledger.approve({ id: "i1", by: "wang" }).intervention.state).toBe("approved");
    expect(ledger.active("hot")).toEqual([]);
    clock.now = NOW + 1000;
    expect(ledger.active("hot")).toMatchObject([
      { id: "i1", item: "book-7", proposed: { by: "li" }, approved: { by: "wang" } },
    ]);
    expect(ledger.get("i1")?.state).toBe("active");
    clock.now = NOW + DAY;
    expect(ledger.active("hot")).toEqual([]);
    expect(ledger.get("i1")?.state).toBe("expired");
  });

  it("is recorded step by step, each with all that was proposed, the item in clear and as a pseudonym", () => {
    const { ledger, interventions, pseudonyms } = kept();
    ledger.propose(PIN);
    ledger.approve({ id: "i1", by: "wang" });
    ledger.revoke({ id: "i1", by: "li" });
    const terms = {
      id: "i1",
      item_id: "book-7",
      item: pseudonyms.itemHex("book-7"),
      key_id: "k1",
      two_persons: true,
    };
    expect(interventions()).toMatchObject([
      { step: "proposed", actor: "li", ...terms },
      { step: "approved", actor: "wang", ...terms },
      { step: "revoked", actor: "li", ...terms },
    ]);
  });

  it("gets an id where it is given none", () => {
    const { ledger } = kept();
    expect(ledger.propose({ ...PIN, id: undefined }).intervention.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("lapses where nobody decides", () => {
    const { ledger, clock } = kept();
    ledger.propose(PIN);
    clock.now = NOW + DAY;
    expect(ledger.get("i1")?.state).toBe("lapsed");
    expect(() => ledger.approve({ id: "i1", by: "wang" })).toThrow(
      "intervention i1 is lapsed; propose another",
    );
  });

  it("acts on its outlet and algorithm alone, where it names them", () => {
    const { ledger } = kept({ outlets: ["home"], algorithms: ["feed"] });
    ledger.propose({ ...PIN, outlet: "home", algorithm: "feed" });
    ledger.approve({ id: "i1", by: "wang" });
    const found = [
      {},
      { outlet: "home" },
      { outlet: "home", algorithm: "feed" },
      { outlet: "cart", algorithm: "feed" },
    ];
    expect(found.map((scope) => ledger.active("hot", scope).length)).toEqual([0, 0, 1, 0]);
    expect(ledger.active("feed", { outlet: "home", algorithm: "feed" })).toEqual([]);
  });

  it("that is nowhere costs a request nothing: the list is always the same", () => {
    const { ledger } = kept();
    expect(ledger.active("feed")).toBe(ledger.active("search"));
  });

  it("is listed by state and surface", () => {
    const { ledger } = kept();
    ledger.propose(PIN);
    ledger.propose({ ...PIN, id: "i2", surface: "feed", to: NOW + 2 * DAY });
    ledger.approve({ id: "i2", by: "li" });
    expect(ledger.list().map(({ id }) => id)).toEqual(["i2", "i1"]);
    expect(ledger.list({ state: "active" }).map(({ id }) => id)).toEqual(["i2"]);
    expect(ledger.list({ surface: "hot" }).map(({ id }) => id)).toEqual(["i1"]);
  });
});

describe("a step that can't be taken", () => {
  it.each<[string, string, (ledger: InterventionLedger) => unknown]>([
    ["about an unknown id", "NOT_FOUND", (l) => l.approve({ id: "i9", by: "wang" })],
    [
      "of whoever proposed, where two persons are needed",
      "SAME_PERSON",
      (l) => l.approve({ id: "i1", by: "li" }),
    ],
    ["to revoke what was only proposed", "NOT_APPROVED", (l) => l.revoke({ id: "i1", by: "li" })],
    ["under an id that is taken", "ALREADY_KNOWN", (l) => l.propose(PIN)],
    ["after another than was seen", "CONFLICT", (l) => l.approve({ id: "i1", by: "wang", seen: 7 })],
    ["without a name", "INVALID", (l) => l.approve({ id: "i1", by: "" })],
    [
      "after a rejection",
      "ALREADY_DECIDED",
      (l) => {
        l.reject({ id: "i1", by: "li" });
        l.approve({ id: "i1", by: "wang" });
      },
    ],
    [
      "after an approval",
      "ALREADY_DECIDED",
      (l) => {
        l.approve({ id: "i1", by: "wang" });
        l.reject({ id: "i1", by: "zhao" });
      },
    ],
    [
      "after the end",
      "ALREADY_DECIDED",
      (l) => {
        l.approve({ id: "i1", by: "wang" });
        l.revoke({ id: "i1", by: "wang" });
        l.revoke({ id: "i1", by: "wang" });
      },
    ],
  ])("%s is refused as %s, and not recorded", (_, code, take) => {
    const { ledger, interventions } = kept();
    ledger.propose(PIN);
    const before = ledger.get("i1");
    const error = thrown(() => take(ledger));
    expect(isControlError(error) && error.code).toBe(code);
    if (code !== "ALREADY_DECIDED") expect(ledger.get("i1")).toEqual(before);
    expect(interventions().length).toBe(ledger.get("i1")?.version);
  });
});

describe("a proposal", () => {
  it.each<[string, Partial<Record<keyof Proposal, unknown>>, string, string]>([
    ["an unknown kind", { kind: "shuffle" }, "kind", "kind is none of pin, boost"],
    ["an unknown surface", { surface: "front" }, "surface", "surface is none of other, home_first"],
    ["an unknown reason", { reason: "FUN" }, "reason", "reason is none of EDITORIAL, SAFETY"],
    ["no ticket", { ticket: "" }, "ticket", "ticket has 1 to 128 characters"],
    ["no item", { item: undefined }, "item", "item has 1 to 256 characters"],
    [
      "no rank, for a pin",
      { rank: undefined },
      "rank",
      "rank is a whole number from 1 to 65535 where kind is pin",
    ],
    ["rank 0", { rank: 0 }, "rank", "rank is a whole number"],
    ["a factor, for a pin", { factor: 2 }, "factor", "factor means nothing where kind is pin; leave it out"],
    [
      "a boost that demotes",
      { kind: "boost", rank: undefined, factor: 0.5 },
      "factor",
      "factor is a number above 1",
    ],
    [
      "an endless boost",
      { kind: "boost", rank: undefined, factor: Infinity },
      "factor",
      "factor is a number above 1",
    ],
    ["an end before its begin", { from: NOW + 2, to: NOW + 1 }, "to", "to is not after from"],
    ["an end that has passed", { from: NOW - 9, to: NOW - 1 }, "to", "to has passed"],
    [
      "too long a time",
      { to: NOW + 8 * DAY },
      "to",
      "to is 8 days after from; an intervention acts for 7 days at most",
    ],
    ["a time that is none", { to: "tomorrow" }, "to", "to is a time from 1970 to 2299"],
    ["an outlet that nobody configured", { outlet: "hoem" }, "outlet", "outlet is none of home"],
    ["a line break", { ticket: "a\nb" }, "ticket", "a line break"],
  ])("with %s is refused by its field", (_, change, field, message) => {
    const { ledger, interventions } = kept({ outlets: ["home"] });
    const error = thrown(() => ledger.propose({ ...PIN, ...change } as Proposal));
    expect(isControlError(error, "INVALID")).toBe(true);
    expect(error).toMatchObject({ field, message: expect.stringContaining(message) as unknown });
    expect(interventions()).toEqual([]);
  });

  it("can't be made where there is no reason, or no time, for one", () => {
    expect(() => kept({ reasons: [] })).toThrow("reasons is empty");
    expect(() => kept({ maxDays: 0 })).toThrow("maxDays is above 0, got 0");
  });
});

describe("what a decision names", () => {
  it("is held against the ledger, as it stood at the moment of the decision", () => {
    const { ledger, clock } = kept();
    ledger.propose(PIN);
    clock.now += 10;
    ledger.approve({ id: "i1", by: "wang" });
    clock.now += 10;
    ledger.revoke({ id: "i1", by: "wang" });
    const at = [NOW, NOW + 10, NOW + 19, NOW + 20, NOW + DAY];
    expect(at.map((moment) => ledger.check("i1", moment))).toEqual([
      "proposed",
      "active",
      "active",
      "revoked",
      "revoked",
    ]);
    expect(ledger.check("i9")).toBe("unknown");
  });
});

describe("a clock that was set back", () => {
  it("keeps nobody's revocation from being in force", () => {
    const { ledger, clock } = kept();
    ledger.propose(PIN);
    ledger.approve({ id: "i1", by: "wang" });
    clock.now += 100;
    ledger.revoke({ id: "i1", by: "wang" });
    clock.now = NOW;
    expect(ledger.active("hot")).toEqual([]);
    expect(ledger.get("i1")?.state).toBe("revoked");
  });

  it("has steps come after those before", () => {
    const { ledger, clock, interventions } = kept();
    ledger.propose(PIN);
    clock.now = NOW - DAY / 2;
    ledger.approve({ id: "i1", by: "wang" });
    expect(interventions().map(({ ts }) => ts)).toEqual([NOW, NOW + 1]);
  });
});
