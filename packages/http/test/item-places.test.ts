import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemPlaces } from "../src/item-places.ts";
import { shownItems } from "../src/shown-items.ts";
import { isPlainAlong, withoutItems } from "../src/without-items.ts";

const fine = (): void => undefined;
const failing = (): never => {
  throw new Error("a flag was told to be bad");
};

describe("flags beside the ids of items", () => {
  it.each([
    ["items[].id", "items[].is_ad", { items: [{ id: 1, is_ad: true }, { id: 2 }] }],
    [
      "[].id",
      "[].meta.ad",
      [
        { id: 1, meta: { ad: 1 } },
        { id: 2, meta: { ad: 0 } },
      ],
    ],
    [
      "shelves[].books[].id",
      "shelves[].books[].ad",
      { shelves: [{ books: [{ id: 1, ad: true }] }, { books: [{ id: 2 }] }] },
    ],
    ["grid[][].id", "grid[][].ad", { grid: [[{ id: 1, ad: true }], [], [{ id: 2, ad: false }]] }],
  ])("of %s at %s are found", (items, ad, body) => {
    expect(shownItems(body, itemPlaces(items, { ad }), 10, failing)).toEqual([
      { id: "1", flags: ["ad"] },
      "2",
    ]);
  });

  it("of a body that is an item are found", () => {
    const places = itemPlaces("book.id", { ad: "is_ad", synthetic: "book.ai" });
    const body = { book: { id: "b", ai: true }, is_ad: true };
    expect(shownItems(body, places, 10, failing)).toEqual([{ id: "b", flags: ["ad", "synthetic"] }]);
  });

  it("are told to be bad where they are neither true nor false", () => {
    let told = 0;
    const body = {
      items: [
        { id: 1, ad: "yes" },
        { id: 2, ad: {} },
        { id: 3, ad: null },
      ],
    };
    const items = shownItems(body, itemPlaces("items[].id", { ad: "items[].ad" }), 10, () => (told += 1));
    expect(items).toEqual(["1", "2", "3"]);
    expect(told).toBe(2);
  });

  it.each([
    ["items[].id", "ads[].is_ad"],
    ["items[].id", "items[]"],
    ["items[].id", "is_ad"],
    ["items[].id", "items[].tags[]"],
    ["ids[]", "ids[].ad[]"],
  ])("can't stand for %s at %s", (items, ad) => {
    expect(() => itemPlaces(items, { ad })).toThrow(
      `items flag ad at "${ad}": it must stand beside the ids, in the elements of the same list as "${items}"`,
    );
  });
});

describe("a body without some of its items", () => {
  const book = fc.record({ id: fc.string(), ad: fc.boolean() });
  const odd: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(null, 7, "x", {}, [], { books: null });
  const shelves = fc.array(fc.oneof(fc.record({ books: fc.array(fc.oneof(book, odd)) }), odd));

  it("shows the others, in their order, and is itself untouched", () => {
    const places = itemPlaces("shelves[].books[].id", { ad: "shelves[].books[].ad" });
    fc.assert(
      fc.property(shelves, (given) => {
        const body = { shelves: given, page: 1 };
        const before = JSON.stringify(body);
        const items = shownItems(body, places, Infinity, fine) ?? [];
        const isAd = (position: number): boolean => typeof items[position] === "object";
        const copy = withoutItems(body, places.items, isAd);
        const left = items.filter((item) => typeof item !== "object");
        expect(shownItems(copy, places, Infinity, fine)).toEqual(left);
        expect(JSON.stringify(body)).toBe(before);
      }),
    );
  });

  it("shares what it doesn't change", () => {
    const body = { head: { n: 1 }, items: [{ id: 1 }, { id: 2 }] };
    const copy = withoutItems(
      body,
      itemPlaces("items[].id").items,
      (position) => position === 0,
    ) as typeof body;
    expect(copy).toEqual({ head: { n: 1 }, items: [{ id: 2 }] });
    expect(copy.head).toBe(body.head);
    expect(copy.items[0]).toBe(body.items[1]);
  });

  it.each([
    ["a class of its own", Object.assign(Object.create({}) as object, { items: [] })],
    ["a toJSON", { items: [], toJSON: () => ({}) }],
    ["a list with a toJSON", { items: Object.assign([], { toJSON: () => [] }) }],
  ])("is made of plain data only: not of %s", (_, body) => {
    expect(isPlainAlong(body, itemPlaces("items[].id").items)).toBe(false);
  });

  it("may be made of plain data with odd things beside", () => {
    const body = Object.assign(Object.create(null) as object, { items: [new Date(0)], at: new Date(0) });
    expect(isPlainAlong(body, itemPlaces("items[].id").items)).toBe(true);
  });
});
