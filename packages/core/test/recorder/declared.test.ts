import { describe, expect, it } from "vitest";
import { type Feature, FeatureSet } from "../../src/index.ts";
import { judging } from "../support/judges.ts";
import { recording } from "../support/recording.ts";
import { use } from "../support/seen.ts";

describe("declared uses", () => {
  it("of known features are recorded by number, apart from what was read, each once", () => {
    const watched = recording(["profile.age", "profile.city", "vector.user"]);
    const decision = watched.open();
    use(decision.track("profile", { age: 3, city: "X" }).age);
    decision.uses("vector.user", "profile.city");
    decision.uses("vector.user");
    decision.close();
    const { features_read, features_declared, features_span, unregistered } = watched.row();
    expect(watched.names(features_read)).toEqual(["profile.age"]);
    expect(watched.names(features_declared)).toEqual(["profile.city", "vector.user"]);
    expect([features_span, unregistered]).toEqual([[], []]);
  });

  it("of a source that was not tracked are a data call of their own", () => {
    const watched = recording(["profile.age", "profile.city", "vector.user", "vector.item"]);
    const decision = watched.open();
    decision.track("profile", {});
    decision.uses("profile.age", "profile.city", "vector.user", "vector.item");
    decision.close();
    expect(watched.row().calls.map(({ source, how, count }) => [source, how, count])).toEqual([
      ["profile", "read", 1],
      ["vector", "declared", 1],
    ]);
  });

  it.each<[string, string, string]>([
    ["book.rating", "book", "rating"],
    ["book.shelf.room", "book", "shelf.room"],
    ["book[].rating", "book", "[].rating"],
    ["book", "book", "*"],
  ])(
    "of %s, which nobody declared, are unregistered at the place that the name tells",
    (name, source, path) => {
      const watched = recording(["profile.age"]);
      const decision = watched.open();
      decision.uses(name, name);
      decision.uses(name);
      decision.close();
      const { unregistered, features_declared, input_faults } = watched.row();
      expect(unregistered).toEqual([{ source, name: path, how: "declared" }]);
      expect([features_declared, input_faults]).toEqual([[], []]);
    },
  );

  it("work for every feature of a catalog of any size", () => {
    for (const size of [1, 31, 32, 33, 64, 65, 100]) {
      const names = Array.from({ length: size }, (_, n) => `profile.f${String(n).padStart(3, "0")}`);
      const used: number[][] = [];
      const note = judging((facts) => {
        used.push(facts.used.numbers);
        return [];
      });
      const watched = recording(names, note);
      const chosen = names.filter((_, n) => n % 3 === 0 || n === size - 1);
      const read = names.filter((_, n) => n % 5 === 1);
      const decision = watched.open();
      decision.uses(...chosen);
      const profile: Record<string, unknown> = decision.track("profile", {});
      for (const name of read) use(profile[name.slice("profile.".length)]);
      decision.close();
      const row = watched.row();
      expect(watched.names(row.features_declared)).toEqual(chosen);
      expect(watched.names(row.features_read)).toEqual(read);
      expect(used.map((numbers) => watched.names(numbers))).toEqual([
        names.filter((name) => chosen.includes(name) || read.includes(name)),
      ]);
    }
  });
});

describe("declared tags", () => {
  it("are counted once each, beside those that were read, and shown to the rules alone", () => {
    let seen: readonly string[] = [];
    const look = judging(({ tagsUsed }) => {
      seen = tagsUsed;
      return [];
    });
    const watched = recording([{ name: "profile.tags[]", tags: true }], look);
    const decision = watched.open();
    use(decision.track("profile", { tags: ["go"] }).tags[0]);
    decision.usesTags(["chess", "go"]);
    decision.usesTags(["chess"]);
    decision.close();
    expect(watched.row()).toMatchObject({ tags_used: 2, input_faults: [] });
    expect(seen).toEqual(["go", "chess"]);
  });

  it("beyond what the column holds are counted as the most it holds", () => {
    const watched = recording();
    const decision = watched.open({ subject: { choices: { deletedTags: tags(70_000) } } });
    decision.usesTags(tags(70_000));
    decision.close();
    expect(watched.row()).toMatchObject({ tags_used: 65_535, deleted_tags: 65_535 });
  });
});

describe("a decision", () => {
  const protective: Feature = { name: "profile.age", purposes: ["safety"] };
  const personal: Feature = { name: "profile.city", purposes: ["content", "safety"] };
  const common: Feature = { name: "book.rating", personal: false, purposes: ["content"] };
  const unpurposed: Feature = { name: "profile.hat" };

  it.each<[string, string[], boolean]>([
    ["no feature", [], false],
    ["a feature that protects alone", ["profile.age"], false],
    ["a feature that is not personal", ["book.rating"], false],
    ["features of both such kinds", ["profile.age", "book.rating"], false],
    ["a personal feature that serves for more than protection", ["profile.age", "profile.city"], true],
    ["a personal feature without a purpose", ["profile.hat"], true],
    ["a place that is not in the catalog", ["profile.shoe"], false],
  ])("that used %s is personalised: %s %s", (_, names, isPersonalised) => {
    const features = [protective, personal, common, unpurposed];
    const declaring = recording(features);
    const declared = declaring.open();
    declared.uses(...names);
    declared.close();
    expect(declaring.row().personalised).toBe(isPersonalised);

    const reading = recording(features);
    const decision = reading.open();
    for (const source of ["profile", "book"]) {
      const data: Record<string, unknown> = decision.track(source, {
        age: 3,
        city: "X",
        rating: 1,
        hat: 1,
        shoe: 1,
      });
      for (const name of names) if (name.startsWith(source)) use(data[name.slice(source.length + 1)]);
    }
    decision.close();
    expect(reading.row().personalised).toBe(isPersonalised);
  });

  it("is personalised by the last feature of a large catalog as by the first", () => {
    const features = Array.from({ length: 70 }, (_, n): Feature => ({
      name: `profile.f${String(n).padStart(2, "0")}`,
      personal: n === 0 || n === 69,
    }));
    for (const [name, isPersonalised] of [
      ["profile.f00", true],
      ["profile.f01", false],
      ["profile.f69", true],
    ] as const) {
      const watched = recording(features);
      const decision = watched.open();
      decision.uses(name);
      decision.close();
      expect([name, watched.row().personalised]).toEqual([name, isPersonalised]);
    }
    expect(FeatureSet.of(70, [69]).words).toHaveLength(3);
  });
});

function tags(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `tag-${n}`);
}
