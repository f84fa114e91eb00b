import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SpoolConfig } from "@probity/config";
import { Registry } from "prom-client";
import { describe, expect } from "vitest";
import { createProbe } from "../src/create-probe.ts";
import type { Probe } from "../src/probe.ts";
import { isSpoolError } from "../src/spool/errors.ts";
import { recoverLog } from "../src/spool/recover.ts";
import { test as inDirectory } from "./spool/support/directory.ts";
import { numbersIn } from "./spool/support/logs.ts";
import { eventually } from "./support/eventually.ts";
import { decideTimes, openProbe, type TestProbe } from "./support/open-probe.ts";
import { configOf, environment, NOWHERE, spoolIn } from "./support/probe-config.ts";

type Open = (given?: Partial<SpoolConfig>, limits?: Parameters<typeof openProbe>[1]) => Promise<TestProbe>;

/** Opens probes into a storage that isn't there, with a spool in the test's directory, and closes them. */
const test = inDirectory.extend<{ open: Open }>({
  open: async ({ directory }, use) => {
    const opened: Probe[] = [];
    await use(async (given, limits) => {
      const all = await openProbe(NOWHERE, limits, spoolIn(join(directory, "spool"), given));
      opened.push(all.probe);
      return all;
    });
    await Promise.all(opened.map((probe) => probe.close({ deadlineMs: 0 })));
  },
});

/** Everything below a directory, with what shows that somebody touched it. */
async function touched(directory: string): Promise<string[]> {
  const names = ["", ...(await readdir(directory, { recursive: true }))];
  return Promise.all(
    names.map(async (name) => {
      const { mode, size, mtimeMs, ctimeMs } = await stat(join(directory, name));
      return `${name} ${mode} ${size} ${mtimeMs} ${ctimeMs}`;
    }),
  );
}

const marker = (version: number): string => JSON.stringify({ format: "probity-spool", version });

/** The logs in a spool. */
async function logsIn(root: string): Promise<string[]> {
  const names = await readdir(root);
  return names.filter((name) => /[0-9a-f]{12}$/.test(name)).map((name) => join(root, name));
}

describe("createProbe", () => {
  test.for<[string, (root: string) => Promise<unknown>, string, RegExp]>([
    [
      "that holds something else",
      (root) => writeFile(join(root, "thesis.txt"), "do not touch"),
      "NOT_A_SPOOL",
      /thesis\.txt/,
    ],
    [
      "of a newer Probity",
      (root) => writeFile(join(root, "probity-spool.json"), marker(2)),
      "NEWER_VERSION",
      /newer/,
    ],
    [
      "with a foreign file in it",
      async (root) => {
        await writeFile(join(root, "probity-spool.json"), marker(1));
        await writeFile(join(root, "thesis.txt"), "do not touch");
      },
      "FOREIGN_FILE",
      /thesis\.txt/,
    ],
    ["whose path is too long", () => Promise.resolve(), "PATH_TOO_LONG", /bytes/],
  ])(
    "rejects a spool %s, says where and what, and touches nothing",
    async ([, prepare, code, what], { directory }) => {
      const long = code === "PATH_TOO_LONG" ? "d".repeat(90) : "spool";
      const root = join(directory, long);
      await mkdir(root);
      await prepare(root);
      const before = await touched(directory);
      const registry = new Registry();
      const made = createProbe(configOf(NOWHERE, {}, spoolIn(root)), { env: environment(NOWHERE), registry });
      const error: unknown = await made.catch((rejected: unknown) => rejected);
      expect(isSpoolError(error) && error.code).toBe(code);
      expect(String(error)).toContain(root);
      expect(String(error)).toMatch(what);
      expect(await touched(directory)).toEqual(before);
      expect(registry.getMetricsAsArray()).toEqual([]);
    },
  );

  test("leaves no log behind when something else is wrong", async ({ directory, open }) => {
    const { registry } = await open();
    const root = join(directory, "spool");
    const before = await logsIn(root);
    const made = createProbe(configOf(NOWHERE, {}, spoolIn(root)), { env: environment(NOWHERE), registry });
    await expect(made).rejects.toMatchObject({ code: "REGISTRY_TAKEN" });
    expect(await logsIn(root)).toEqual(before);
  });
});

describe("a probe with a spool and no storage", () => {
  test("has decisions on disk, and leaves them there for the next start", async ({ directory, open }) => {
    const { probe, faults } = await open();
    decideTimes(probe, 100);
    await probe.flush({ deadlineMs: 50 });
    await eventually(() => probe.counters.spooledRows).toBe(100);
    expect(probe.counters).toMatchObject({ pendingRows: 100, pendingBytes: 0, spool: { isUp: true } });
    const report = await probe.close({ deadlineMs: 50 });
    expect(report).toEqual({ stored: 0, left: 100, spooled: 100, lost: 0 });
    const [log] = await logsIn(join(directory, "spool"));
    const left = recoverLog(log!);
    expect(left).toMatchObject({ hasEnded: true, missing: [], gaps: [] });
    expect(numbersIn(left).at(-1)?.[1]).toBe(100);
    expect(faults.join("\n")).toMatch(/decisions wait in the spool: .*ECONNREFUSED/);
  });

  test("has on record what is still open when it is closed", async ({ directory, open }) => {
    const { probe } = await open();
    probe.open({ algorithm: "feed" }).close();
    probe.open({ algorithm: "feed" });
    probe.open({ algorithm: "feed" });
    await expect(probe.close({ deadlineMs: 50 })).resolves.toMatchObject({ spooled: 1 });
    const [log] = await logsIn(join(directory, "spool"));
    expect(recoverLog(log!).gaps).toEqual([
      { of: "decisions", firstSeq: 2, lastSeq: 3, cause: "unfinished", detail: "" },
    ]);
  });

  test("leaves nothing behind when nothing was decided", async ({ directory, open }) => {
    const { probe } = await open();
    await probe.close();
    expect(await readdir(join(directory, "spool"))).toEqual(["probity-spool.json"]);
  });

  test("notes how many decisions began, before each goes on", async ({ directory, open }) => {
    const { probe } = await open();
    for (let n = 0; n < 7; n += 1) probe.open({ algorithm: "feed" });
    const [log] = await logsIn(join(directory, "spool"));
    expect((await readFile(join(log!, "begun"))).readDoubleLE(0)).toBe(7);
  });

  test("has room for more than fits into memory", async ({ open }) => {
    const { probe } = await open({}, { maxPendingBytes: 400_000 });
    for (let round = 0; round < 40; round += 1) {
      decideTimes(probe, 100);
      await probe.flush({ deadlineMs: 0 });
      await eventually(() => probe.counters.pendingBytes).toBeLessThan(100_000);
    }
    await eventually(() => probe.counters.spooledRows).toBe(4_000);
    expect(probe.counters.lost).toEqual(new Map());
  });

  test("shows in the metrics what is on disk alone", async ({ open }) => {
    const { probe, registry } = await open();
    decideTimes(probe, 5);
    await probe.flush({ deadlineMs: 0 });
    await eventually(() => registry.metrics()).toContain('probity_pending_decisions{stage="spooled"} 5');
    const metrics = await registry.metrics();
    expect(metrics).toContain('probity_pending_decisions{stage="recorded"} 0');
    expect(metrics).toContain("probity_spool_up 1");
  });
});

describe("a receipt", () => {
  test("says how far a decision has come", async ({ open }) => {
    const { probe } = await open();
    const decision = probe.open({ algorithm: "feed" });
    expect(decision.receipt.stage).toBe("open");
    await expect(decision.receipt.reached("stored", 1_000)).resolves.toBe("open");
    decision.close();
    expect(decision.receipt.stage).toBe("recorded");
    await expect(decision.receipt.reached("spooled", 5_000)).resolves.toBe("spooled");
    expect(decision.receipt.stage).toBe("spooled");
    await expect(decision.receipt.reached("stored", 20)).resolves.toBe("spooled"); // as far as it came
  });

  test("says that a decision is lost for which there was no room", async ({ open }) => {
    const { probe } = await open({}, { maxPendingBytes: 0 });
    const decision = probe.open({ algorithm: "feed" });
    decision.close();
    await probe.flush({ deadlineMs: 0 });
    await expect(decision.receipt.reached("spooled", 5_000)).resolves.toBe("lost");
  });
});

describe("decide", () => {
  const waiting = async (root: string, waitFor: "spooled" | "stored", waitDeadlineMs?: number) => {
    const config = configOf(NOWHERE, {}, spoolIn(root));
    const algorithms = config.algorithms.map((algorithm) => ({
      ...algorithm,
      waitFor,
      ...(waitDeadlineMs !== undefined && { waitDeadlineMs }),
    }));
    return createProbe(
      { ...config, algorithms },
      { env: environment(NOWHERE), registry: new Registry(), onFault: () => undefined },
    );
  };

  test("answers when the decision is on disk, where its algorithm waits for that", async ({ directory }) => {
    const probe = await waiting(join(directory, "spool"), "spooled", 10_000);
    const { receipt } = await probe.decide({ algorithm: "feed" }, (decision) => decision);
    expect(receipt.stage).toBe("spooled");
    await probe.close({ deadlineMs: 0 });
  });

  test("answers all the same at the deadline, and gives what the work gave", async ({ directory }) => {
    const probe = await waiting(join(directory, "spool"), "stored", 30);
    await expect(probe.decide({ algorithm: "feed" }, () => "books")).resolves.toBe("books");
    expect(probe.counters.stored).toBe(0);
    await probe.close({ deadlineMs: 0 });
  });

  test("waits for nothing when the work throws", async ({ directory }) => {
    const probe = await waiting(join(directory, "spool"), "stored", 600_000);
    const work = (): Promise<never> => Promise.reject(new Error("no books"));
    await expect(probe.decide({ algorithm: "feed" }, work)).rejects.toThrow("no books");
    await probe.close({ deadlineMs: 0 });
  });
});
