import { describe, expect, it } from "vitest";
import { SizedCache } from "../src/sized-cache.ts";

describe("SizedCache", () => {
  it("never holds more than its limit, and keeps what is used", () => {
    const cache = new SizedCache<number>(10_000, () => 100);
    cache.set("used", 1);
    for (let n = 0; n < 1_000; n += 1) {
      cache.set(`key ${n}`, n);
      expect(cache.size).toBeLessThanOrEqual(10_000);
      expect(cache.get("used")).toBe(1);
    }
    expect(cache.get("key 999")).toBe(999);
    expect(cache.get("key 1")).toBeUndefined();
  });

  it("keeps nothing that would push all else out", () => {
    const cache = new SizedCache<number>(1_000);
    cache.set("small", 1);
    cache.set("x".repeat(500), 2);
    expect(cache.get("small")).toBe(1);
    expect(cache.get("x".repeat(500))).toBeUndefined();
  });
});
