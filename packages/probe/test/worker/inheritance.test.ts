import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { Inherited, Reply } from "../../src/protocol.ts";
import { claimLog } from "../../src/spool/claim.ts";
import type { SpoolSettings } from "../../src/protocol.ts";
import { Inheritance } from "../../src/worker/inheritance.ts";
import type { LogShipperOptions } from "../../src/worker/log-shipper.ts";
import { test } from "../spool/support/directory.ts";
import { decisions, gap } from "../spool/support/logs.ts";
import { leaveLog, shipperInto } from "../support/dead-logs.ts";
import { spoolSettings } from "../support/dispatching.ts";
import { ManualTimers } from "../support/manual-timers.ts";
import { MemoryStore } from "../support/memory-store.ts";

const OWN = "90000000-0000-4000-8000-000000000000";
const DEAD = [1, 2, 3].map((n) => `${n}0000000-0000-4000-8000-000000000000`) as [string, string, string];

interface Given {
  readonly settings?: Partial<SpoolSettings>;
  readonly shipper?: Partial<LogShipperOptions>;
}

/** An heir in a spool of its own, which it has claimed. */
async function inheriting(root: string, given: Given = {}) {
  const claim = await claimLog(root, OWN);
  const store = new MemoryStore();
  const timers = new ManualTimers();
  const replies: Reply[] = [];
  const faults: unknown[] = [];
  const sizes: number[] = [];
  const inheritance = new Inheritance({
    settings: { ...spoolSettings(root, given.settings), directory: claim.directory },
    shipper: shipperInto(store, root, given.shipper),
    reply: (reply) => void replies.push(reply),
    onFault: (fault) => void faults.push(fault),
    onSize: (bytes) => void sizes.push(bytes),
    timers,
    wallClock: () => 1_800_000_000_000,
  });
  return { inheritance, claim, store, timers, replies, faults, sizes };
}

/** What is told of a log that had decisions alone. */
function inherited(stored: number, lost: Inherited["lost"] = {}): Reply {
  return { kind: "inherited", tables: { decisions: { stored, lost } } };
}

describe("Inheritance", () => {
  test("has stored what processes left that are no more, and says so", async ({ directory }) => {
    const root = join(directory, "spool");
    const { inheritance, claim, store, replies, faults, sizes } = await inheriting(root);
    leaveLog(join(root, DEAD[0]), [[decisions(1, 5)]], { writer: DEAD[0], begun: 7 });
    leaveLog(join(root, DEAD[1]), [[decisions(1, 3), gap(1, 4, 4)]], { writer: DEAD[1], begun: 4 });
    await inheritance.look();
    expect(store.numbers()).toEqual([1, 1, 2, 2, 3, 3, 4, 5]);
    expect(replies).toEqual([
      inherited(5, { unclean_end: 2 }),
      inherited(3), // its writer has counted what it dropped
    ]);
    expect(faults).toEqual([]);
    expect(readdirSync(claim.directory)).not.toContain(DEAD[0]);
    expect(sizes[0]).toBeGreaterThan(100); // it takes of our budget until it is gone
    expect(sizes.at(-1)).toBe(0);
    await claim.release();
    expect(readdirSync(root)).toEqual(["probity-spool.json"]);
  });

  test("leaves the log of a process alone that lives", async ({ directory }) => {
    const root = join(directory, "spool");
    const { inheritance, store } = await inheriting(root);
    const other = await claimLog(root, DEAD[0]);
    leaveLog(other.directory, [[decisions(1, 5)]], { writer: DEAD[0], begun: 5 });
    await inheritance.look();
    expect(store.stored).toEqual([]);
    await other.release();
    await inheritance.look();
    expect(store.numbers()).toEqual([1, 2, 3, 4, 5]);
  });

  test("takes over what the dead had taken over", async ({ directory }) => {
    const root = join(directory, "spool");
    const { inheritance, store } = await inheriting(root);
    const heir = join(root, DEAD[0]);
    leaveLog(heir, [[decisions(1)]], { writer: DEAD[0], begun: 1 });
    leaveLog(join(heir, "adopted", DEAD[1]), [[decisions(2)]], { writer: DEAD[1], begun: 2 });
    await inheritance.look();
    expect(store.numbers()).toEqual([1, 2]);
    expect(store.gaps).toMatchObject([{ writer: DEAD[1], first_seq: 1, last_seq: 1, cause: "unclean_end" }]);
  });

  test("looks again every minute, since others may die later", async ({ directory }) => {
    const root = join(directory, "spool");
    const { inheritance, store, timers } = await inheriting(root);
    void inheritance.watch();
    await expect.poll(() => timers.waiting).toBe(1);
    leaveLog(join(root, DEAD[0]), [[decisions(1, 5)]], { writer: DEAD[0], begun: 5 });
    await timers.pass(59_999);
    expect(existsSync(join(root, DEAD[0]))).toBe(true);
    await timers.pass(1);
    await expect.poll(() => store.numbers()).toEqual([1, 2, 3, 4, 5]);
  });

  test("tells of a log that it can't finish, ships the others, and tries it again at the next look", async ({
    directory,
  }) => {
    const root = join(directory, "spool");
    let isDown = true;
    const { inheritance, store, faults, replies } = await inheriting(root, {
      shipper: {
        persist: async (attempt) => {
          const before = store.inserts.length;
          await attempt();
          // The first log's batch is one that the store can't take.
          if (isDown && store.inserts.slice(before).some(({ token }) => token.startsWith(DEAD[0])))
            throw new Error("too large");
        },
      },
    });
    for (const writer of DEAD.slice(0, 2))
      leaveLog(join(root, writer), [[decisions(1, 2)]], { writer, begun: 2 });
    await inheritance.look();
    expect(faults).toEqual([new Error("too large")]);
    expect(replies).toHaveLength(1);
    isDown = false;
    await inheritance.look();
    expect(replies).toEqual([inherited(2), inherited(0)]);
    expect(store.numbers()).toEqual([1, 1, 2, 2]);
  });

  test("never rejects, whatever the spool looks like", async ({ directory }) => {
    const root = join(directory, "spool");
    const { inheritance, faults, claim } = await inheriting(root);
    writeFileSync(join(claim.directory, "adopted"), "no directory");
    leaveLog(join(root, DEAD[0]), [[decisions(1, 2)]], { writer: DEAD[0], begun: 2 });
    await expect(inheritance.look()).resolves.toBeUndefined();
    expect(faults).not.toEqual([]);
  });
});
