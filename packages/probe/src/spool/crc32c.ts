const POLYNOMIAL = 0x82f63b78; // Castagnoli's, bits reversed
const SLICES = 8;

/**
 * CRC-32C (Castagnoli) as in iSCSI, RFC 3720 §12.1. Give the checksum so far as `seed` to go on with more bytes.
 * Looks up eight bytes at a time.
 */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
  const inEights = bytes.length - (bytes.length % SLICES);
  let crc = ~seed;
  let at = 0;
  for (; at < inEights; at += SLICES) {
    const low = crc ^ word(bytes, at);
    const high = word(bytes, at + 4);
    crc =
      look(t7, low) ^
      look(t6, low >>> 8) ^
      look(t5, low >>> 16) ^
      look(t4, low >>> 24) ^
      look(t3, high) ^
      look(t2, high >>> 8) ^
      look(t1, high >>> 16) ^
      look(t0, high >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = look(t0, crc ^ (bytes[at] as number)) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

function look(table: Int32Array, index: number): number {
  return table[index & 0xff] as number;
}

type Tables = [Table, Table, Table, Table, Table, Table, Table, Table];
type Table = Int32Array;

// tables[n][byte]: what a byte contributes when n more bytes follow it.
function makeTables(): Tables {
  const made = Array.from({ length: SLICES }, () => new Int32Array(256)) as Tables;
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[0][byte] = crc;
  }
  for (let slice = 1; slice < SLICES; slice += 1) {
    const [before, table] = [made[slice - 1] as Table, made[slice] as Table];
    for (let byte = 0; byte < 256; byte += 1) {
      const crc = before[byte] as number;
      table[byte] = look(made[0], crc) ^ (crc >>> 8);
    }
  }
  return made;
}

const tables: Tables = makeTables();
