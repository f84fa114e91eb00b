import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ControlChange,
  type ControlMode,
  ControlState,
  type ControlStateOptions,
  isControlError,
  type StoredChange,
} from "../../src/index.ts";
import { NOW, recorded, type Recorded, thrown } from "../support/recorded.ts";

interface Kept extends Recorded {
  readonly state: ControlState;
  /** What was recorded, in short. */
  readonly told: () => string[];
}

function kept(options: Partial<ControlStateOptions> = {}): Kept {
  const all = recorded();
  const state = new ControlState({
    ...all,
    rules: ["M04", "S01", "C01"],
    outlets: ["home", "cart"],
    ...options,
  });
  const told = (): string[] =>
    all
      .changes()
      .map(({ step, source, rule, outlet, from, to }) =>
        [step, source, rule || "kill", outlet, `${from}→${to}`].filter((word) => word !== "").join(" "),
      );
  return { ...all, state, told };
}

const WHO = { who: "li", reason: "INC-17" };
const rule = (name: string, to: ControlMode | "", outlet = ""): ControlChange => ({
  ...{ ...WHO, target: "rule", rule: name, to, outlet },
});

function row(change: Partial<StoredChange>): StoredChange {
  const common = {
    change: "018f0000-0000-7000-8000-00000000000a",
    step: "requested",
    ...WHO,
    outlet: "",
  } as const;
  return { ...common, target: "rule", rule: "M04", to: "off", requested_at: NOW, ...change };
}

const FILE = (more: string): string => `by: wang\nreason: INC-18\n${more}`;

describe("a change that is asked for", () => {
  it("holds here at once, and is recorded as requested and as applied, by the same id", () => {
    const { state, told, changes } = kept();
    const { change } = state.change(rule("M04", "enforce"));
    expect(state.settings.modes).toEqual(new Map([["M04", "enforce"]]));
    expect(told()).toEqual(["requested table M04 observe→enforce", "applied table M04 observe→enforce"]);
    expect(changes().map((each) => [each.change, each.who, each.reason])).toEqual([
      [change, "li", "INC-17"],
      [change, "li", "INC-17"],
    ]);
  });

  it("is not carried out again when it comes back from the table", () => {
    const { state, changes, told } = kept();
    state.change(rule("M04", "enforce"));
    expect(state.apply(changes())).toBe(false);
    expect(told()).toHaveLength(2);
  });

  it("by the kill switch has nothing enforced, and leaves the modes", () => {
    const { state, told } = kept({ config: { modes: new Map([["M04", "enforce"]]) } });
    state.change({ ...WHO, target: "kill_switch", to: "thrown" });
    expect(state.settings).toMatchObject({ isKilled: true, modes: new Map([["M04", "enforce"]]) });
    state.change({ ...WHO, target: "kill_switch", to: "released" });
    expect(state.settings.isKilled).toBe(false);
    expect(told()).toEqual([
      "requested table kill released→thrown",
      "applied table kill released→thrown",
      "requested table kill thrown→released",
      "applied table kill thrown→released",
    ]);
  });

  it("comes after the one before, also where a clock was set back since", () => {
    const { state, clock } = kept();
    state.change(rule("M04", "enforce"));
    clock.now -= 60_000;
    state.change(rule("M04", "off"));
    expect(state.settings.modes.get("M04")).toBe("off");
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["nobody's name", { ...rule("M04", "off"), who: "" }, "who"],
    ["no reason", { ...rule("M04", "off"), reason: "" }, "reason"],
    ["an unknown rule", rule("M99", "off"), "rule"],
    ["an unknown outlet", rule("M04", "off", "hoem"), "outlet"],
    ["an unknown mode", { ...rule("M04", "off"), to: "on" }, "to"],
    ["an unknown target", { ...WHO, target: "all", to: "off" }, "target"],
    ["a mode for the kill switch", { ...WHO, target: "kill_switch", to: "off" }, "to"],
  ])("with %s is refused by its field, and nothing is recorded", (_, change, field) => {
    const { state, told } = kept();
    const error = thrown(() => state.change(change as ControlChange));
    expect(isControlError(error, "INVALID")).toBe(true);
    expect(error).toMatchObject({ field });
    expect(told()).toEqual([]);
  });
});

describe("what holds", () => {
  it("is what the table says, else the control file, else the configuration", () => {
    const { state, told } = kept({
      config: {
        modes: new Map([
          ["M04", "observe"],
          ["S01", "shadow"],
          ["C01", "enforce"],
        ]),
      },
    });
    state.applyFile(FILE("modes: { M04: shadow, S01: enforce }"));
    state.change(rule("M04", "off"));
    expect(Object.fromEntries(state.settings.modes)).toEqual({ M04: "off", S01: "enforce", C01: "enforce" });
    expect(state.held.map(({ rule: id, source }) => [id, source])).toEqual([
      ["C01", "config"],
      ["S01", "file"],
      ["M04", "table"],
    ]);
    state.change(rule("M04", ""));
    expect(state.settings.modes.get("M04")).toBe("shadow");
    state.applyFile(FILE("modes: {}"));
    expect(Object.fromEntries(state.settings.modes)).toEqual({
      M04: "observe",
      S01: "shadow",
      C01: "enforce",
    });
    expect(told().slice(-3)).toEqual([
      "applied table M04 off→shadow",
      "applied file M04 shadow→observe",
      "applied file S01 enforce→shadow",
    ]);
  });

  it("everywhere goes for every outlet, whatever was said of one before it; at one, it goes before that", () => {
    const config = { modes: new Map(), outlets: new Map([["home", new Map([["M04", "enforce" as const]])]]) };
    const { state, told } = kept({ config });
    state.applyFile(FILE("modes: { M04: off }\noutlets: { cart: { M04: shadow } }"));
    expect(state.settings).toMatchObject({
      modes: new Map([["M04", "off"]]),
      outlets: new Map([["cart", new Map([["M04", "shadow"]])]]),
    });
    expect(told().toSorted()).toEqual([
      "applied file M04 cart observe→shadow",
      "applied file M04 home enforce→off",
      "applied file M04 observe→off",
    ]);
  });

  it("is nothing enforced as long as file or table throws the kill switch", () => {
    const { state } = kept();
    state.change({ ...WHO, target: "kill_switch", to: "released" });
    state.applyFile(FILE("killSwitch: true"));
    expect(state.settings.isKilled).toBe(true);
    state.change({ ...WHO, target: "kill_switch", to: "thrown" });
    state.applyFile(FILE("killSwitch: false"));
    expect(state.settings.isKilled).toBe(true);
    state.change({ ...WHO, target: "kill_switch", to: "released" });
    expect(state.settings.isKilled).toBe(false);
  });
});

describe("a control file that is broken", () => {
  it("is refused on record once, and what held goes on", () => {
    const { state, told, changes } = kept();
    state.applyFile(FILE("modes: { M04: enforce }"));
    const fault = state.applyFile(FILE("modes: { M99: off }"), "control.yaml");
    expect(fault?.message).toBe("control.yaml:3:15 modes.M99: there is no rule of that id");
    state.applyFile(FILE("modes: { M99: off }"), "control.yaml");
    expect(state.settings.modes.get("M04")).toBe("enforce");
    expect(told()).toEqual(["applied file M04 observe→enforce", "refused file kill →"]);
    expect(changes()[1]?.reason).toBe(fault?.message);
  });

  it("that is empty lifts nothing: it may be half written", () => {
    const { state } = kept();
    state.applyFile(FILE("killSwitch: true"));
    expect(state.applyFile("")?.message).toContain("there is nothing in it");
    expect(state.settings.isKilled).toBe(true);
  });
});

describe("rows of the control table", () => {
  it("about what there is not here are refused on record, once", () => {
    const { state, told } = kept();
    const unknown = row({ rule: "X99" });
    expect(state.apply([unknown])).toBe(false);
    state.apply([unknown]);
    expect(told()).toEqual(["refused table X99 observe→off"]);
  });

  it("that say that it was carried out, or refused, change nothing", () => {
    const { state } = kept();
    expect(state.apply([row({ step: "applied" }), row({ step: "refused" })])).toBe(false);
    expect(state.settings.modes.size).toBe(0);
  });

  it("of the very same moment: the stricter mode, and the thrown kill switch, count", () => {
    const { state } = kept();
    state.apply([row({ to: "enforce", change: "018f0000-0000-7000-8000-000000000001" }), row({ to: "off" })]);
    const kill = { target: "kill_switch", rule: "" } as const;
    state.apply([row({ ...kill, to: "thrown" }), row({ ...kill, to: "released" })]);
    expect(state.settings).toMatchObject({ isKilled: true, modes: new Map([["M04", "enforce"]]) });
  });

  it("come to the same in any order, and however often they come", () => {
    const change: fc.Arbitrary<StoredChange> = fc
      .record({
        change: fc.constantFrom(
          "018f0000-0000-7000-8000-000000000001",
          "018f0000-0000-7000-8000-000000000002",
        ),
        target: fc.constantFrom("rule" as const, "kill_switch" as const),
        rule: fc.constantFrom("M04", "S01"),
        outlet: fc.constantFrom("", "home"),
        to: fc.constantFrom("off", "observe", "shadow", "enforce", "", "thrown", "released", "loud"),
        requested_at: fc.integer({ min: NOW - 3, max: NOW }),
      })
      .map((some) => row(some.target === "rule" ? some : { ...some, rule: "", outlet: "" }));
    const shuffled = fc.array(change, { maxLength: 12 }).chain((rows) => {
      const count = { minLength: rows.length * 2, maxLength: rows.length * 2 };
      return fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows, ...rows], count));
    });
    fc.assert(
      fc.property(shuffled, fc.nat(24), ([rows, again], cut) => {
        const { state: one } = kept();
        const { state: other } = kept();
        one.apply(rows);
        other.apply(again.slice(0, cut));
        other.apply(again.slice(cut));
        expect(other.settings).toEqual(one.settings);
      }),
      { numRuns: 300 },
    );
  });
});

describe("whoever makes the rules ready anew", () => {
  it("is told of what holds, once for all that came together, until it wants no more", () => {
    const { state } = kept();
    const told: number[] = [];
    const stop = state.onChange(({ modes }) => told.push(modes.size));
    state.apply([row({ rule: "M04" }), row({ rule: "S01" })]);
    state.apply([row({ rule: "M04" })]);
    stop();
    state.change(rule("C01", "off"));
    expect(told).toEqual([2]);
  });

  it("and throws is counted, and keeps no other from being told", () => {
    const { state, faults } = kept();
    let isTold = false;
    state.onChange(() => {
      throw new Error("no");
    });
    state.onChange(() => (isTold = true));
    state.change(rule("M04", "off"));
    expect(isTold).toBe(true);
    expect(faults).toEqual(["control.onChange: Error: no"]);
  });
});

describe("a rule that failed", () => {
  it("is suspended on record, by the probe, until somebody sets its mode anew", () => {
    const { state, told, clock } = kept({ config: { modes: new Map([["M04", "enforce"]]) } });
    state.suspend("M04", "it threw 100 times in a row");
    state.suspend("M04", "again");
    expect(state.settings.suspended).toEqual(new Set(["M04"]));
    expect(told()).toEqual(["applied probe M04 enforce→off"]);
    state.apply([row({ requested_at: NOW - 1, to: "enforce" })]);
    expect(state.settings.suspended.size).toBe(1);
    clock.now += 10;
    state.change(rule("M04", "enforce"));
    expect(state.settings.suspended.size).toBe(0);
  });
});

it("a change that can't be recorded is carried out", () => {
  const all = recorded();
  const recorder = {
    enter: () => {
      throw new Error("full");
    },
    fault: (where: string, fault: unknown) => void all.faults.push(`${where}: ${String(fault)}`),
  };
  const state = new ControlState({ recorder });
  state.applyFile(FILE("killSwitch: true"));
  expect(state.settings.isKilled).toBe(true);
  expect(all.faults).toEqual(["control.record: Error: full"]);
});
