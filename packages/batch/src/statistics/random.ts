import { createHash } from "node:crypto";

/** Gives numbers from 0 inclusive to 1 exclusive. */
export type Random = () => number;

/**
 * Random numbers that are the same wherever the seed is the same, so that an interval can be reproduced: sfc32, begun
 * with the SHA-256 of the seed.
 */
export function seededRandom(seed: string): Random {
  const digest = createHash("sha256").update(seed).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let counter = digest.readUInt32LE(12);
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
}
