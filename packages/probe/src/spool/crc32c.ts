const POLYNOMIAL = 0x82f63b78; // Castagnoli's, bits reversed
const SLICES = 16;

/**
 * CRC-32C (Castagnoli) as in iSCSI, RFC 3720 §12.1. Give the checksum so far as `seed` to go on with more bytes. Takes
 * sixteen bytes at a time, each by a look-up of its own.
 */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const inSlices = bytes.length - (bytes.length % SLICES);
  let crc = ~seed;
  let at = 0;
  for (; at < inSlices; at += SLICES) {
    crc =
      look(15, bytes[at], crc) ^
      look(14, bytes[at + 1], crc >>> 8) ^
      look(13, bytes[at + 2], crc >>> 16) ^
      look(12, bytes[at + 3], crc >>> 24) ^
      look(11, bytes[at + 4]) ^
      look(10, bytes[at + 5]) ^
      look(9, bytes[at + 6]) ^
      look(8, bytes[at + 7]) ^
      look(7, bytes[at + 8]) ^
      look(6, bytes[at + 9]) ^
      look(5, bytes[at + 10]) ^
      look(4, bytes[at + 11]) ^
      look(3, bytes[at + 12]) ^
      look(2, bytes[at + 13]) ^
      look(1, bytes[at + 14]) ^
      look(0, bytes[at + 15]);
  }
  for (; at < bytes.length; at += 1) crc = look(0, bytes[at], crc) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** What a byte contributes when so many bytes follow it in the slice. */
function look(following: number, byte: number | undefined, crc = 0): number {
  return table[following * 256 + (((byte as number) ^ crc) & 0xff)] as number;
}

// One table for all: an array of tables is half as fast.
function makeTable(): Int32Array {
  const made = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[byte] = crc;
  }
  for (let index = 256; index < made.length; index += 1) {
    const before = made[index - 256] as number;
    made[index] = (made[before & 0xff] as number) ^ (before >>> 8);
  }
  return made;
}

const table: Int32Array = makeTable();
