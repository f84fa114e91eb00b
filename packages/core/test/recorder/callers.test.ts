import { describe, expect, it } from "vitest";
import { callerBelow } from "../../src/index.ts";
import { CALLER, recording } from "../support/recording.ts";

const NOBODY = "00000000-0000-0000-0000-000000000000";

describe("a decision within another service's", () => {
  it("has that for its parent, and says that it is a claim", () => {
    const watched = recording();
    watched.open({ caller: CALLER }).close();
    expect(watched.row()).toMatchObject({
      parent: CALLER.decision,
      parent_via: "baggage",
      outlet: "", // what baggage claims of an outlet is the caller's
      input_faults: [],
    });
  });

  it("has the enclosing decision of the same process for its parent rather than what is claimed", () => {
    const watched = recording();
    const outer = watched.open();
    watched.open({ parent: outer, caller: CALLER }).close();
    expect(watched.row()).toMatchObject({ parent: outer.id, parent_via: "process" });
  });

  it("has the caller's decision for its parent where a remote call encloses it", () => {
    const watched = recording();
    watched.open({ parent: watched.openRemote() }).close();
    expect(watched.row()).toMatchObject({ parent: CALLER.decision, parent_via: "baggage", input_faults: [] });
  });

  it.each(["", "7", CALLER.decision.toUpperCase(), undefined])(
    "that can't be one, %o, has no parent, and says so",
    (decision) => {
      const watched = recording();
      watched.open({ caller: { ...CALLER, decision: decision as string } }).close();
      expect(watched.row()).toMatchObject({ parent: NOBODY, parent_via: "none", input_faults: ["caller"] });
    },
  );
});

describe("what goes on in the baggage", () => {
  it("of a decision is its id and its outlet, one service on", () => {
    const { open } = recording();
    const decision = open({ outlet: "home", caller: CALLER });
    expect(callerBelow(decision)).toEqual({ decision: decision.id, outlet: "home", hop: 1 });
    expect(callerBelow(open())).toMatchObject({ outlet: "" });
  });

  it("of a remote call is its caller's decision, one service further on", () => {
    const { openRemote } = recording();
    expect(callerBelow(openRemote({ caller: { ...CALLER, hop: 2 } }))).toEqual({ ...CALLER, hop: 3 });
    // What has gone that far goes round in circles.
    expect(callerBelow(openRemote({ caller: { ...CALLER, hop: 255 } }))).toBeUndefined();
  });

  it("of what could not be opened is nothing", () => {
    const { open } = recording([], {
      onBegin: () => {
        throw new Error("broken");
      },
    });
    expect(callerBelow(open())).toBeUndefined();
  });
});
