import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { BatchFinding } from "@probity/batch";
import { ClickHouseStoreError } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { fakeQueries } from "../support/batch.ts";
import { loads, SECRETS } from "../support/config.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";

const URL_GIVEN = ["--url", "http://localhost:8123"];
const NOW = Date.parse("2026-11-21T12:34:56Z");
const HOUR = 3_600_000;

const ages = { algorithm: "feed", outlet: "home", decisions: 100, unknown: 40, unknown_signed_in: 10 };
const unknownAges = () => Promise.resolve({ rows: [ages], query: "SELECT age", parameters: { from: 1 } });

type Queries = Parameters<typeof fakeQueries>[0];

function holding(answers: Queries = { unknownAges }): World & { readonly entered: BatchFinding[] } {
  const entered: BatchFinding[] = [];
  const enter = (_: unknown, rows: readonly unknown[]) => {
    entered.push(...(rows as BatchFinding[]));
    return Promise.resolve();
  };
  return { entered, now: NOW, ports: opens(fakeStore({ enter, batch: fakeQueries(answers) })) };
}

describe("probity rules run", () => {
  it("tells what each rule looked at, and enters what is new with what reproduces it", async () => {
    const world = holding();
    const call = await probity(["rules", "run", "--only", "m09,C02", ...URL_GIVEN], world);
    expect(call).toMatchObject({ exitCode: 1, err: "" });
    expect(call.out).toMatch(
      /^Records of 2026-11-20 20:00:00 to 2026-11-21 20:00:00\nRule +Cases +Findings +What/,
    );
    expect(call.out).toMatch(/C02 +0 +0 +nothing to look at/);
    expect(call.out).toMatch(/M09 +1 +1 +Suspected/);
    expect(call.out).toContain(
      "1 finding was entered, 0 were on record already; each suspected and to be reviewed.",
    );
    expect(world.entered).toMatchObject([
      { rule: "M09", service: "", query: "SELECT age", from: Date.parse("2026-11-20T12:00Z") },
    ]);
  });

  it("says the same in Chinese, as 疑似 / 待复核", async () => {
    const { out } = await probity(["rules", "run", "--only", "M09", "--lang", "zh", ...URL_GIVEN], holding());
    expect(out).toContain("新增 1 项，已在案 0 项，均为疑似、待复核。");
    expect(out).not.toMatch(/违法/);
  });

  it("enters nothing a second time, and nothing at all in a dry run", async () => {
    const first = holding();
    await probity(["rules", "run", "--only", "M09", ...URL_GIVEN], first);
    const stored = first.entered;
    const again = holding({ unknownAges, storedFindings: () => Promise.resolve(stored) });
    const { out } = await probity(["rules", "run", "--only", "M09", ...URL_GIVEN], again);
    expect(out).toContain("0 findings were entered, 1 was on record already");
    expect(again.entered).toEqual([]);
    const dry = holding();
    const told = await probity(["rules", "run", "--only", "M09", "--dry-run", ...URL_GIVEN], dry);
    expect(told.out).toContain("1 finding would be entered");
    expect(dry.entered).toEqual([]);
  });

  it("takes thresholds and the service from the configuration, and prints JSON", async () => {
    const asked: unknown[] = [];
    const optOutLag: NonNullable<Queries>["optOutLag"] = (...given) => {
      asked.push(given);
      return Promise.resolve({ rows: [], query: "", parameters: {} });
    };
    const world = holding({ optOutLag });
    const ports = { ...world.ports, loadConfig: loads() };
    const args = [
      "rules",
      "run",
      "--only",
      "C02",
      "--since",
      "2026-11-20T00:00Z",
      "--until",
      "2026-11-21T00:00Z",
      "--json",
    ];
    const { out, exitCode } = await probity(args, { ...world, ports, env: SECRETS });
    expect(exitCode).toBe(0);
    expect(asked).toEqual([
      [
        { from: Date.parse("2026-11-20"), to: Date.parse("2026-11-21") },
        { maxLagSeconds: expect.any(Number) as number },
      ],
    ]);
    expect(jsonLines(out)).toMatchObject([
      {
        from: "2026-11-20T00:00:00.000Z",
        rules: [{ rule: "C02", cases: 0, findings: 0 }],
        added: [],
        known: 0,
      },
    ]);
  });

  it("goes on where a rule could not look, and says so", async () => {
    const optOutLag = () => Promise.reject(new ClickHouseStoreError("TIMEOUT", "no answer in 30 s"));
    const { out, exitCode } = await probity(
      ["rules", "run", ...URL_GIVEN],
      holding({ optOutLag, unknownAges }),
    );
    expect(exitCode).toBe(2);
    expect(out).toMatch(/C02 +0 +0 +could not look: no answer in 30 s/);
    expect(out).toContain("1 finding was entered");
  });

  it("fails where none could", async () => {
    const optOutLag = () => Promise.reject(new ClickHouseStoreError("UNREACHABLE", "nothing answers"));
    const call = await probity(["rules", "run", "--only", "C02", ...URL_GIVEN], holding({ optOutLag }));
    expect(call).toEqual({ exitCode: 2, out: "", err: "probity: nothing answers\n" });
  });

  it.each([
    [["--only", "C99"], "C99 is no rule over stored records; there are C02, P02"],
    [["--since", "2026-11-21T00:00Z", "--until", "2026-11-20T00:00Z"], "is not before"],
    [["--until", "2030-01-01"], "is still to come: rules look at what is over"],
    [["--since", "2030-01-01"], "is not before"],
    [["--every", "5s"], "expected a length of time from 1m to 31d"],
    [["--every", "1h", "--until", "2h"], "--every runs on and on"],
    [["--groups", "groups.csv"], "--groups needs a configuration"],
  ])("refuses %j", async (args, said) => {
    const { exitCode, err } = await probity(["rules", "run", ...args, ...URL_GIVEN], holding());
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
  });

  it("keeps running until it is asked to end, one window after the other", async () => {
    const windows: number[] = [];
    let end = (): void => undefined;
    const interrupted = new Promise<void>((resolve) => (end = resolve));
    const ages: NonNullable<Queries>["unknownAges"] = ({ from }) => {
      windows.push((from - NOW) / HOUR);
      if (windows.length === 4) end();
      return unknownAges();
    };
    const world = { ...holding({ unknownAges: ages }), interrupted: () => interrupted };
    const args = ["rules", "run", "--only", "M09", "--every", "1h", "--since", "6h", "--json", ...URL_GIVEN];
    const { exitCode, out, err } = await probity(args, world);
    expect(exitCode).toBe(0);
    expect(windows.map((hours) => Math.floor(hours))).toEqual([-7, -6, -5, -4]);
    expect(jsonLines(out)).toHaveLength(4);
    expect(err).toContain("more windows are over and wait");
  });

  it("refuses a file of groups that it can't read, by the line", async () => {
    const directory = await mkdtemp(join(tmpdir(), "probity-groups-"));
    const file = join(directory, "groups.csv");
    await writeFile(file, "b-1,new\nb-2\n");
    const world = holding();
    const ports = { ...world.ports, loadConfig: loads() };
    const call = await probity(["rules", "run", "--groups", file], { ...world, ports, env: SECRETS });
    await rm(directory, { recursive: true });
    expect(call.exitCode).toBe(2);
    expect(call.err).toContain("line 2: expected item,group");
    expect(call.err).not.toContain("b-2");
  });
});
