import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../src/record/byte-writer.ts";

describe("ByteWriter", () => {
  it("holds no memory as long as nothing is written, nor once all is taken", () => {
    const before = process.memoryUsage().arrayBuffers;
    const writers = Array.from({ length: 1_000 }, () => new ByteWriter(64 * 1024));
    const held = process.memoryUsage().arrayBuffers - before;
    expect(held).toBeLessThan(1024 * 1024);
    expect(writers.map((writer) => writer.take().buffer.byteLength)).toEqual(writers.map(() => 0));
  });

  it("has room for its capacity from the first byte on, and hands over that buffer", () => {
    const writer = new ByteWriter(1_000);
    for (const round of [1, 2]) {
      writer.u8(round);
      const taken = writer.take();
      expect([...taken]).toEqual([round]);
      expect(taken.buffer.byteLength).toBe(1_000);
    }
  });

  it("grows as far as what is written, and keeps what was there", () => {
    const writer = new ByteWriter(4);
    writer.u32(7);
    writer.bytes(new Uint8Array(100).fill(9));
    expect([...writer.take()]).toEqual([7, 0, 0, 0, ...new Uint8Array(100).fill(9)]);
  });

  it("writes nothing twice into what it has handed over", () => {
    const writer = new ByteWriter(8);
    writer.u32(1);
    const first = writer.take();
    writer.u32(2);
    expect([first[0], writer.take()[0]]).toEqual([1, 2]);
  });
});
