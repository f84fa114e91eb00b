import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pseudonyms } from "../src/index.ts";
import { itemHash, subjectHash } from "./support/hashing.ts";
import { KEY } from "./support/recording.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("pseudonyms", () => {
  it("are HMAC-SHA256 in a domain for each kind, and the same each time", () => {
    // HMAC's blocks have 64 bytes; a long id has many.
    const long = fc.constantFrom(
      ...[55, 56, 57, 63, 64, 65, 127, 129, 10_000].map((length) => "a".repeat(length)),
    );
    const id = fc.oneof({ weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) }, long);
    fc.assert(
      fc.property(fc.array(id), (ids) => {
        const pseudonyms = new Pseudonyms(KEY, 5);
        for (const each of [...ids, ...ids]) {
          const subject = pseudonyms.subject(each);
          expect([hex(subject.bytes), subject.keyId]).toEqual([subjectHash(each), "k1"]);
          expect(pseudonyms.itemHex(each)).toBe(itemHash(each));
          const { first, second } = pseudonyms.item(each);
          const words = Buffer.alloc(8);
          words.writeUInt32LE(first, 0);
          words.writeUInt32LE(second, 4);
          expect(hex(words)).toBe(itemHash(each));
        }
      }),
    );
  });

  it("are those that any HMAC tool works out", () => {
    // printf 'subject:u1' | openssl dgst -sha256 -mac HMAC -macopt key:0123456789abcdef
    const pseudonyms = new Pseudonyms({ id: "k", secret: Buffer.from("0123456789abcdef") });
    expect(hex(pseudonyms.subject("u1").bytes)).toBe(OPENSSL.subject);
    expect(pseudonyms.itemHex("u1")).toBe(OPENSSL.item.slice(0, 16));
  });

  it("carry those under keys that were in use before, the last one first", () => {
    const [k1, k2, k3] = ["k1", "k2", "k3"].map((id, n) => ({ id, secret: Buffer.alloc(32, n + 1) })) as [
      typeof KEY,
      typeof KEY,
      typeof KEY,
    ];
    const pseudonyms = new Pseudonyms(k2, 5, [k1]);
    expect(pseudonyms.subject("u1").earlier).toEqual([new Pseudonyms(k1).subject("u1")]);
    pseudonyms.rotate(k3);
    const earlier = pseudonyms.subject("u1").earlier ?? [];
    expect(earlier.map(({ keyId }) => keyId)).toEqual(["k2", "k1"]);
    expect(pseudonyms.earlierTagHex("go")).toEqual([k2, k1].map((key) => new Pseudonyms(key).tagHex("go")));
    expect(new Pseudonyms(k1).subject("u1")).not.toHaveProperty("earlier");
  });

  it("are another key's after rotation, remembered ones included", () => {
    const pseudonyms = new Pseudonyms(KEY);
    const next = { id: "k2", secret: Buffer.alloc(16, 3) };
    pseudonyms.subject("u1");
    pseudonyms.item("a");
    expect(pseudonyms.keyId).toBe("k1");
    pseudonyms.rotate(next);
    expect(pseudonyms.keyId).toBe("k2");
    const { bytes, keyId } = pseudonyms.subject("u1");
    expect([hex(bytes), keyId, pseudonyms.itemHex("a")]).toEqual([
      subjectHash("u1", next),
      "k2",
      itemHash("a", next),
    ]);
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32LE(pseudonyms.item("a").first);
    expect(itemHash("a", next).startsWith(hex(buffer))).toBe(true);
  });

  it("keep to the key that was handed in, whatever becomes of its bytes", () => {
    const secret = Buffer.from(KEY.secret);
    const pseudonyms = new Pseudonyms({ id: "k1", secret });
    secret.fill(0);
    expect(hex(pseudonyms.subject("u1").bytes)).toBe(subjectHash("u1"));
  });
});

const OPENSSL = {
  subject: "4b7f33184db64040e02cf401a917bc49368d9d4d922e6e1d5e6d5c19ea04397d",
  item: "168248f32f3769bd9bd0c33b5fc5549f5293a315c9be5c1a51ec2a156d6e5da5",
};

describe("a pseudonym key", () => {
  const secret = Buffer.alloc(32, 1);

  it.each([
    ["no id", { id: "", secret }, "a pseudonym key's id has 1 to 64 characters, found 0"],
    [
      "too long an id",
      { id: "k".repeat(65), secret },
      "a pseudonym key's id has 1 to 64 characters, found 65",
    ],
    ["half of a surrogate pair", { id: "k\ud800", secret }, "a pseudonym key's id holds a lone surrogate"],
    [
      "too short a secret",
      { id: "k1", secret: secret.subarray(0, 15) },
      'pseudonym key "k1" has 15 bytes; it needs at least 16, better 32 random ones',
    ],
  ])("with %s is refused, and the one before stays", (_, key, message) => {
    const refused = expect.objectContaining({ name: "CoreError", code: "INVALID_OPTION", message });
    expect(() => new Pseudonyms(key)).toThrow(refused);
    const pseudonyms = new Pseudonyms(KEY);
    expect(() => pseudonyms.rotate(key)).toThrow(refused);
    expect([pseudonyms.keyId, pseudonyms.itemHex("a")]).toEqual(["k1", itemHash("a")]);
  });

  it("may be as short as 16 bytes, and its id as long as 64 characters", () => {
    const pseudonyms = new Pseudonyms({ id: "键".repeat(64), secret: secret.subarray(0, 16) });
    expect(pseudonyms.keyId).toHaveLength(64);
  });
});
