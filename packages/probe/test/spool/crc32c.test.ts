import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c } from "../../src/spool/crc32c.ts";

const ascending = Uint8Array.from({ length: 32 }, (_, index) => index);
const readCommand = new Uint8Array(48);
readCommand.set([0x01, 0xc0]);
readCommand.set([0x14, 0, 0, 0, 0, 0, 0x04, 0, 0, 0, 0, 0x14, 0, 0, 0, 0x18, 0x28], 16);
readCommand.set([0x02], 40);

describe("crc32c", () => {
  it.each([
    ["32 bytes of zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 bytes of ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["32 incrementing bytes", ascending, 0x46dd794e],
    ["32 decrementing bytes", ascending.toReversed(), 0x113fdb5c],
    ["an iSCSI read command", readCommand, 0xd9963a56],
  ])("gives what RFC 3720 B.4 gives for %s", (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it("gives the check value of the CRC catalogue for 123456789", () => {
    expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  });

  it("gives what the definition gives, bit by bit, in one go or in two", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, at) => {
        const expected = bitwise(bytes);
        expect(crc32c(bytes)).toBe(expected);
        expect(crc32c(bytes.subarray(at), crc32c(bytes.subarray(0, at)))).toBe(expected);
      }),
    );
  });
});

function bitwise(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}
