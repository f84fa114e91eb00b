import { describe, expect, it } from "vitest";
import { type Chunk, type Decision, decisionRecord, Pseudonyms } from "../../src/index.ts";
import { judging, UNENCODABLE } from "../support/judges.ts";
import { KEY, recording } from "../support/recording.ts";

const pseudonyms = new Pseudonyms(KEY);
const decode = (chunks: readonly Chunk[]) => chunks.flatMap(({ bytes }) => decisionRecord.decode(bytes));

describe("a sink", () => {
  it("may record decisions itself while it takes a chunk", () => {
    const chunks: Chunk[] = [];
    let depth = 0;
    const watched = recording([], {
      chunkBytes: 1,
      sink: {
        accept: (chunk) => {
          chunks.push(chunk);
          if (depth++ < 3) watched.open().close();
          return true;
        },
      },
    });
    watched.open().close();
    expect(
      decode(chunks)
        .flat()
        .map(({ seq }) => seq)
        .toSorted(),
    ).toEqual([1, 2, 3, 4]);
    expect(watched.faults).toEqual([]);
  });
});

describe("onFault", () => {
  it("that throws is counted, and the service never sees it", () => {
    const watched = recording([], {
      onFault: () => {
        throw new Error("the service's logger is down");
      },
    });
    const decision = watched.open({ algorithm: "ghost" });
    decision.deliver([{ id: "", score: 1 }]);
    decision.close();
    expect([...watched.recorder.counters.faults]).toEqual([["onFault", 2]]);
    expect(watched.row().input_faults).toEqual(["algorithm", "item.id"]);
  });

  it("that records decisions itself does not spoil the row at hand", () => {
    let inner: Decision | undefined;
    const watched = recording([], {
      onFault: () => {
        inner ??= watched.open();
        inner.close();
      },
    });
    const decision = watched.open();
    decision.deliver([""]);
    decision.close({ status: 99_999 });
    expect(watched.rows()).toMatchObject([
      { id: inner?.id, seq: 1 },
      { id: decision.id, seq: 2, input_faults: ["item.id", expect.any(String)] },
    ]);
    expect(watched.chunks).toMatchObject([{ firstSeq: 1, lastSeq: 2 }]);
  });

  it("that records decisions itself when one can't be encoded, or judged, spoils none of them", () => {
    const rules = judging(({ subject }) => {
      if (subject.elderMode) throw new Error("no rule for that");
      return subject.minorMode ? UNENCODABLE : [];
    });
    const watched = recording([], { ...rules, onFault: () => watched.open().close() });
    for (const [minorMode, elderMode] of [
      [false, true],
      [true, false],
      [true, true],
      [false, false],
    ] as const)
      watched.open({ subject: { id: "u1", age: 20, minorMode, elderMode } }).close();
    const numbers = watched.rows().map(({ seq }) => seq);
    expect(numbers).toEqual([1, 2, 4, 5, 6, 7]);
    for (const { firstSeq, lastSeq, ends } of watched.chunks)
      expect(lastSeq - firstSeq + 1).toBe(ends.length);
    expect(watched.recorder.begun).toMatchObject({ decisions: 7 });
  });
});

describe("a result that does not like to be read", () => {
  it("is no result, and the decision is recorded and says so", () => {
    const watched = recording();
    const result = {
      get outcome(): never {
        throw new Error("no");
      },
    };
    watched.open().close(result);
    watched.openRemote().close(result);
    const plain = { outcome: "delivered", status: 0, input_faults: ["close.failed"] };
    expect(watched.rows()).toMatchObject([plain]);
    expect(watched.remoteCalls()).toMatchObject([plain]);
  });
});

describe("lists that are none", () => {
  it.each([undefined, null, "abc", 7, {}, new Set(["a"]), { length: -5 }, { length: Number.NaN }])(
    "%o is no list of items, and spoils no other decision's",
    (items) => {
      const watched = recording();
      const [other, decision] = [watched.open(), watched.open()];
      other.deliver(["a"]);
      decision.deliver(items as never);
      other.deliver(["b"]);
      decision.deliver(["c"]);
      other.close();
      decision.close();
      const [first, second] = watched.rows();
      expect(first?.items.map(({ id }) => id)).toEqual(["a", "b"].map((id) => pseudonyms.itemHex(id)));
      expect(second).toMatchObject({
        items: [{ id: pseudonyms.itemHex("c") }],
        input_faults: ["deliver.items"],
      });
    },
  );

  it("takes no member of every object for a flag", () => {
    const watched = recording();
    const decision = watched.open();
    decision.deliver([{ id: "a", flags: ["constructor", "__proto__", "toString", "ad"] as never }]);
    decision.close();
    expect(watched.row()).toMatchObject({ items: [{ flags: 1 }], input_faults: ["item.flags"] });
  });
});

describe("a timing that is none", () => {
  it.each([
    { startedAt: Number.NaN },
    { startedAt: -1e20 },
    { startedAt: 1e20 },
    { tookMs: Number.NaN },
    { tookMs: -5 },
    { tookMs: 1e20 },
    { startedAt: "x", tookMs: "y" },
  ])("bears with a timing of %o", (timing) => {
    const watched = recording(["profile.age"]);
    const decision = watched.open();
    decision.track("profile", { age: 1 }, timing as never);
    decision.track("profile", { age: 1 }, timing as never);
    decision.close();
    expect(watched.row().calls).toMatchObject([{ source: "profile", count: 2 }]);
  });
});
