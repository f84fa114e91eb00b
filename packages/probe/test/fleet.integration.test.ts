import { randomUUID } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore, type Store } from "@probity/clickhouse";
import { controlChangeRecord } from "@probity/core";
import { describe, expect } from "vitest";
import { directory } from "../../../test/support/directory.ts";
import { type FleetMember, startFleetMember, writeFleetConfig } from "../../../test/support/fleet-service.ts";
import { test as withDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { eventually } from "./support/eventually.ts";
import { migrate, test as withServer } from "./support/own-server.ts";
import type { TestStorage } from "./support/probe-config.ts";
import { rowsOf } from "./support/stored.ts";

/** Processes of one service over one database, which are killed when the test ends. */
interface Fleet {
  readonly members: readonly FleetMember[];
  readonly controlFile: string;
  readonly spool: string;
  start(count: number, storage: TestDatabase): Promise<readonly FleetMember[]>;
}

const fleet = {
  fleet: async (
    { directory: home }: { readonly directory: string },
    use: (fleet: Fleet) => Promise<void>,
  ): Promise<void> => {
    const members: FleetMember[] = [];
    await use({
      members,
      controlFile: join(home, "control.yaml"),
      spool: join(home, "spool"),
      start: async (count, storage) => {
        const file = await writeFleetConfig(home, storage);
        const started = await Promise.all(
          Array.from({ length: count }, () => startFleetMember(file, storage)),
        );
        members.push(...started);
        return started;
      },
    });
    await Promise.all(members.map((member) => member.kill()));
  },
};

const test = withDatabase.extend<{ directory: string }>(directory).extend<{ fleet: Fleet }>(fleet);
const testWithServer = withServer.extend<{ directory: string }>(directory).extend<{ fleet: Fleet }>(fleet);

const OPT_OUT = { kind: "personalisation_off", subject: "reader-1" };
/** What becomes of the decisions of a reader who opted out, where C01 is enforced, and where it is not. */
const ENFORCED = { mode: "non_personalised", likes: null };
const OBSERVED = { mode: "as_requested", likes: "history" };

/** Has a reader opt out, and waits until all members honour that. */
async function optedOut(members: readonly FleetMember[]): Promise<void> {
  await members[0]?.tell("choose", { choice: OPT_OUT, stage: "stored" });
  await decisionsAre(members, ENFORCED);
}

/** Waits until each member decides so for the reader who opted out. */
async function decisionsAre(members: readonly FleetMember[], expected: object): Promise<void> {
  await eventually(() => Promise.all(members.map((member) => member.decide("reader-1")))).toEqual(
    members.map(() => expect.objectContaining(expected) as unknown),
  );
}

/** Enters a change into the control table, as an operator at a terminal does; gives its id. */
async function enterChange(storage: TestStorage, change: object): Promise<string> {
  const id = randomUUID();
  const store: Store = openStore(storage);
  await store.enter<typeof controlChangeRecord.columns>(controlChangeRecord, [
    {
      ...{
        service: "probity",
        change: id,
        step: "requested",
        source: "table",
        who: "li.na",
        reason: "drill",
      },
      ...{ target: "rule", rule: "", outlet: "", from: "", to: "", requested_at: Date.now() },
      ...change,
    },
  ]);
  await store.close();
  return id;
}

interface Applied {
  readonly writers: number;
  readonly lagMs: number;
}

/** Waits until so many processes have it on record that they carried out something; gives the longest that it took. */
async function applied(storage: TestStorage, where: string, processes: number): Promise<Applied | undefined> {
  const ask = async (): Promise<Applied | undefined> => {
    const [answer] = await rowsOf<Applied>(
      storage,
      `SELECT toUInt32(uniqExact(writer)) writers, toInt32(max(toUnixTimestamp64Milli(ts) - toUnixTimestamp64Milli(requested_at))) lagMs
      FROM control_changes WHERE step = 'applied' AND ${where}`,
    );
    return answer;
  };
  await eventually(async () => (await ask())?.writers).toBe(processes);
  return ask();
}

describe("three processes with a rule enforced", () => {
  test("let it go within seconds when it is switched off in the control table, and have that on record", async ({
    database,
    fleet,
  }) => {
    await migrate(database);
    const members = await fleet.start(3, database);
    await optedOut(members);
    const change = await enterChange(database, { rule: "C01", to: "observe" });
    await decisionsAre(members, OBSERVED);
    const done = await applied(database, `source = 'table' AND change = '${change}'`, 3);
    expect(done?.lagMs).toBeLessThanOrEqual(5_000);
    const rows = await rowsOf(
      database,
      "SELECT DISTINCT who, reason, rule, outlet, `from`, `to` FROM control_changes WHERE step = 'applied'",
    );
    expect(rows).toEqual([
      { who: "li.na", reason: "drill", rule: "C01", outlet: "", from: "enforce", to: "observe" },
    ]);
    await enterChange(database, { rule: "C01", to: "" });
    await decisionsAre(members, ENFORCED);
  });

  test("let all go when the kill switch is thrown, go on observing, and hold again when it is released", async ({
    database,
    fleet,
  }) => {
    await migrate(database);
    const members = await fleet.start(3, database);
    await optedOut(members);
    const thrown = await members[1]?.tell("change", {
      change: { target: "kill_switch", to: "thrown", who: "li.na", reason: "drill" },
    });
    await decisionsAre(members, OBSERVED);
    const done = await applied(database, `change = '${String(thrown)}' AND target = 'kill_switch'`, 3);
    expect(done?.lagMs).toBeLessThanOrEqual(5_000);
    await eventually(async () =>
      rowsOf(
        database,
        "SELECT DISTINCT rules FROM decisions WHERE has(findings.rule, 'C01') AND mode = 'as_requested'",
      ),
    ).toEqual([{ rules: expect.stringMatching(/^cn@\d+.* killed$/) }]);
    await enterChange(database, { target: "kill_switch", to: "released" });
    await decisionsAre(members, ENFORCED);
  });

  test("do what the control file says within a second or so, and keep to what held when that is broken", async ({
    database,
    fleet,
  }) => {
    await migrate(database);
    const members = await fleet.start(3, database);
    await optedOut(members);
    const write = (text: string): void => {
      writeFileSync(`${fleet.controlFile}.new`, text);
      renameSync(`${fleet.controlFile}.new`, fleet.controlFile);
    };
    const writtenAt = Date.now();
    write("by: li.na\nreason: drill\nmodes: { C01: shadow }\n");
    await decisionsAre(members, OBSERVED);
    const done = await applied(database, "source = 'file' AND rule = 'C01' AND `to` = 'shadow'", 3);
    expect(done?.lagMs).toBeLessThanOrEqual(5_000);
    const [times] = await rowsOf<{ last: number }>(
      database,
      "SELECT toUnixTimestamp64Milli(max(ts)) last FROM control_changes WHERE source = 'file' AND step = 'applied'",
    );
    expect(Number(times?.last) - writtenAt).toBeLessThanOrEqual(5_000);
    write("by: li.na\nreason: drill\nmodes: { C01: sometimes }\n");
    await eventually(async () =>
      rowsOf(
        database,
        "SELECT toUInt32(uniqExact(writer)) writers FROM control_changes WHERE step = 'refused'",
      ),
    ).toEqual([{ writers: 3 }]);
    await decisionsAre(members, OBSERVED);
    write("by: li.na\nreason: over\nmodes: {}\n");
    await decisionsAre(members, ENFORCED);
  });

  testWithServer(
    "are reached also when ClickHouse was away meanwhile, as soon as it is back",
    async ({ server, fleet }) => {
      const storage = { ...server.storage, isLocal: true };
      const members = await fleet.start(3, storage);
      await optedOut(members);
      await server.now.kill();
      await decisionsAre(members, ENFORCED); // nobody needs the server for that
      await server.start();
      const change = await enterChange(server.storage, { rule: "C01", to: "off" });
      await decisionsAre(members, OBSERVED);
      const done = await applied(server.storage, `change = '${change}'`, 3);
      expect(done?.lagMs).toBeLessThanOrEqual(5_000);
    },
  );
});

describe("what is entered in one process", () => {
  test("holds in the others: a choice", async ({ database, fleet }) => {
    await migrate(database);
    const [one, other] = await fleet.start(2, database);
    if (!one || !other) throw new Error("two processes were started");
    expect(await other.decide("reader-1")).toMatchObject(OBSERVED);
    expect(await one.tell("choose", { choice: OPT_OUT, stage: "spooled" })).toMatch(/^(?:spooled|stored)$/);
    expect(await one.decide("reader-1")).toMatchObject(ENFORCED); // at once
    await decisionsAre([other], ENFORCED);
    await one.tell("choose", { choice: { ...OPT_OUT, kind: "personalisation_on" }, stage: "spooled" });
    await decisionsAre([one, other], OBSERVED);
    // And in one that starts later, from its first look on.
    await one.tell("choose", { choice: OPT_OUT, stage: "stored" });
    await decisionsAre(await fleet.start(1, database), ENFORCED);
  });

  test("holds in the others: an intervention, from its approval until its time is over", async ({
    database,
    fleet,
  }) => {
    await migrate(database);
    const [one, other] = await fleet.start(2, database);
    if (!one || !other) throw new Error("two processes were started");
    const proposal = { by: "li.na", kind: "pin", surface: "feed", item: "c", rank: 1, reason: "editorial" };
    const to = Date.now() + 6_000;
    const id = await one.tell("propose", { proposal: { ...proposal, ticket: "T-1", to }, stage: "stored" });
    expect(await one.tell("approve", { id, by: "li.na" })).toEqual({
      error: expect.stringMatching(/^SAME_PERSON/),
    });
    await eventually(() => other.tell("state", { id })).toBe("proposed");
    expect(await other.tell("approve", { id, by: "wang.fang" })).toBe("active");
    await eventually(() => one.tell("active", { surface: "feed" })).toEqual([id]);
    expect(await one.decide("reader-2")).toMatchObject({ items: ["c", "a", "b"] });
    await eventually(() => one.tell("active", { surface: "feed" })).toEqual([]);
    expect(Date.now()).toBeGreaterThanOrEqual(to);
    expect(await one.tell("state", { id })).toBe("expired");
    expect(await one.decide("reader-2")).toMatchObject({ items: ["a", "b", "c"] });
  });

  test("is there after a kill once it was spooled", async ({ database, fleet }) => {
    await migrate(database);
    const [one] = await fleet.start(1, { ...database, url: "http://127.0.0.1:1" });
    expect(await one?.tell("choose", { choice: OPT_OUT, stage: "spooled" })).toBe("spooled");
    await one?.kill();
    const [next] = await fleet.start(1, database);
    if (!next) throw new Error("a process was started");
    await decisionsAre([next], ENFORCED);
    expect(await rowsOf(database, "SELECT kind FROM choices")).toEqual([{ kind: "personalisation_off" }]);
  });
});
