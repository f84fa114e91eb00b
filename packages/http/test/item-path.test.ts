import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemsAt, parseItemPath } from "../src/item-path.ts";

describe("parseItemPath", () => {
  it.each([
    ["items[].isbn", ["items", "[]", "isbn"]],
    ["[].id", ["[]", "id"]],
    ["data.list[].id", ["data", "list", "[]", "id"]],
    ["ids[]", ["ids", "[]"]],
    ["[]", ["[]"]],
    ["rows[][].id", ["rows", "[]", "[]", "id"]],
    ["书单[].书号", ["书单", "[]", "书号"]],
    ["book.id", ["book", "id"]],
  ])("reads %s", (text, path) => {
    expect(parseItemPath(text)).toEqual(path);
  });

  it.each([
    "",
    ".",
    "items[].",
    ".id",
    "items..id",
    "items.[]",
    "items[0].id",
    "items[",
    "items]",
    "it[]ems",
    "[]id",
  ])("refuses %j and says where", (text) => {
    expect(() => parseItemPath(text)).toThrow(expect.objectContaining({ code: "INVALID_ITEMS_PATH" }));
    expect(() => parseItemPath(text)).toThrow(`items path "${text}"`);
  });
});

describe("itemsAt", () => {
  const take = (body: unknown, path: string, most = 100): unknown => itemsAt(body, parseItemPath(path), most);

  it("takes what stands there, in order, through nested arrays", () => {
    expect(take({ items: [{ isbn: "1" }, { isbn: "2" }] }, "items[].isbn")).toEqual(["1", "2"]);
    expect(take([{ id: 1 }, { id: 2 }], "[].id")).toEqual([1, 2]);
    expect(take({ rows: [[{ id: "a" }], [{ id: "b" }, { id: "c" }]] }, "rows[][].id")).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(take({ book: { id: "only" } }, "book.id")).toEqual(["only"]);
  });

  it("tells an empty list from a path that leads nowhere", () => {
    expect(take({ items: [] }, "items[].isbn")).toEqual([]);
    expect(take({ error: "late" }, "items[].isbn")).toBeUndefined();
    expect(take({ items: null }, "items[].isbn")).toBeUndefined();
    expect(take("items", "items[].isbn")).toBeUndefined();
    expect(take(null, "[]")).toBeUndefined();
  });

  it("keeps the place of an element that has no id", () => {
    expect(take({ items: [{ isbn: "1" }, {}, null, { isbn: "4" }] }, "items[].isbn")).toEqual([
      "1",
      undefined,
      undefined,
      "4",
    ]);
  });

  it("takes no more than it is told to", () => {
    expect(
      take(
        [
          [1, 2],
          [3, 4],
        ],
        "[][]",
        3,
      ),
    ).toEqual([1, 2, 3]);
  });

  it("never throws on what JSON can hold, and finds every id that was put in", () => {
    const path = parseItemPath("a[].b");
    fc.assert(fc.property(fc.jsonValue(), (body) => void itemsAt(body, path, 10)));
    fc.assert(
      fc.property(fc.array(fc.string()), (ids) => {
        expect(itemsAt({ a: ids.map((b) => ({ b })) }, path, Infinity)).toEqual(ids);
      }),
    );
  });
});
