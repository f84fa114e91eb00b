import { describe, expect, it } from "vitest";
import { ShippingProgress } from "../src/progress.ts";
import { ManualTimers } from "./support/manual-timers.ts";

function progressing() {
  const timers = new ManualTimers();
  const hurries: number[] = [];
  const waiting: boolean[] = [];
  const progress = new ShippingProgress({
    timers,
    onHurry: () => void hurries.push(timers.now()),
    onWaiting: (isAnybody) => void waiting.push(isAnybody),
  });
  return { timers, hurries, waiting, progress };
}

describe("ShippingProgress", () => {
  it("knows for each number how far it has come", () => {
    const { progress } = progressing();
    progress.spooled(1, 6);
    progress.stored(1, 2);
    progress.lost(4, 4);
    const stages = [1, 2, 3, 4, 5, 7].map((seq) => progress.stageOf(seq));
    expect(stages).toEqual(["stored", "stored", "spooled", "lost", "spooled", "recorded"]);
  });

  it("counts each number once, however often it is told", () => {
    const { progress } = progressing();
    expect([progress.spooled(1, 4), progress.spooled(3, 6)]).toEqual([4, 2]);
    expect([progress.stored(1, 2), progress.stored(1, 4)]).toEqual([2, 2]);
    expect([progress.lost(3, 5), progress.stored(5, 5)]).toEqual([1, 0]);
    expect(progress.stageOf(5)).toBe("lost");
  });

  it("tells who waits once the stage is reached, or a later one", async () => {
    const { progress } = progressing();
    const spooled = progress.reached(2, "spooled", 1_000);
    const stored = progress.reached(2, "stored", 1_000);
    const other = progress.reached(3, "spooled", 1_000);
    progress.spooled(1, 2);
    await expect(spooled).resolves.toBe("spooled");
    progress.stored(1, 3);
    await expect(Promise.all([stored, other])).resolves.toEqual(["stored", "stored"]);
    await expect(progress.reached(3, "stored", 1_000)).resolves.toBe("stored");
  });

  it("tells who waits that what they wait for is lost", async () => {
    const { progress } = progressing();
    const stored = progress.reached(1, "stored", 1_000);
    progress.lost(1, 1);
    await expect(stored).resolves.toBe("lost");
  });

  it("tells at the deadline how far it has come by then, and keeps nothing of who waited", async () => {
    const { progress, timers } = progressing();
    const stored = progress.reached(1, "stored", 250);
    progress.spooled(1, 1);
    await timers.pass(250);
    await expect(stored).resolves.toBe("spooled");
    expect(timers.waiting).toBe(0);
    progress.stored(1, 1);
  });

  it("hurries for those who wait for storage, and for no others", () => {
    const { progress, hurries } = progressing();
    void progress.reached(1, "spooled", 250);
    expect(hurries).toEqual([]);
    void progress.reached(1, "stored", 250);
    expect(hurries).toEqual([0]);
  });

  it("says when somebody waits, and when nobody does any more", async () => {
    const { progress, timers, waiting } = progressing();
    void progress.reached(1, "spooled", 250);
    void progress.reached(2, "spooled", 250);
    progress.spooled(1, 1);
    expect(waiting).toEqual([true]);
    await timers.pass(250);
    expect(waiting).toEqual([true, false]);
  });

  it("remembers what was lost of late, and forgets of long ago only what was stored between losses", () => {
    const { progress } = progressing();
    const last = 60_000;
    for (let seq = 2; seq <= last; seq += 2) {
      progress.stored(seq - 1, seq - 1);
      progress.lost(seq, seq);
    }
    expect(progress.stageOf(last)).toBe("lost");
    expect(progress.stageOf(last - 1)).toBe("stored");
    expect([2, 20_000].map((seq) => progress.stageOf(seq))).toEqual(["lost", "lost"]);
    expect(progress.stageOf(1)).toBe("lost"); // it promises nothing
    expect(progress.stored(1, last)).toBe(0);
  });

  it("forgets nothing of what is still on its way, however much is lost meanwhile", () => {
    const { progress } = progressing();
    progress.spooled(1, 1);
    for (let seq = 2; seq <= 60_000; seq += 2) {
      progress.lost(seq, seq);
      progress.stored(seq + 1, seq + 1);
    }
    expect(progress.stageOf(1)).toBe("spooled");
    expect(progress.stored(1, 1)).toBe(1);
    expect(progress.stageOf(1)).toBe("stored");
  });
});
