import { describe, expect, it } from "vitest";
import { recording } from "../support/recording.ts";
import { seen, seenIn, use } from "../support/seen.ts";

const LETTERS = Array.from("abcdefghijklmnopqrstuvwxyz");
/** aa to zz: 676 words without a digit. */
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

describe("declared wildcards", () => {
  it("stand for any key of an object or a map", () => {
    const features = ["profile.scores.*", "profile.shelves.*.books[].title"];
    const data = {
      scores: { "alice@example.org": 1, b2: 2 },
      shelves: new Map([["s1", { books: [{ title: "A" }] }]]),
    };
    expect(seen(data, features, ({ scores }) => scores.b2).read).toEqual(["profile.scores.*"]);
    expect(seen(data, features, ({ scores }) => scores["alice@example.org"]).read).toEqual([
      "profile.scores.*",
    ]);
    expect(seen(data, features, ({ scores }) => Object.values(scores)).unregistered).toEqual([]);
    expect(seen(data, features, ({ shelves }) => shelves.get("s1")?.books[0]?.title).read).toEqual([
      "profile.shelves.*.books[].title",
    ]);
  });

  it("give way to a name that is declared beside them", () => {
    const features = ["profile.*", "profile.age"];
    expect(seen({ age: 1, name: "x" }, features, ({ age }) => age).read).toEqual(["profile.age"]);
    expect(seen({ age: 1, name: "x" }, features, ({ name }) => name).read).toEqual(["profile.*"]);
  });
});

describe("the names of undeclared places", () => {
  it.each([
    "city",
    "cityName",
    "city_name",
    "city-name",
    "_id",
    "$ref",
    "line2",
    "城市",
    "prénom",
    "addressLine12",
    "h264",
  ])("keep the field name %s", (key) => {
    expect(seen<Record<string, number>>({ [key]: 1 }, [], (profile) => profile[key]).unregistered).toEqual([
      `profile.${key}`,
    ]);
  });

  it.each([
    "alice@example.org",
    "13800138000",
    "u1234567",
    "book 12",
    "a.b",
    "+86",
    "9780306406157",
    "018f0000-0000-7000-8000-000000000001",
    "2026-11-21",
    "https://example.org",
    "x".repeat(41),
    "",
    "😀",
    "\ud800",
    "a\u0000b",
    "330106199001011234",
  ])("hide %j, which may be somebody's data", (key) => {
    const { unregistered } = seen<Record<string, number>>({ [key]: 1 }, [], (profile) => profile[key]);
    expect(unregistered).toEqual(["profile.*"]);
  });

  it("are hidden the same way when keys are listed or asked for", () => {
    const data = { "alice@example.org": 1 };
    for (const use of [
      Object.keys,
      Object.entries,
      (given: object) => "alice@example.org" in given,
      JSON.stringify,
    ]) {
      expect(seen(data, [], use as (given: object) => unknown).unregistered).toEqual(["profile.*"]);
    }
  });

  it("are hidden once a place has shown more than 64 of them: its keys are data then", () => {
    const keys = PAIRS.map((pair) => `user_${pair}`);
    const data = Object.fromEntries(keys.map((key) => [key, 1]));
    const { unregistered } = seen(data, [], (profile) => keys.map((key) => profile[key]));
    expect(unregistered).toHaveLength(65);
    expect(unregistered).toContain("profile.*");
  });

  it("a key that is data does not hide the field names beside it", () => {
    const data: Record<string, number> = { "alice@example.org": 1, city: 2, "bob@example.org": 3, street: 4 };
    const { unregistered } = seen(data, [], (profile) => Object.keys(data).map((key) => profile[key]));
    expect(unregistered).toEqual(["profile.*", "profile.city", "profile.street"]);
  });

  it("stay bounded over all decisions, whatever shapes the data takes", () => {
    const watched = recording(["profile.age"]);
    const found = new Set<string>();
    for (const first of PAIRS) {
      const decision = watched.open();
      const data = Object.fromEntries(PAIRS.map((second) => [second, { inner: 1 }]));
      const profile = decision.track("profile", { [first]: data });
      for (const second of PAIRS) use(profile[first]?.[second]?.inner);
      decision.close();
    }
    for (const row of watched.rows()) for (const { name } of row.unregistered) found.add(name);
    expect(found.size).toBeLessThan(2000);
  });

  it("stay bounded where lists and data keys nest in every way", () => {
    const watched = recording(["profile.shelf.kept", "profile.shelf"]);
    const shapes = Array.from({ length: 4096 }, (_, bits) => {
      let value: unknown = 1;
      for (let bit = 0; bit < 12; bit += 1) value = (bits >> bit) % 2 === 0 ? [value] : { "a@b": value };
      return value;
    });
    const decision = watched.open();
    JSON.stringify(decision.track("profile", { shapes, shelf: { kept: 1, other: 2 } }));
    decision.close();
    const row = watched.row();
    expect(row.unregistered.length).toBeLessThan(1100);
    // A declared place still tells what is read beside what is declared in it.
    expect(row.unregistered.map(({ name }) => name)).toContain("shelf.*");
    expect(watched.names(row.features_read)).toEqual(["profile.shelf", "profile.shelf.kept"]);
  });

  it("of sources that are not declared are kept when they read like names, and hidden otherwise", () => {
    const watched = recording();
    const decision = watched.open();
    use(decision.track("weather", { wind: 1 }).wind);
    use(decision.track("user:alice@example.org", { wind: 1 }).wind);
    decision.close();
    const row = watched.row();
    expect(row.unregistered).toEqual([
      { source: "weather", name: "wind", how: "read" },
      { source: "*", name: "wind", how: "read" },
    ]);
    expect(row.calls.map(({ source }) => source)).toEqual(["weather", "*"]);
    expect(seenIn(watched, row).unregistered).toEqual(["*.wind", "weather.wind"]);
  });
});
