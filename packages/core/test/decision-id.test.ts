import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecisionId } from "../src/decision-id.ts";
import { ByteWriter, timeOfDecisionId } from "../src/index.ts";
import { recording } from "./support/recording.ts";

const MOST = 2 ** 48 - 1;
const times = fc.oneof(
  fc.nat(MOST),
  fc.constantFrom(0, 1, 0xffff, 0x1_0000, 0xffff_ffff, 0x1_0000_0000, MOST),
);

describe("a decision's id", () => {
  it("is a UUIDv7 of RFC 9562 at any time, and tells that time", () => {
    fc.assert(
      fc.property(times, (time) => {
        const id = new DecisionId(time).toString();
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(id.replaceAll("-", "").slice(0, 12)).toBe(time.toString(16).padStart(12, "0"));
        expect(timeOfDecisionId(id)).toBe(time);
      }),
    );
  });

  it("is the example of the RFC, where its bits are", () => {
    expect(timeOfDecisionId("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")).toBe(Date.UTC(2022, 1, 22, 19, 22, 22));
  });

  it("is another one each time, 100,000 times within a millisecond", () => {
    const ids = new Set(Array.from({ length: 100_000 }, () => new DecisionId(1_700_000_000_000).toString()));
    expect(ids.size).toBe(100_000);
  });

  it("has random bits wherever it has no others", () => {
    const ones = Array.from({ length: 32 }, () => 0);
    const rounds = 2000;
    for (let round = 0; round < rounds; round += 1) {
      const digits = new DecisionId(0).toString().replaceAll("-", "");
      for (const [at, digit] of Array.from(digits).entries()) {
        const bits = Number.parseInt(digit, 16);
        for (let bit = 0; bit < 4; bit += 1) if ((bits >> bit) & 1) ones[at] = (ones[at] ?? 0) + 1;
      }
    }
    // 12 digits of time, the version, the variant's two bits; all others are a coin tossed four times a digit.
    expect(ones.slice(0, 13)).toEqual([...Array.from({ length: 12 }, () => 0), rounds * 3]);
    const tossed = [...ones.slice(13, 16), ...ones.slice(17)];
    for (const count of tossed) expect(Math.abs(count / (rounds * 4) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs((ones[16] ?? 0) / rounds - 2)).toBeLessThan(0.15);
  });

  it("tells nothing of the next one's random bits", () => {
    const ids = Array.from({ length: 4000 }, () => new DecisionId(0).toString().replaceAll("-", ""));
    const randomOf = (id: string): string[] => [
      id.slice(13, 16),
      id.slice(17, 20),
      id.slice(20, 23),
      id.slice(29),
    ];
    const met = ids.slice(1).filter((id, n) => {
      const before = new Set(randomOf(ids[n] ?? ""));
      return randomOf(id).some((bits) => before.has(bits));
    });
    // Sixteen chances in 4096 each time.
    expect(met.length).toBeLessThan(50);
  });

  it("reads the same as text and in the row, where ClickHouse keeps its halves little-endian", () => {
    const { open, rows } = recording();
    const opened = Array.from({ length: 200 }, () => open());
    for (const decision of opened) decision.close();
    expect(rows().map(({ id }) => id)).toEqual(opened.map(({ id }) => id));

    const id = new DecisionId(0x0123_4567_89ab);
    const to = new ByteWriter();
    id.encodeTo(to);
    const hex = id.toString().replaceAll("-", "");
    const half = (digits: string): string => Buffer.from(digits, "hex").reverse().toString("hex");
    expect(Buffer.from(to.view()).toString("hex")).toBe(half(hex.slice(0, 16)) + half(hex.slice(16)));
  });

  it("stays the same, however often it is asked for", () => {
    const decision = recording().open();
    expect(decision.id).toBe(decision.id);
  });
});

describe("timeOfDecisionId", () => {
  it.each([
    "",
    "decision-1",
    "00000000-0000-0000-0000-000000000000",
    "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-78c4-dc0c0c07398f",
    "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
    "017f22e279b07cc398c4dc0c0c07398f",
    " 017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n",
  ])("knows no time of %j", (id) => {
    expect(timeOfDecisionId(id)).toBe(undefined);
  });
});
