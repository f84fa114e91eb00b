import { describe, expect, it } from "vitest";
import type { Fault } from "../src/fault.ts";
import type { Span } from "../src/protocol.ts";
import type { Batch } from "../src/worker/backlog.ts";
import { Lane } from "../src/worker/lane.ts";
import { chunk } from "./support/chunks.ts";
import { ManualTimers, settled } from "./support/manual-timers.ts";

type Answer = "stored" | "rejected" | "failed";

/** A lane into a store that gives these answers, then `stored` for ever. `hold` lets no answer out. */
function laneInto(answers: Answer[] = [], random = (): number => 1) {
  const timers = new ManualTimers();
  const told: string[] = [];
  const tell = (what: string, { firstSeq, lastSeq }: Span): void =>
    void told.push(`${what} ${firstSeq}-${lastSeq}`);
  const sent: Batch[] = [];
  const held: (() => void)[] = [];
  const store = { isHeld: false };
  const lane = new Lane({
    limits: { maxRows: 10, maxBytes: 10_000, maxWaitMs: 500 },
    timers,
    random,
    ends: {
      async store(batch): Promise<Fault | undefined> {
        sent.push(batch);
        if (store.isHeld) await new Promise<void>((release) => held.push(release));
        const answer = answers.shift() ?? "stored";
        if (answer === "failed") throw new Error("no");
        return answer === "rejected" ? { code: "BAD", message: "bad" } : undefined;
      },
      stored: (span) => tell("stored", span),
      rejected: (span) => tell("rejected", span),
      failed: () => void told.push(`failed at ${timers.now()}`),
    },
  });
  const release = async (): Promise<void> => {
    held.shift()?.();
    await settled();
  };
  return { lane, timers, told, sent, store, release };
}

describe("Lane", () => {
  it("sends what is there when the oldest has waited long enough", async () => {
    const { lane, timers, told } = laneInto();
    lane.add(chunk({ firstSeq: 1 }));
    await timers.pass(499);
    lane.add(chunk({ firstSeq: 2 }));
    expect(told).toEqual([]);
    await timers.pass(1);
    expect(told).toEqual(["stored 1-2"]);
  });

  it("sends a full batch at once", async () => {
    const { lane, told } = laneInto();
    lane.add(chunk({ firstSeq: 1, rows: 9 }));
    lane.add(chunk({ firstSeq: 10 }));
    await settled();
    expect(told).toEqual(["stored 1-10"]);
  });

  it("has one batch on its way, and gathers the rest meanwhile", async () => {
    const { lane, sent, store, release, told } = laneInto();
    store.isHeld = true;
    for (let seq = 1; seq <= 16; seq += 5) lane.add(chunk({ firstSeq: seq, rows: 5 }));
    await settled();
    expect(sent.length).toBe(1);
    await release();
    expect(sent.length).toBe(2);
    await release();
    expect(told).toEqual(["stored 1-10", "stored 11-20"]);
  });

  it("tries a batch again, the same one, after pauses that double up to thirty seconds", async () => {
    const { lane, timers, told, sent } = laneInto(Array<Answer>(12).fill("failed"));
    lane.add(chunk({ rows: 10 }));
    await timers.pass(200_000);
    const pauses = [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000];
    let at = 0;
    const times = [0, ...pauses.map((pause) => (at += pause))];
    expect(told).toEqual([...times.map((time) => `failed at ${time}`), "stored 1-10"]);
    expect(new Set(sent).size).toBe(1);
  });

  it("draws each pause by lot, so that writers don't come back in step", async () => {
    const { lane, timers, told } = laneInto(["failed", "failed"], () => 0.25);
    lane.add(chunk({ rows: 10 }));
    await timers.pass(1_000);
    expect(told).toEqual(["failed at 0", "failed at 25", "stored 1-10"]);
  });

  it("makes large batches of what gathered in an outage", async () => {
    const { lane, timers, told } = laneInto(["failed", "failed", "failed"]);
    lane.add(chunk({ firstSeq: 1 }));
    await timers.pass(500);
    for (let seq = 2; seq <= 11; seq += 1) lane.add(chunk({ firstSeq: seq }));
    await timers.pass(10_000);
    expect(told.filter((line) => line.startsWith("stored"))).toEqual(["stored 1-1", "stored 2-11"]);
  });

  it("goes on with the next batch after one that was rejected", async () => {
    const { lane, told } = laneInto(["rejected"]);
    lane.add(chunk({ firstSeq: 1, rows: 10 }));
    lane.add(chunk({ firstSeq: 11, rows: 10 }));
    await settled();
    expect(told).toEqual(["rejected 1-10", "stored 11-20"]);
  });

  it("drains at once what came before, and no more", async () => {
    const { lane, timers, told } = laneInto();
    lane.add(chunk({ firstSeq: 1 }));
    const drained = lane.drain().then(() => told.push("drained"));
    await drained;
    lane.add(chunk({ firstSeq: 2 }));
    await timers.pass(499);
    expect(told).toEqual(["stored 1-1", "drained"]);
  });

  it("drains right away when nothing waits", async () => {
    await expect(laneInto().lane.drain()).resolves.toBeUndefined();
  });

  it("cuts a long pause short to drain, and pauses for a second at most from then on", async () => {
    const { lane, timers, told } = laneInto(Array<Answer>(12).fill("failed"));
    lane.add(chunk({ rows: 10 }));
    await timers.pass(51_100); // the tenth attempt has failed; the next is thirty seconds away
    told.length = 0;
    const drained = lane.drain();
    await timers.pass(2_000);
    await drained;
    expect(told).toEqual(["failed at 51100", "failed at 52100", "stored 1-10"]);
    expect(timers.waiting).toBe(0);
  });
});
