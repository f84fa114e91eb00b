import { currentDecision } from "@probity/core";
import { Registry } from "prom-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createProbe } from "../src/create-probe.ts";
import { isProbeError } from "../src/errors.ts";
import type { Probe } from "../src/probe.ts";
import { eventually } from "./support/eventually.ts";
import { decideTimes, openProbe } from "./support/open-probe.ts";
import { configOf, environment, NOWHERE } from "./support/probe-config.ts";

const open: Probe[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((probe) => probe.close({ deadlineMs: 0 })));
});

async function probeIntoNowhere(
  ...limits: Parameters<typeof openProbe> extends [unknown, ...infer L] ? L : never
) {
  const opened = await openProbe(NOWHERE, ...limits);
  open.push(opened.probe);
  return opened;
}

describe("createProbe", () => {
  it("rejects a configuration file that isn't there, with the path", async () => {
    await expect(createProbe("no-such/probity.yaml", { registry: new Registry() })).rejects.toThrow(
      /^no-such\/probity\.yaml: /,
    );
  });

  it("rejects a secret that isn't there, with its name", async () => {
    const made = createProbe(configOf(NOWHERE), { env: {}, registry: new Registry() });
    await expect(made).rejects.toThrow(/PROBITY_KEY/);
    await expect(made).rejects.toThrow(/PROBITY_PASSWORD/);
  });

  it("rejects a rule pack that it doesn't have", async () => {
    const given = configOf(NOWHERE);
    const config = { ...given, rules: { ...given.rules, packs: ["xx"] } };
    const made = createProbe(config, { env: environment(NOWHERE), registry: new Registry() });
    await expect(made).rejects.toThrow('there is no rule pack "xx", there are cn');
  });

  it("rejects a metrics registry that another open probe reports into, until that one is closed", async () => {
    const { probe, registry } = await probeIntoNowhere();
    const again = (): Promise<Probe> =>
      createProbe(configOf(NOWHERE), { env: environment(NOWHERE), registry, onFault: () => undefined });
    await expect(again()).rejects.toSatisfy((error) => isProbeError(error, "REGISTRY_TAKEN"));
    await probe.close();
    const next = await again();
    open.push(next);
    expect(await registry.metrics()).toContain("probity_decisions_stored_total 0");
  });

  it.each([-1, Number.NaN, Infinity])("rejects a deadline of %s", async (deadlineMs) => {
    const made = createProbe(configOf(NOWHERE), {
      env: environment(NOWHERE),
      registry: new Registry(),
      deadlineMs,
    });
    await expect(made).rejects.toThrow(`deadlineMs must be from 0 to 2147483647, got ${deadlineMs}`);
    const { probe } = await probeIntoNowhere();
    await expect(probe.flush({ deadlineMs })).rejects.toSatisfy((error) =>
      isProbeError(error, "INVALID_OPTION"),
    );
    await expect(probe.close({ deadlineMs })).rejects.toSatisfy((error) =>
      isProbeError(error, "INVALID_OPTION"),
    );
  });

  it("tells of what looks wrong in the configuration", async () => {
    const faults: unknown[] = [];
    const config = configOf(NOWHERE);
    const place = { file: "probity.yaml", line: 3, column: 5, path: "features" };
    const warning = {
      ...place,
      code: "suspicious",
      message: "it is strange",
      found: "",
      expected: "",
    } as const;
    const options = { env: environment(NOWHERE), registry: new Registry() };
    const onFault = (...fault: unknown[]): void => void faults.push(fault);
    open.push(await createProbe({ ...config, warnings: [warning] }, { ...options, onFault }));
    expect(faults[0]).toEqual(["config", expect.objectContaining({ code: "CONFIG_WARNING" })]);
    expect(String(faults[0])).toContain("probity.yaml:3:5");
  });

  it("starts although nobody listens at the storage's address, and says so", async () => {
    const { probe, faults } = await probeIntoNowhere();
    const of = (place: string) => faults.filter((fault) => fault.startsWith(`${place}: `));
    await eventually(() => of("store").length).toBeGreaterThan(0);
    await eventually(() => of("control").length).toBeGreaterThan(0);
    expect(of("store")[0]).toMatch(/ProbeError: decisions wait in memory: .*127\.0\.0\.1:1.*ECONNREFUSED/);
    expect(of("control")[0]).toMatch(/ProbeError: what is entered into ledgers elsewhere is not seen here: /);
    expect(["open", "half_open"]).toContain(probe.counters.circuit);
    for (const place of ["store", "control"]) expect(probe.counters.faults.get(place)).toBe(of(place).length);
  });
});

describe("the ports of a probe", () => {
  it("are what adapters take: the recorder, and what the configuration says", async () => {
    const config = configOf(NOWHERE);
    const spans = [{ match: { system: "redis" }, source: "profile" }];
    const propagation = { accept: false, sendTo: ["features.internal"] };
    const { probe } = await probeIntoNowhere({}, { spans, propagation, telemetry: { logs: true } });
    const { ports } = probe;
    expect(ports).toMatchObject({ service: "books", spans, propagation, telemetry: { logs: true } });
    expect(ports.http).toMatchObject({
      recorder: ports.recorder,
      routes: config.routes,
      subject: config.subject,
      acceptCallers: false,
    });
    ports.recorder.open({ algorithm: "feed" }).close();
    expect(probe.counters.recorded.get("feed")).toBe(1);
  });
});

describe("coverage", () => {
  it("is stated every minute, also where nobody asked for anything, and no more once the probe is closed", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const { probe } = await probeIntoNowhere();
      const { recorder } = probe.ports;
      expect(recorder.begun).toMatchObject({ coverage: 0 });
      for (const rows of [2, 4]) {
        vi.advanceTimersByTime(60_000);
        expect(recorder.begun).toMatchObject({ coverage: rows }); // of two routes
      }
      await probe.close({ deadlineMs: 0 });
      vi.advanceTimersByTime(600_000);
      expect(recorder.begun).toMatchObject({ coverage: 4 });
    } finally {
      vi.useRealTimers();
    }
  });

  it("is stated at the end of a probe that was asked something", async () => {
    const { probe } = await probeIntoNowhere();
    const { recorder } = probe.ports;
    recorder.covered({ method: "GET", route: "/feed", became: "decision" });
    await probe.close({ deadlineMs: 0 });
    expect(recorder.begun).toMatchObject({ coverage: 2 });
  });
});

describe("decide", () => {
  it("runs the work as part of the decision, and closes it as delivered", async () => {
    const { probe } = await probeIntoNowhere();
    const answer = await probe.decide({ algorithm: "feed" }, async (decision) => {
      await Promise.resolve();
      expect(currentDecision()).toBe(decision);
      expect(decision.isClosed).toBe(false);
      return decision;
    });
    expect(answer.isClosed).toBe(true);
    expect(currentDecision()).toBeUndefined();
    expect(probe.counters.recorded.get("feed")).toBe(1);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("no books"))],
    [
      "throws at once",
      () => {
        throw new Error("no books");
      },
    ],
  ])("closes the decision when the work %s, and throws the same", async (_, work) => {
    const { probe } = await probeIntoNowhere();
    await expect(probe.decide({ algorithm: "feed" }, work)).rejects.toThrow("no books");
    expect(probe.counters.recorded.get("feed")).toBe(1);
  });

  it("nests", async () => {
    const { probe } = await probeIntoNowhere();
    await probe.decide({ algorithm: "feed" }, async (outer) => {
      await probe.decide({ algorithm: "hot" }, (inner) => expect(inner).not.toBe(outer));
      expect(currentDecision()).toBe(outer);
    });
  });
});

describe("with a storage that doesn't answer", () => {
  it("accounts for every decision at every moment, and refuses what would take more memory than allowed", async () => {
    const { probe } = await probeIntoNowhere({ maxPendingBytes: 200_000 });
    decideTimes(probe, 5_000);
    const { recorded, pendingBytes, lost } = probe.counters;
    expect(pendingBytes).toBeGreaterThan(100_000);
    expect(pendingBytes).toBeLessThanOrEqual(200_000);
    expect(lost.get("refused")).toBeGreaterThan(0);
    const refused = lost.get("refused")!;
    await expect(probe.close({ deadlineMs: 50 })).resolves.toEqual({
      stored: 0,
      left: 0,
      spooled: 0,
      lost: recorded.get("feed"),
    });
    const counted = Object.fromEntries(probe.counters.lost);
    expect(counted).toEqual({ refused: expect.any(Number), deadline: expect.any(Number) });
    expect(counted["refused"]).toBeGreaterThanOrEqual(refused); // and what was gathered last
  });

  it("flushes until the deadline, and keeps what could not be stored", async () => {
    const { probe } = await probeIntoNowhere();
    decideTimes(probe, 3);
    await expect(probe.flush({ deadlineMs: 20 })).resolves.toEqual({
      stored: 0,
      left: 3,
      spooled: 0,
      lost: 0,
    });
    expect(probe.counters.pendingRows).toBe(3);
  });

  it("closes at the deadline, and counts what is left as lost", async () => {
    const { probe } = await probeIntoNowhere();
    decideTimes(probe, 3);
    const closed = probe.close({ deadlineMs: 20 });
    await expect(closed).resolves.toEqual({ stored: 0, left: 0, spooled: 0, lost: 3 });
    await expect(probe.close()).resolves.toBe(await closed);
    expect(probe.counters.lost).toEqual(new Map([["deadline", 3]]));
  });
});
