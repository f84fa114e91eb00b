import { describe, expect, it } from "vitest";
import { callerBelow, type Recorder, remoteCallRecord, type RemoteCallRow } from "../../src/index.ts";
import { recording } from "../support/recording.ts";

const CALLER = { decision: "01999b2e-7a34-7c1e-9f1a-0c9d1f6e7a42", outlet: "home", hop: 2 };

function remoteRecording(): { recorder: Recorder; faults: readonly unknown[]; row: () => RemoteCallRow | undefined } {
  const rows: RemoteCallRow[] = [];
  const accept = ({ table, bytes }: { table: string; bytes: Uint8Array }): boolean =>
    table !== remoteCallRecord.name || rows.push(...remoteCallRecord.decode(bytes)) > 0;
  const { recorder, faults } = recording([], { sink: { accept } });
  return { recorder, faults, row: () => (recorder.flush(), rows[0]) };
}

describe("the route of a remote call", () => {
  it.each([
    ["that is known from the start is recorded", "/users/:id", "/users/:id"],
    ["that is known when it is over is recorded", () => "/users/:id", "/users/:id"],
    ["that is never known is *", () => undefined, "*"],
    ["that is empty is *", () => "", "*"],
    ["that is not given is *", undefined, "*"],
    ["that can't be recorded is *", () => "/\ud800", "*"],
    ["that can't be recorded from the start is *", "/x".repeat(129), "*"],
  ])("%s", (_, route, recorded) => {
    const { recorder, row, faults } = remoteRecording();
    recorder.openRemote({ caller: CALLER, protocol: "http", route })?.close();
    expect(row()).toMatchObject({ route: recorded, input_faults: [] });
    expect(faults).toEqual([]);
  });

  it("is asked for once it is over, and not before", () => {
    const { recorder, row } = remoteRecording();
    let route = "/too/early";
    const call = recorder.openRemote({ caller: CALLER, protocol: "http", route: () => route });
    route = "/users/:id";
    call?.close();
    expect(row()).toMatchObject({ route: "/users/:id" });
  });

  it("that throws costs the route alone, and is a fault", () => {
    const { recorder, row } = remoteRecording();
    const route = (): never => {
      throw new Error("of a router");
    };
    recorder.openRemote({ caller: CALLER, protocol: "http", route })?.close({ status: 200 });
    expect(row()).toMatchObject({ route: "*", status: 200 });
    expect([...recorder.counters.faults]).toEqual([["route", 1]]);
  });
});

describe("a decision within a remote call", () => {
  it("has the caller's decision as its parent, as the baggage says", () => {
    const { recorder, open, rows } = recording();
    const parent = recorder.openRemote({ caller: CALLER, protocol: "http" });
    open({ parent }).close();
    open({ parent, caller: { ...CALLER, decision: "01999b2e-7a34-7c1e-9f1a-000000000000" } }).close();
    expect(rows()).toMatchObject([
      { parent: CALLER.decision, parent_via: "baggage", input_faults: [] },
      { parent: CALLER.decision, parent_via: "baggage", input_faults: [] },
    ]);
  });
});

describe("callerBelow", () => {
  it("names a decision of this process with its outlet, as the first hop", () => {
    const { open } = recording();
    const [home, none] = [open({ outlet: "home" }), open()];
    expect(callerBelow(home)).toEqual({ decision: home.id, outlet: "home", hop: 1 });
    expect(callerBelow(none)).toEqual({ decision: none.id, outlet: "", hop: 1 });
  });

  it("names the caller's decision within a remote call, one hop further, as far as hops go", () => {
    const { recorder } = recording();
    const below = (hop: number): unknown => {
      const call = recorder.openRemote({ caller: { ...CALLER, hop }, protocol: "http" });
      return call && callerBelow(call);
    };
    expect(below(2)).toEqual({ ...CALLER, hop: 3 });
    expect(below(254)).toEqual({ ...CALLER, hop: 255 });
    expect(below(255)).toBeUndefined();
  });

  it("names nothing where the decision could not be opened", () => {
    const { recorder } = recording();
    const options = Object.defineProperty({} as { algorithm: string }, "algorithm", {
      get: () => {
        throw new Error("out of order");
      },
    });
    expect(callerBelow(recorder.open(options))).toBeUndefined();
  });
});

it("bad input outside of decisions is counted by name, and told", () => {
  const { recorder, faults } = recording();
  recorder.badInput("baggage");
  recorder.badInput("baggage");
  expect([...recorder.counters.badInput]).toEqual([["baggage", 2]]);
  expect(faults).toMatchObject([{ where: "input" }, { where: "input" }]);
});
