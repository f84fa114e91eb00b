import { currentDecision } from "@probity/core";
import { type RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { type Framework, writeCaller } from "../src/index.ts";
import { harness } from "./support/harness.ts";

/** A decision of another service, a moment ago. */
function callerOfNow(): { readonly decision: string; readonly header: string } {
  const decision = harness().recorder.open({ algorithm: "feed" }).id;
  return { decision, header: `baggage: tenant=7,${writeCaller({ decision, outlet: "首页", hop: 2 })}` };
}

const reading: RequestListener = (_req, res) => {
  currentDecision()?.track("profile", { age: 12 }).age.toFixed();
  res.setHeader("Content-Type", "application/json").end('{"items":[]}');
};

describe("a request whose baggage names another service's decision", () => {
  it("is recorded as a part of it, with what it reads, where its route is not configured", async () => {
    const { decision, header } = callerOfNow();
    const { listener, remoteCall, coverage, covered, faults } = harness();
    const trace = { traceId: "a".repeat(32), spanId: "b".repeat(16) };
    const bytes = await serving(listener(reading, { trace }), (port) =>
      exchange(port, get("/users/7", [header])),
    );
    expect(await remoteCall()).toMatchObject({
      decision,
      outlet: "首页",
      hop: 2,
      trace_id: trace.traceId,
      span_id: trace.spanId,
      protocol: "http",
      route: "*",
      features_read: [0],
      outcome: "delivered",
      status: 200,
      input_faults: [],
    });
    expect(bytes.toString()).not.toContain("Probity");
    await covered(1);
    expect(coverage()).toMatchObject([{ route: "GET *", remote_calls: 1, lists: 1, reasons: {} }]);
    expect(faults).toEqual([]);
  });

  it("is recorded under the route that the framework knows in the end", async () => {
    const { header } = callerOfNow();
    const { listener, remoteCall, coverage, covered } = harness();
    let route: string | undefined;
    const framework: Framework = { route: () => route, readsJson: false };
    const routing: RequestListener = (_req, res) => {
      route = "/users/:id";
      res.end();
    };
    await serving(listener(routing, { framework }), (port) => exchange(port, get("/users/7", [header])));
    expect(await remoteCall()).toMatchObject({ route: "/users/:id" });
    await covered(1);
    expect(coverage()).toMatchObject([{ route: "GET /users/:id", remote_calls: 1 }]);
  });

  it("is a decision of its own within that one where its route is configured", async () => {
    const { decision, header } = callerOfNow();
    const { listener, row, coverage, covered } = harness();
    await serving(listener(reading), (port) => exchange(port, get("/feed", [header])));
    expect(await row()).toMatchObject({ parent: decision, parent_via: "baggage", features_read: [0] });
    await covered(1);
    expect(coverage()).toMatchObject([{ route: "GET /feed", decisions: 1, remote_calls: 0 }]);
  });

  it("is just as well where a tool made it up, without a connection", async () => {
    const { decision, header } = callerOfNow();
    const { probe, remoteCall, faults } = harness();
    const headers = { baggage: header.slice("baggage: ".length) };
    const req = Object.assign(new Readable({ read: () => undefined }), {
      method: "GET",
      url: "/users/7",
      headers,
    });
    const res = new ServerResponse(req as never);
    probe.begin(req as never, res, { target: "/users/7" });
    res.emit("close");
    expect(await remoteCall()).toMatchObject({ decision, hop: 2 });
    expect(faults).toEqual([]);
  });

  it("is where it was cut off, as such", async () => {
    const { header } = callerOfNow();
    const { listener, remoteCall } = harness();
    await serving(
      listener((req) => void req.socket.destroy()),
      (port) => exchange(port, get("/other", [header])),
    );
    expect(await remoteCall()).toMatchObject({ outcome: "aborted", status: 0 });
  });

  it("is like any other where callers are not accepted", async () => {
    const { header } = callerOfNow();
    const { listener, row, coverage, covered, recorder } = harness({ acceptCallers: false });
    await serving(listener(reading), async (port) => {
      await exchange(port, get("/feed", [header]));
      await exchange(port, get("/other", [header, "baggage: probity.hop"]));
    });
    expect(await row()).toMatchObject({ parent_via: "none", input_faults: [] });
    await covered(2);
    expect(coverage()).toMatchObject([{ decisions: 1 }, { remote_calls: 0, reasons: { not_configured: 1 } }]);
    expect([...recorder.counters.badInput]).toEqual([]);
  });

  it("says nothing about a person, nor of what is found, whatever else stands in it", async () => {
    const { decision, header } = callerOfNow();
    const { listener, row } = harness({
      subject: { id: { header: "x-reader" }, minorMode: { header: "x-minor" } },
    });
    const more =
      ",probity.subject=7,probity.id=7,x-reader=7,x-minor=1,subject.id=7,probity.findings=none,minorMode=1";
    await serving(listener(reading), (port) => exchange(port, get("/feed", [header + more])));
    expect(await row()).toMatchObject({
      parent: decision,
      subject: "0".repeat(64),
      minor_mode: false,
      age_band: "unknown",
      findings: [],
      input_faults: [],
    });
  });
});

describe("a request whose baggage can't be believed", () => {
  const { header } = callerOfNow();
  const refused: readonly (readonly [string, readonly string[]])[] = [
    ["comes twice", [header, header]],
    ["comes beside another", ["baggage: a=1", header]],
    [
      "names a decision of long ago",
      [`baggage: probity.decision=01890000-0000-7000-8000-000000000000,probity.hop=1`],
    ],
    ["names none", ["baggage: probity.hop=1"]],
    ["has a broken encoding", [`${header},probity.outlet=%`]],
    ["is too large", [`${header},pad=${"x".repeat(8192)}`]],
    ["has too many members", [header + ",a=1".repeat(180)]],
  ];

  it.each(refused)("is noted by name on its decision when that %s", async (_, headers) => {
    const { listener, row, faults } = harness();
    await serving(listener(reading), (port) => exchange(port, get("/feed", headers)));
    expect(await row()).toMatchObject({ parent_via: "none", input_faults: ["baggage"] });
    expect(faults).toEqual([expect.stringContaining('input: CoreError: "baggage" was handed in')]);
  });

  it.each(refused)(
    "is counted, and not recorded, where it is no decision and that %s",
    async (_, headers) => {
      const { listener, recorder, coverage, covered } = harness();
      await serving(listener(reading), (port) => exchange(port, get("/other", headers)));
      await covered(1);
      expect(coverage()).toMatchObject([{ remote_calls: 0, reasons: { not_configured: 1 } }]);
      expect([...recorder.counters.badInput]).toEqual([["baggage", 1]]);
      expect(recorder.begun).toMatchObject({ decisions: 0, remote_calls: 0 });
    },
  );

  it.each([
    ["belongs to others", ["baggage: a=1", "baggage: b=%"]],
    ["is too large, and belongs to others", [`baggage: a=${"x".repeat(9000)}`]],
  ])("is not noted where that %s", async (_, headers) => {
    const { listener, row } = harness();
    await serving(listener(reading), (port) => exchange(port, get("/feed", headers)));
    expect(await row()).toMatchObject({ parent_via: "none", input_faults: [] });
  });
});
