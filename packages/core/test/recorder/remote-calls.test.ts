import { describe, expect, it } from "vitest";
import { currentDecision, type OpenRemoteOptions, runInDecision } from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { observed } from "../support/observed.ts";
import { CALLER, recording, WRITER } from "../support/recording.ts";
import { use } from "../support/seen.ts";

const TRACE = { traceId: "ab".repeat(16), spanId: "cd".repeat(8) };

describe("a remote call", () => {
  it("with nothing said of it is recorded whole, with every gap filled", () => {
    const watched = recording(["profile.age"], { clock: fakeClock() });
    const call = watched.openRemote();
    call.close();
    expect(watched.remoteCalls()).toEqual([
      {
        id: call.id,
        ts: NEW_YEAR,
        seq: 1,
        took_us: 0,
        writer: WRITER,
        epoch: 1,
        service: "book-feed",
        catalog: watched.catalog.digest,
        decision: CALLER.decision,
        outlet: CALLER.outlet,
        hop: 1,
        trace_id: "0".repeat(32),
        span_id: "0".repeat(16),
        protocol: "http",
        route: "*",
        features_read: [],
        features_declared: [],
        features_span: [],
        unregistered: [],
        calls: [],
        spans: [],
        outcome: "delivered",
        status: 0,
        input_faults: [],
      },
    ]);
    expect(watched.rows()).toEqual([]);
  });

  it("holds what was read, declared and observed in it, and how it ended", async () => {
    const clock = fakeClock();
    const features = ["profile.age", "profile.city", "vector.user"];
    const watched = recording(features, { clock });
    const call = watched.openRemote({ protocol: "grpc", route: "shop.Users/GetProfile", trace: TRACE });
    use((await call.read("profile", () => ({ age: 3 }))).age);
    call.uses("vector.user", "vector.item");
    call.observe(observed({ features: ["profile.city"] }));
    clock.pass(7);
    call.close({ outcome: "failed", status: 13 });
    const [row] = watched.remoteCalls();
    expect(row).toMatchObject({
      took_us: 7000,
      trace_id: TRACE.traceId,
      span_id: TRACE.spanId,
      protocol: "grpc",
      route: "shop.Users/GetProfile",
      unregistered: [{ source: "vector", name: "item", how: "declared" }],
      spans: [{ target: "readers" }],
      outcome: "failed",
      status: 13,
      input_faults: [],
    });
    const { features_read, features_declared, features_span } = row!;
    expect([features_read, features_declared, features_span].map((each) => watched.names(each))).toEqual([
      ["profile.age"],
      ["vector.user"],
      ["profile.city"],
    ]);
    expect(row?.calls.map(({ source, how }) => [source, how])).toEqual([
      ["profile", "read"],
      ["vector", "declared"],
      ["profile", "span"],
    ]);
  });

  it("has the route that is known when it is over", () => {
    const watched = recording();
    let route = "/";
    const asked: unknown[] = [];
    const call = watched.openRemote({ route: () => (asked.push(route), route) });
    route = "/users/:id";
    call.close();
    call.close();
    watched.openRemote({ route: () => undefined }).close();
    expect(watched.remoteCalls().map((row) => row.route)).toEqual(["/users/:id", "*"]);
    expect(asked).toEqual(["/users/:id"]);
  });

  it("has no route where asking for it fails, and says so", () => {
    const watched = recording();
    const route = (): never => {
      throw new Error("no router");
    };
    watched.openRemote({ route }).close();
    expect(watched.remoteCalls()).toMatchObject([{ route: "*", input_faults: ["route.failed"] }]);
    expect(watched.faults.map(({ where }) => where)).toEqual(["route"]);
  });

  it("is the current decision below it", () => {
    const call = recording().openRemote();
    runInDecision(call, () => expect(currentDecision()).toBe(call));
  });

  it("has numbers of its own, and is counted when it begins and when it is recorded", () => {
    const begun: [string, number][] = [];
    const watched = recording([], { onBegin: (count, table) => begun.push([table, count]) });
    watched.open().close();
    const calls = [watched.openRemote(), watched.openRemote()];
    watched.open().close();
    for (const call of calls) call.close();
    calls[0]?.close();
    expect(watched.remoteCalls().map(({ seq }) => seq)).toEqual([1, 2]);
    expect(watched.rows().map(({ seq }) => seq)).toEqual([1, 2]);
    expect(begun).toEqual([
      ["decisions", 1],
      ["remote_calls", 1],
      ["remote_calls", 2],
      ["decisions", 2],
    ]);
    expect(watched.recorder.begun).toMatchObject({ decisions: 2, remote_calls: 2, coverage: 0 });
    expect(watched.recorder.counters.remoteCalls).toBe(2);
    expect(watched.recorder.counters.recorded.get("feed")).toBe(2);
  });

  it("decides nothing: what is delivered, intervened or said of a person in it is not recorded", () => {
    const watched = recording();
    const call = watched.openRemote();
    expect([call.algorithm.id, call.outlet, call.hasDelivered]).toEqual(["", undefined, false]);
    call.identify({ id: "alice" });
    call.deliver(["a"]);
    call.intervene({ id: "iv-1", kind: "pin" });
    call.describe({ pool: "minors" });
    call.price([{ id: "a", price: 1 }]);
    expect([call.hasDelivered, call.mode, call.blockedBy]).toEqual([true, "as_requested", ""]);
    call.close();
    call.deliver(["b"]);
    call.intervene({ id: "iv-2", kind: "pin" });
    call.describe({ pool: "minors" });
    call.price([{ id: "a", price: 1 }]);
    const names = ["remote.deliver", "remote.intervene", "remote.describe", "remote.price"];
    expect(watched.remoteCalls()).toMatchObject([{ input_faults: names }]);
    expect([...watched.recorder.counters.badInput]).toEqual(names.map((name) => [name, 1]));
  });

  it("tells nobody who listens for decisions, and has a receipt that waits for nothing", async () => {
    const watched = recording();
    watched.recorder.onRecord(() => expect.unreachable("no decision was recorded"));
    const { receipt } = watched.openRemote();
    expect(receipt.stage).toBe("open");
    const call = watched.openRemote();
    call.close();
    expect(call.receipt.stage).toBe("recorded");
    await expect(call.receipt.reached("stored", 60_000)).resolves.toBe("recorded");
    expect(watched.faults).toEqual([]);
  });
});

describe("a claim that can't be recorded", () => {
  it.each<[string, Partial<Record<keyof OpenRemoteOptions, unknown>>, object]>([
    ["caller.outlet", { caller: { ...CALLER, outlet: "\ud800" } }, { outlet: "" }],
    ["caller.outlet", { caller: { ...CALLER, outlet: "x".repeat(257) } }, { outlet: "" }],
    ["caller.outlet", { caller: { ...CALLER, outlet: 7 } }, { outlet: "" }],
    ["caller.hop", { caller: { ...CALLER, hop: 0 } }, { hop: 1 }],
    ["caller.hop", { caller: { ...CALLER, hop: 1.5 } }, { hop: 1 }],
    ["caller.hop", { caller: { ...CALLER, hop: "2" } }, { hop: 1 }],
    ["remote.protocol", { protocol: "toString" }, { protocol: "other" }],
    ["trace", { trace: { traceId: "no", spanId: "no" } }, { trace_id: "0".repeat(32) }],
    ["route", { route: "/\ud800" }, { route: "*" }],
  ])("is noted as %s, and the rest is recorded", (name, options, expected) => {
    const watched = recording();
    watched.openRemote(options as Partial<OpenRemoteOptions>).close();
    expect(watched.remoteCalls()).toMatchObject([
      { decision: CALLER.decision, ...expected, input_faults: [name] },
    ]);
  });

  it("of more services than a record can tell is recorded as the most", () => {
    const watched = recording();
    watched.openRemote({ caller: { ...CALLER, hop: 1000 } }).close();
    expect(watched.remoteCalls()).toMatchObject([{ hop: 255, input_faults: [] }]);
  });

  it.each(["", "7", CALLER.decision.toUpperCase(), `${CALLER.decision}\n`, undefined, null])(
    "because its decision is %o is refused, and counted as bad input",
    (decision) => {
      const { recorder } = recording();
      const caller = { ...CALLER, decision: decision as string };
      expect(recorder.openRemote({ caller, protocol: "http" })).toBeUndefined();
      expect(recorder.counters.badInput.get("caller")).toBe(1);
      expect(recorder.begun).toMatchObject({ remote_calls: 0 });
    },
  );

  it("because there is none at all is a fault of ours that is counted", () => {
    const { recorder, faults } = recording();
    expect(recorder.openRemote(undefined as never)).toBeUndefined();
    expect(faults.map(({ where }) => where)).toEqual(["openRemote"]);
  });
});

describe("a remote call that is lost", () => {
  it("is counted apart from decisions when the sink refuses it, and told as missing of its table", () => {
    let isOpen = false;
    const told: unknown[] = [];
    const sink = {
      accept: () => isOpen,
      missing(table: string, ranges: unknown) {
        if (isOpen) told.push([table, ranges]);
        return isOpen;
      },
    };
    const { openRemote, recorder } = recording([], { sink });
    openRemote().close();
    recorder.flush();
    isOpen = true;
    recorder.flush();
    expect([...recorder.counters.remoteCallsLost]).toEqual([["refused", 1]]);
    expect([...recorder.counters.lost]).toEqual([]);
    expect(told).toEqual([["remote_calls", [{ cause: "refused", firstSeq: 1, lastSeq: 1 }]]]);
  });

  it("is counted when it closes after the recorder", () => {
    const { openRemote, recorder, remoteCalls } = recording();
    const call = openRemote();
    recorder.close();
    call.close();
    expect(remoteCalls()).toEqual([]);
    expect([...recorder.counters.remoteCallsLost]).toEqual([["closed", 1]]);
  });

  it("is counted when it can't be encoded, and the rows before and after it are whole", () => {
    const clock = fakeClock();
    const watched = recording([], { clock });
    const calls = [watched.openRemote(), watched.openRemote(), watched.openRemote()];
    for (const [n, call] of calls.entries()) {
      if (n === 1) Object.assign(call, { inputFaults: [7] }); // a fault of ours, however it came about
      call.close({ status: 200 + n });
    }
    expect(watched.remoteCalls().map(({ seq, status }) => [seq, status])).toEqual([
      [1, 200],
      [3, 202],
    ]);
    expect([...watched.recorder.counters.remoteCallsLost]).toEqual([["unencodable", 1]]);
    expect(watched.faults.map(({ where }) => where)).toEqual(["encode"]);
  });
});
