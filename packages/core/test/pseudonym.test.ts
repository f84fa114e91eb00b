import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Pseudonyms } from "../src/index.ts";
import { KEY } from "./support/recording.ts";

const hmac = (text: string, secret: Uint8Array = KEY.secret): string =>
  createHmac("sha256", secret).update(text).digest("hex");

const subjectOf = (pseudonyms: Pseudonyms, id: string): string =>
  Buffer.from(pseudonyms.subject(id).bytes).toString("hex");

describe("pseudonyms", () => {
  it("are HMAC-SHA256 of the id in its domain: whole for subjects, eight bytes for items", () => {
    const pseudonyms = new Pseudonyms(KEY);
    for (const id of ["u1", "读者", "😀", "a".repeat(127), "a".repeat(129), "a".repeat(100_000), "\u0000"]) {
      expect(subjectOf(pseudonyms, id)).toBe(hmac(`subject:${id}`));
      expect(pseudonyms.itemHex(id)).toBe(hmac(`item:${id}`).slice(0, 16));
      const { first, second } = pseudonyms.item(id);
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32LE(first, 0);
      bytes.writeUInt32LE(second, 4);
      expect(bytes.toString("hex")).toBe(pseudonyms.itemHex(id));
    }
  });

  it("stay the same when they are asked for again, remembered or not", () => {
    const pseudonyms = new Pseudonyms(KEY, 2);
    const first = subjectOf(pseudonyms, "u1");
    for (let n = 0; n < 100; n += 1) pseudonyms.subject(`other-${n}`);
    expect(subjectOf(pseudonyms, "u1")).toBe(first);
  });

  it("of a user and of an item of one id have nothing in common", () => {
    const pseudonyms = new Pseudonyms(KEY);
    expect(subjectOf(pseudonyms, "7").startsWith(pseudonyms.itemHex("7"))).toBe(false);
  });

  it("change with the key, and know its name", () => {
    const pseudonyms = new Pseudonyms(KEY);
    const before = [subjectOf(pseudonyms, "u1"), pseudonyms.itemHex("a"), pseudonyms.item("a")];
    const secret = Buffer.alloc(32, 9);
    pseudonyms.rotate({ id: "k2", secret });
    expect(pseudonyms.keyId).toBe("k2");
    expect(pseudonyms.subject("u1").keyId).toBe("k2");
    expect(subjectOf(pseudonyms, "u1")).toBe(hmac("subject:u1", secret));
    expect([subjectOf(pseudonyms, "u1"), pseudonyms.itemHex("a"), pseudonyms.item("a")]).not.toEqual(before);
  });

  it("do not change when the service wipes or reuses the buffer that held the key", () => {
    const secret = Buffer.from(KEY.secret);
    const pseudonyms = new Pseudonyms({ id: "k1", secret });
    secret.fill(0);
    expect(subjectOf(pseudonyms, "u1")).toBe(hmac("subject:u1"));
  });

  it.each([
    [{ id: "x".repeat(65), secret: KEY.secret }],
    [{ id: "\ud800", secret: KEY.secret }],
    [{ id: "k1", secret: new Uint8Array(15) }],
    [{ id: "k1", secret: new Uint8Array() }],
  ])("are not made with the key %o", (key) => {
    expect(() => new Pseudonyms(key)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    const pseudonyms = new Pseudonyms(KEY);
    expect(() => pseudonyms.rotate(key)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(pseudonyms.keyId).toBe("k1");
    expect(subjectOf(pseudonyms, "u1")).toBe(hmac("subject:u1"));
  });
});
