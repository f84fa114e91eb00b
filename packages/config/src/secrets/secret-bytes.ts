/** A secret's bytes, or why it has none. */
export type SecretBytes =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly found: string; readonly expected: string };

/** Fewer than these are too easily tried out. */
const LEAST_BYTES = 16;

/**
 * The bytes of a key: those that `hex:` or `base64:` spells, otherwise the text in UTF-8. Strict, because a key that is
 * read otherwise on another machine makes other pseudonyms.
 */
export function secretBytes(text: string): SecretBytes {
  const bytes = decode(text);
  if (typeof bytes === "string") return { ok: false, found: "something else", expected: bytes };
  if (bytes.length >= LEAST_BYTES) return { ok: true, bytes };
  const found = bytes.length === 0 ? "nothing" : `${bytes.length} bytes`;
  return { ok: false, found, expected: `at least ${LEAST_BYTES} bytes, better 32 random ones` };
}

function decode(text: string): Uint8Array | string {
  if (text.startsWith("hex:")) {
    const digits = text.slice("hex:".length);
    const isHex = /^(?:[0-9a-f]{2})*$/i.test(digits);
    return isHex ? plain(Buffer.from(digits, "hex")) : "pairs of hexadecimal digits after hex:";
  }
  if (text.startsWith("base64:")) {
    const digits = text.slice("base64:".length);
    const bytes = Buffer.from(digits, "base64");
    const isCanonical = bytes.toString("base64") === digits;
    return isCanonical ? plain(bytes) : "base64 after base64:, with its padding";
  }
  return text.isWellFormed() ? new TextEncoder().encode(text) : "well-formed Unicode";
}

// Of its own, not of Node's shared pool.
const plain = (bytes: Buffer): Uint8Array => new Uint8Array(bytes);
