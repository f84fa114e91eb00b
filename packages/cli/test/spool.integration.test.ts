import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { describe, expect } from "vitest";

import { test as withDatabase, type TestDatabase } from "../../../test/support/database.ts";
import {
  serviceEnvironment,
  type SpoolingService,
  startService,
  writeConfig,
} from "../../../test/support/spooling-service.ts";
import { run, start, type BinOptions } from "./support/bin.ts";

/** A machine with a configured service, and the real `probity`. */
interface Machine {
  readonly options: BinOptions;
  /** Starts a service that can't reach its storage, has it spool so many decisions, and kills it. */
  leave(count: number, begun?: number): Promise<void>;
  /** Runs `probity`, and gives what it said of itself as JSON. */
  asked(...args: readonly string[]): Promise<{ exitCode: number | null; report: unknown; err: string }>;
  /** What is in the spool. */
  spooled(): Promise<readonly string[]>;
}

const SPOOL = "{ directory: spool, archive: { directory: archive } }";

const test = withDatabase.extend<{ machine: Machine }>({
  machine: async ({ database }, use) => {
    const cwd = await mkdtemp(join(tmpdir(), "probity-"));
    const services: SpoolingService[] = [];
    const options = { cwd, env: serviceEnvironment(database) };
    const configured = (): Promise<string> => writeConfig(cwd, database, SPOOL);
    await configured();
    await run(["migrate"], options);
    await use({
      options,
      leave: async (count, begun = 0) => {
        const nowhere = { ...database, url: "http://127.0.0.1:1" };
        const service = await startService(await writeConfig(cwd, nowhere, SPOOL), nowhere);
        services.push(service);
        await service.begin(begun);
        await service.decide(count, "spooled");
        await service.kill();
        await configured();
      },
      asked: async (...args) => {
        const { exitCode, out, err } = await run([...args, "--json"], options);
        return { exitCode, report: out === "" ? undefined : (JSON.parse(out) as unknown), err };
      },
      spooled: () => readdir(join(cwd, "spool")),
    });
    for (const service of services) await service.kill();
    await rm(cwd, { recursive: true });
  },
});

/** Sends a statement to the database of the test, as its administrator. */
async function sql({ url, database, username, password }: TestDatabase, query: string): Promise<string> {
  const headers = { "X-ClickHouse-User": username, "X-ClickHouse-Key": password };
  const answer = await fetch(`${url}/?database=${database}`, { method: "POST", headers, body: query });
  const said = await answer.text();
  if (!answer.ok) throw new Error(said);
  return said.trim();
}

describe("a service that was killed while its storage was away", () => {
  test("loses what it had only begun, and probity ship stores the rest", async ({ database, machine }) => {
    await machine.leave(300, 2);
    const shipped = await machine.asked("ship");
    expect(shipped).toMatchObject({
      exitCode: 0,
      report: { logs: 1, sent: 300, known: 0, quarantined: 0, lost: { unclean_end: 2 }, left: [] },
    });
    expect(shipped.err).toMatch(/^shipping [0-9a-f-]{36} \(1 of 1, \d+ KiB\)\n$/);
    expect(await sql(database, "SELECT count(), uniqExact(id) FROM decisions")).toBe("300\t300");
    expect(await machine.spooled()).toEqual(["probity-spool.json"]);

    const gaps = await machine.asked("gaps", "--since", "1h");
    expect(gaps).toMatchObject({
      exitCode: 1,
      report: {
        gaps: [{ of: "decisions", cause: "unclean_end", rows: 2, present: 0 }],
        causes: [{ service: "book-feed", cause: "unclean_end", missing: 2 }],
        decisions: { stored: 300, lost: 2, missing: 2, doubled: 0 },
      },
    });
    const overview = await run(["overview", "--lang", "zh"], machine.options);
    expect(overview.out).toMatch(/没有记录的算法决策（明细见 probity gaps）\n.*\n进程终止时尚未落盘 +2 +2\n/);
    expect(await run(["ship"], machine.options)).toMatchObject({
      exitCode: 0,
      out: `Nothing waits in ${join(machine.options.cwd, "spool")}.\n`,
    });
  });

  test("leaves what the server refuses in quarantine, from where it can be sent again", async ({
    database,
    machine,
  }) => {
    await sql(database, "ALTER TABLE decisions ADD CONSTRAINT odd CHECK seq % 50 != 0");
    await machine.leave(100);
    expect(await machine.asked("ship")).toMatchObject({
      exitCode: 1,
      report: { sent: 98, quarantined: 2, left: [] },
    });
    const listed = await run(["quarantine", "list"], machine.options);
    expect(listed.exitCode).toBe(1);
    expect(
      listed.out.match(/decisions +(?:50|100) {2}ClickHouse at .* \(VIOLATED_CONSTRAINT, 469\)\n/g),
    ).toHaveLength(2);
    expect(await machine.asked("gaps")).toMatchObject({
      exitCode: 1,
      report: { decisions: { lost: 2, missing: 2 } },
    });

    expect(await machine.asked("quarantine", "replay")).toMatchObject({
      exitCode: 1,
      report: { stored: 0, refused: [{ seq: 50 }, { seq: 100 }] },
    });
    await sql(database, "ALTER TABLE decisions DROP CONSTRAINT odd");
    expect(await run(["quarantine", "replay"], machine.options)).toEqual({
      exitCode: 0,
      out: "2 records stored and out of quarantine\n",
      err: "",
    });
    expect(await sql(database, "SELECT count(), uniqExact(id) FROM decisions")).toBe("100\t100");
    const gaps = await run(["gaps"], machine.options);
    expect(gaps.exitCode).toBe(0);
    expect(gaps.out).toContain("\nNo decision is missing: the 2 that were are stored by now.\n");
    expect(await run(["quarantine", "list"], machine.options)).toMatchObject({
      exitCode: 0,
      out: "The quarantine is empty.\n",
    });
  });

  test("can be rebuilt from the archive, and again", async ({ database, machine }) => {
    await machine.leave(200);
    await machine.leave(100, 1);
    await machine.asked("ship");
    const content = "SELECT count(), sum(cityHash64(formatRow('RowBinary', *))) FROM decisions";
    const before = await sql(database, content);
    await sql(database, "TRUNCATE TABLE decisions");
    await sql(database, "TRUNCATE TABLE gaps");
    await sql(database, "TRUNCATE TABLE catalog_features");

    const replayed = await run(["replay"], machine.options);
    expect(replayed.out).toMatch(/\nAll that the archive holds of this time is stored\.\n$/);
    expect(replayed.exitCode).toBe(0);
    expect(await sql(database, content)).toBe(before);
    expect(
      await sql(database, "SELECT (SELECT count() FROM gaps), (SELECT count() FROM catalog_features)"),
    ).toBe("1\t1");
    const { exitCode, report } = await machine.asked("replay", "--from", "1h");
    expect({ exitCode, report }).toMatchObject({ exitCode: 0, report: { damage: [] } });
    for (const writer of (report as { writers: object[] }).writers)
      expect(writer).toMatchObject({ sent: 0, missing: [] });
    expect(await sql(database, content)).toBe(before);
    expect(await machine.asked("replay", "--to", "1h")).toMatchObject({
      exitCode: 0,
      report: { writers: [] },
    });
  });
});

/** Starts `probity`, and kills it so many milliseconds after it said something; it may have come to its end before. */
async function killed(args: readonly string[], options: BinOptions, afterMs: number): Promise<void> {
  const child = start(args, options);
  child.stderr.once("data", () => void setTimeout(() => child.kill("SIGKILL"), afterMs));
  await Promise.all([text(child.stdout), once(child, "exit")]);
}

describe("probity that is killed, or run twice at a time", () => {
  const whole = "SELECT count(), uniqExact(id), max(seq) FROM decisions";

  test("ships every decision once, and every gap", async ({ database, machine }) => {
    await machine.leave(3_000, 2);
    for (const afterMs of [0, 15, 40]) await killed(["ship"], machine.options, afterMs);
    await Promise.all([machine.asked("ship"), machine.asked("ship")]);
    expect(await machine.asked("ship")).toMatchObject({ exitCode: 0, report: { left: [] } });
    expect(await sql(database, whole)).toBe("3000\t3000\t3000");
    expect(await sql(database, "SELECT cause, first_seq, last_seq FROM gaps")).toBe(
      "unclean_end\t3001\t3002",
    );
    expect(await machine.spooled()).toEqual(["probity-spool.json"]);
  });

  test("replays every decision once", async ({ database, machine }) => {
    await machine.leave(3_000);
    await machine.asked("ship");
    await sql(database, "TRUNCATE TABLE decisions");
    for (const afterMs of [0, 15, 40]) await killed(["replay"], machine.options, afterMs);
    await Promise.all([machine.asked("replay"), machine.asked("replay")]);
    expect(await machine.asked("replay")).toMatchObject({
      exitCode: 0,
      report: { writers: [{ known: 3_000 }] },
    });
    expect(await sql(database, whole)).toBe("3000\t3000\t3000");
  });
});

describe("probity ship without ClickHouse", () => {
  test("gives up, and leaves every log where it was", async ({ machine }) => {
    await machine.leave(10);
    const before = await machine.spooled();
    const args = ["ship", "--url", "http://127.0.0.1:1", "--give-up-after", "1s"];
    const { exitCode, out, err } = await run(args, machine.options);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toMatch(/ECONNREFUSED; trying again in \d s\n/);
    expect(err).toMatch(/\nprobity: cannot reach ClickHouse at http:\/\/127\.0\.0\.1:1: ECONNREFUSED\n$/);
    expect(await machine.spooled()).toEqual(before);
  });

  test("ends when somebody has waited long enough, and says how to go on", async ({ machine }) => {
    await machine.leave(10);
    const before = await machine.spooled();
    const child = start(["ship", "--url", "http://127.0.0.1:1", "--give-up-after", "1h"], machine.options);
    child.stderr.once("data", () => child.kill("SIGINT"));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    if (child.exitCode === null) await once(child, "exit");
    expect({ out, exitCode: child.exitCode }).toEqual({ out: "", exitCode: 2 });
    expect(err).toMatch(
      /\nprobity: ended before it was done; run it again to go on, nothing is stored twice\n$/,
    );
    expect(await machine.spooled()).toEqual(before);
  });
});
