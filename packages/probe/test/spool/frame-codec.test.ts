import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFrame, encodeFrame } from "../../src/spool/frame-codec.ts";
import type { Frame, SegmentHeader } from "../../src/spool/frame.ts";
import { chunk } from "../support/chunks.ts";
import { identity } from "./support/logs.ts";

const header: SegmentHeader = {
  ...identity,
  segment: 3,
  createdAt: 1_700_000_000_000,
  next: { decisions: 41, gaps: 2 },
  open: { decisions: [{ first: 7, last: 9 }] },
  cut: { segment: 2, end: 512 },
};
const mark = { table: "decisions", version: 1, firstSeq: 5, lastSeq: 2 ** 40, rows: 17 };

const frames: readonly (readonly [string, Frame])[] = [
  ["a header", { kind: "header", header }],
  ["a chunk", { kind: "chunk", chunk: chunk({ rows: 3, firstSeq: 2 ** 33 }) }],
  ["a chunk of empty rows", { kind: "chunk", chunk: chunk({ rows: 2, bytesPerRow: 0 }) }],
  ["a catalog", { kind: "catalog", version: 1, bytes: Uint8Array.of(1, 2, 3) }],
  ["a batch", { kind: "batch", mark }],
  ["an end", { kind: "end" }],
];

function bytesOf(frame: Frame): Buffer {
  return Buffer.concat(encodeFrame(frame).pieces);
}

describe("a frame", () => {
  it.each(frames)("is read as it was written: %s", (_, frame) => {
    const bytes = bytesOf(frame);
    const found = decodeFrame(Buffer.concat([Buffer.alloc(5), bytes, Buffer.alloc(5)]), 5);
    expect(found?.length).toBe(bytes.length);
    expect(plain(found?.frame)).toEqual(plain(frame));
  });

  it.each(frames)("is none with any one byte changed, or without its last: %s", (_, frame) => {
    const bytes = bytesOf(frame);
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (bytes[at] as number) ^ 0x10;
      expect(decodeFrame(damaged, 0)).toBeUndefined();
    }
    expect(decodeFrame(bytes.subarray(0, -1), 0)).toBeUndefined();
  });

  it("is not found in zeros, though their checksum is right", () => {
    expect(decodeFrame(Buffer.alloc(64), 0)).toBeUndefined();
  });

  it("is read from any bytes whatever without an error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, at) => {
        expect(() => decodeFrame(Buffer.from(bytes), at)).not.toThrow();
      }),
    );
  });

  it.each([
    ["rows that don't match their numbers", { ...chunk({ rows: 3 }), lastSeq: 4 }],
    ["no rows", { ...chunk({ rows: 1 }), ends: new Uint32Array(0), lastSeq: 0 }],
    ["rows that end past its bytes", { ...chunk({ rows: 1 }), ends: Uint32Array.of(11) }],
    ["a number below 1", { ...chunk({ rows: 1 }), firstSeq: 0, lastSeq: 0 }],
    ["a table that no table can be named", chunk({ table: "No Table" })],
  ])("is refused if it has %s", (_, given) => {
    const encode = (): unknown => encodeFrame({ kind: "chunk", chunk: given });
    expect(encode).toThrow(expect.objectContaining({ code: "INVALID_FRAME" }));
  });

  it("is refused if it is longer than any reader believes", () => {
    const bytes = new Uint8Array(64 * 1024 * 1024);
    expect(() => encodeFrame({ kind: "catalog", version: 1, bytes })).toThrow(
      "a catalog frame of 67108873 bytes; expected 67108864 at most",
    );
  });
});

// Views compare by what they show, not by what they are views of.
function plain(frame: Frame | undefined): unknown {
  if (frame?.kind === "chunk") {
    return {
      ...frame,
      chunk: { ...frame.chunk, bytes: [...frame.chunk.bytes], ends: [...frame.chunk.ends] },
    };
  }
  return frame?.kind === "catalog" ? { ...frame, bytes: [...frame.bytes] } : frame;
}
