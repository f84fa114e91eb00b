import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CoveredRequest, CoveredRoute } from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { recording, WRITER } from "../support/recording.ts";

const FEED: CoveredRoute = { method: "GET", path: "/feed", algorithm: "feed" };
const RANK: CoveredRoute = { method: "POST", path: "/rank/:user", algorithm: "rank" };

function covering(routes: readonly CoveredRoute[] = [FEED]) {
  const clock = fakeClock();
  const watched = recording([], { clock, routes });
  const asked = (given: Partial<CoveredRequest> = {}): void =>
    watched.recorder.covered({ method: "GET", route: "/feed", became: "decision", ...given });
  return { ...watched, clock, asked };
}

describe("a statement of coverage", () => {
  it("says of each route how many requests came, and what became of them", () => {
    const { recorder, clock, asked, coverage } = covering([FEED, RANK]);
    for (const became of ["decision", "decision", "remote_call", "fault", "fault", "nested"] as const)
      asked({ became });
    asked({ route: "/books", became: "not_configured", isJson: true });
    asked({ route: "/books", became: "not_configured" });
    clock.pass(60_000);
    recorder.stateCoverage();
    const common = { ts: NEW_YEAR + 60_000, from: NEW_YEAR, writer: WRITER, epoch: 1, service: "book-feed" };
    const none = { requests: 0, decisions: 0, remote_calls: 0, lists: 0, reasons: [] };
    expect(coverage()).toEqual([
      {
        ...common,
        seq: 1,
        method: "GET",
        route: "/feed",
        algorithm: "feed",
        requests: 6,
        decisions: 2,
        remote_calls: 1,
        lists: 0,
        reasons: [
          { reason: "fault", requests: 2 },
          { reason: "nested", requests: 1 },
        ],
      },
      { ...common, seq: 2, method: "POST", route: "/rank/:user", algorithm: "rank", ...none },
      {
        ...common,
        seq: 3,
        method: "GET",
        route: "/books",
        algorithm: "",
        ...none,
        requests: 2,
        lists: 1,
        reasons: [{ reason: "not_configured", requests: 2 }],
      },
    ]);
  });

  it("begins where the last one ended, and is the last one when the recorder closes", () => {
    const { recorder, clock, asked, coverage } = covering();
    clock.pass(60_000.5);
    asked();
    recorder.stateCoverage();
    clock.pass(30_000);
    asked();
    asked();
    recorder.close();
    recorder.close();
    recorder.stateCoverage();
    expect(coverage().map(({ from, ts, requests }) => [from - NEW_YEAR, ts - NEW_YEAR, requests])).toEqual([
      [0, 60_000, 1],
      [60_000, 90_000, 2],
    ]);
    expect(recorder.begun).toMatchObject({ coverage: 2 });
  });

  it("says zero of a configured route that nobody asked for, and nothing of any other", () => {
    const { recorder, asked, coverage } = covering();
    asked({ route: "/books", became: "not_configured" });
    recorder.stateCoverage();
    recorder.stateCoverage();
    expect(coverage().map(({ route, requests }) => [route, requests])).toEqual([
      ["/feed", 0],
      ["/books", 1],
      ["/feed", 0],
    ]);
  });

  it("is of no length while the wall clock, which was set back, has not caught up", () => {
    const { recorder, clock, coverage } = covering();
    clock.pass(60_000);
    recorder.stateCoverage();
    clock.setWall(NEW_YEAR);
    recorder.stateCoverage();
    clock.setWall(NEW_YEAR + 61_000);
    recorder.stateCoverage();
    expect(coverage().map(({ from, ts }) => [from - NEW_YEAR, ts - NEW_YEAR])).toEqual([
      [0, 60_000],
      [60_000, 60_000],
      [60_000, 61_000],
    ]);
  });

  it("is not made where there is nothing to say", () => {
    const { recorder, coverage } = covering([]);
    recorder.stateCoverage();
    recorder.close();
    expect(coverage()).toEqual([]);
  });

  it.each([
    [59_999, []],
    [60_000, [0]],
  ])(
    "is made at the end of a process that nobody asked anything only after a minute: %s ms",
    (ms, requests) => {
      const { recorder, clock, coverage } = covering();
      clock.pass(ms);
      recorder.close();
      expect(coverage().map((row) => row.requests)).toEqual(requests);
    },
  );

  it("counts every request once, whatever is asked and whenever it is stated", () => {
    const request = fc.record({
      method: fc.constantFrom("GET", "POST"),
      route: fc.constantFrom("/feed", "/books", ""),
      became: fc.constantFrom("decision", "remote_call", "not_configured", "fault", "nested"),
      isJson: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.option(request, { freq: 4 }), { maxLength: 40 }), (steps) => {
        const { recorder, coverage } = covering();
        for (const step of steps) {
          if (step) recorder.covered(step);
          else recorder.stateCoverage();
        }
        recorder.close();
        const asked = steps.filter((step) => step !== null);
        const rows = coverage();
        const sum = (of: (row: (typeof rows)[number]) => number): number =>
          rows.reduce((all, row) => all + of(row), 0);
        expect(sum(({ requests }) => requests)).toBe(asked.length);
        expect(sum(({ decisions }) => decisions)).toBe(
          asked.filter(({ became }) => became === "decision").length,
        );
        for (const { requests, decisions, remote_calls, reasons } of rows)
          expect(reasons.reduce((all, each) => all + each.requests, decisions + remote_calls)).toBe(requests);
        expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
      }),
    );
  });
});

describe("routes", () => {
  it("that nobody knows are one by method, and never the path", () => {
    const { recorder, asked, coverage } = covering([]);
    asked({ route: "", became: "not_configured" });
    asked({ route: "x".repeat(257), became: "not_configured" });
    asked({ route: "\ud800", became: "not_configured" });
    asked({ method: "PUT", route: "", became: "not_configured" });
    recorder.stateCoverage();
    expect(coverage().map(({ method, route, requests }) => [method, route, requests])).toEqual([
      ["GET", "*", 3],
      ["PUT", "*", 1],
    ]);
  });

  it("are told apart as far as a bound; those that come after are one", () => {
    const { recorder, asked, coverage } = covering();
    for (let n = 0; n < 2_000; n += 1) asked({ method: `M${n}`, route: `/r${n}`, became: "not_configured" });
    asked();
    asked({ method: "M0", route: "/r0", became: "not_configured" });
    recorder.stateCoverage();
    const rows = coverage();
    expect(rows).toHaveLength(1 + 512 + 1);
    expect(rows[0]).toMatchObject({ route: "/feed", requests: 1 });
    expect(rows[1]).toMatchObject({ route: "/r0", requests: 2 });
    expect(rows.at(-1)).toMatchObject({ method: "*", route: "*", requests: 2_000 - 512 });
  });

  it("that can't be recorded are refused when the recorder is made", () => {
    expect(() => covering([{ ...FEED, path: "/\ud800" }])).toThrow(
      expect.objectContaining({
        code: "ILL_FORMED_TEXT",
        message: expect.stringContaining("coverage.route"),
      }),
    );
  });
});

describe("what goes wrong with coverage", () => {
  it("is swallowed and counted", () => {
    const { recorder, faults } = covering();
    recorder.covered(undefined as never);
    recorder.covered({ method: Symbol("x") as never, route: "/feed", became: "decision" });
    expect(faults.map(({ where }) => where)).toEqual(["coverage", "coverage"]);
  });

  it("is no matter of the clock that the host gave", () => {
    let isBroken = false;
    const now = (): number => {
      if (isBroken) throw new Error("no clock");
      return NEW_YEAR;
    };
    const { recorder, faults } = recording([], { clock: { now, monotonicUs: () => 0 }, routes: [FEED] });
    isBroken = true;
    recorder.close();
    expect(faults.map(({ where }) => where)).toEqual(["coverage"]);
  });
});
