import { describe, expect, it } from "vitest";
import { Pseudonyms } from "../../src/index.ts";
import { itemHash, subjectHash } from "../support/hashing.ts";
import { KEY, recording } from "../support/recording.ts";

const NEXT = { id: "k2", secret: Buffer.alloc(32, 9) };

describe("pseudonyms in a row", () => {
  it("are HMAC-SHA256 of subject, items and touched items, each in a domain of its own", () => {
    for (const id of ["u1", "读者-7", "😀", "a:b", "item:u1", "x".repeat(5000)]) {
      const watched = recording();
      const decision = watched.open({ subject: { id } });
      decision.deliver([id]);
      decision.intervene({ id: "iv-1", kind: "pin", item: id });
      decision.close();
      expect(watched.row()).toMatchObject({
        subject: subjectHash(id),
        key_id: "k1",
        items: [{ id: itemHash(id) }],
        interventions: [{ item: itemHash(id) }],
      });
      expect(subjectHash(id).startsWith(itemHash(id))).toBe(false);
    }
  });

  it("name their key where nobody is signed in, too: it made those of the items", () => {
    const watched = recording();
    watched.open().close();
    expect(watched.row()).toMatchObject({ subject: "0".repeat(64), key_id: "k1" });
  });

  it("are other ones, under another key's name, once the key was rotated", () => {
    const watched = recording();
    const serve = (): void => {
      const decision = watched.open({ subject: { id: "u1" } });
      decision.deliver(["a"]);
      decision.close();
    };
    serve();
    watched.recorder.pseudonyms.rotate(NEXT);
    serve();
    watched.recorder.pseudonyms.rotate(KEY);
    serve();
    expect(watched.rows().map(({ subject, key_id, items }) => [key_id, subject, items[0]?.id])).toEqual([
      ["k1", subjectHash("u1"), itemHash("a")],
      ["k2", subjectHash("u1", NEXT), itemHash("a", NEXT)],
      ["k1", subjectHash("u1"), itemHash("a")],
    ]);
  });

  it("of one row are all of one key, that of the time when the decision opened", () => {
    const watched = recording();
    const decision = watched.open();
    decision.deliver(["a"]);
    watched.recorder.pseudonyms.rotate(NEXT);
    decision.identify({ id: "u1" });
    decision.deliver(["b"]);
    decision.intervene({ id: "iv-1", kind: "pin", item: "b" });
    decision.close();
    expect(watched.row()).toMatchObject({
      subject: subjectHash("u1"),
      key_id: "k1",
      items: [{ id: itemHash("a") }, { id: itemHash("b") }],
      interventions: [{ item: itemHash("b") }],
    });
  });

  it("stay right when more identifiers come than are remembered", () => {
    const watched = recording([], { pseudonyms: new Pseudonyms(KEY, 3) });
    const ids = Array.from({ length: 40 }, (_, n) => `u${n % 11}`);
    for (const id of ids) {
      const decision = watched.open({ subject: { id } });
      decision.deliver(ids);
      decision.close();
    }
    const rows = watched.rows();
    expect(rows.map(({ subject }) => subject)).toEqual(ids.map((id) => subjectHash(id)));
    for (const { items } of rows) expect(items.map(({ id }) => id)).toEqual(ids.map((id) => itemHash(id)));
  });
});
