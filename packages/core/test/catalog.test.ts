import fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type CatalogInput,
  createCatalog,
  type Feature,
  isPersonalisation,
  placeOfFeature,
} from "../src/index.ts";

const INPUT: CatalogInput = {
  sources: [
    { name: "profile", system: "postgresql", dataset: "readers" },
    { name: "画像", system: "redis", dataset: "prefs" },
  ],
  features: [
    { name: "profile.age", codes: ["PI.AGE", "MIN.AGE"], purposes: ["safety", "content"] },
    { name: "profile.interests[]", inferred: true, tags: true },
    { name: "画像.*", personal: false, purposes: ["search"] },
    { name: "taste", source: "profile", path: "model.taste" },
  ],
};

const refused = (message: string): unknown =>
  expect.objectContaining({ name: "CoreError", code: "INVALID_CATALOG", message });

describe("a catalog", () => {
  it("has its features numbered by name, every gap filled", () => {
    const { features } = createCatalog(INPUT);
    const filled = { codes: [], personal: true, inferred: false, purposes: [], tags: false };
    expect(features).toEqual([
      {
        ...filled,
        number: 0,
        name: "profile.age",
        source: "profile",
        path: "age",
        codes: ["MIN.AGE", "PI.AGE"],
        purposes: ["content", "safety"],
      },
      {
        ...filled,
        number: 1,
        name: "profile.interests[]",
        source: "profile",
        path: "interests[]",
        inferred: true,
        tags: true,
      },
      { ...filled, number: 2, name: "taste", source: "profile", path: "model.taste" },
      {
        ...filled,
        number: 3,
        name: "画像.*",
        source: "画像",
        path: "*",
        personal: false,
        purposes: ["search"],
      },
    ]);
  });

  it("knows its sources, every gap filled, and its features by name", () => {
    const catalog = createCatalog({
      sources: [...INPUT.sources, { name: "bare", recipient: "Ads Ltd", region: "SG", contract: "c-7" }],
      features: INPUT.features,
    });
    const ours = { recipient: "", region: "", contract: "" };
    expect([...catalog.sources.values()]).toEqual([
      { ...ours, name: "profile", system: "postgresql", dataset: "readers" },
      { ...ours, name: "画像", system: "redis", dataset: "prefs" },
      { name: "bare", system: "", dataset: "", recipient: "Ads Ltd", region: "SG", contract: "c-7" },
    ]);
    expect(catalog.feature("画像.*")).toBe(catalog.features[3]);
    expect([catalog.feature("profile"), catalog.feature("toString")]).toEqual([undefined, undefined]);
  });

  it("selects features by what is declared of them", () => {
    const catalog = createCatalog(INPUT);
    expect(catalog.select(({ tags }) => tags).numbers).toEqual([1]);
    expect(catalog.select(() => true).numbers).toEqual([0, 1, 2, 3]);
    expect(catalog.select(() => false).isEmpty).toBe(true);
    expect(createCatalog({ sources: [], features: [] }).select(() => true).isEmpty).toBe(true);
  });

  it("does not change what it was made of", () => {
    const input = structuredClone(INPUT);
    createCatalog(input);
    expect(input).toEqual(INPUT);
  });
});

describe("a catalog's digest", () => {
  it("is the SHA-256 of the stored columns, so that anyone can work it out", () => {
    const text =
      '[["profile.age","profile","age","postgresql","readers",["MIN.AGE","PI.AGE"],true,false,["content","safety"],false],' +
      '["profile.interests[]","profile","interests[]","postgresql","readers",[],true,true,[],true],' +
      '["taste","profile","model.taste","postgresql","readers",[],true,false,[],false],' +
      '["画像.*","画像","*","redis","prefs",[],false,false,["search"],false]]';
    expect(createCatalog(INPUT).digest).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  });

  it("does not depend on the order of the declarations, nor on defaults that are spelt out", () => {
    const { digest } = createCatalog(INPUT);
    const shuffled = fc.record({
      sources: fc.shuffledSubarray([...INPUT.sources], { minLength: INPUT.sources.length }),
      features: fc.shuffledSubarray([...INPUT.features], { minLength: INPUT.features.length }),
    });
    fc.assert(
      fc.property(shuffled, (input) => {
        expect(createCatalog(input).digest).toBe(digest);
      }),
    );
    const codes = INPUT.features.map((feature) => ({ ...feature, codes: feature.codes?.toReversed() ?? [] }));
    expect(createCatalog({ ...INPUT, features: codes }).digest).toBe(digest);
    expect(createCatalog({ ...INPUT, features: createCatalog(INPUT).features }).digest).toBe(digest);
  });

  it("changes with every field of every feature and of its source", () => {
    const digests = [createCatalog(INPUT).digest];
    const changes: Partial<Feature>[] = [
      { name: "profile.years", path: "age" },
      { source: "画像", path: "age" },
      { path: "years" },
      { codes: ["PI.AGE"] },
      { codes: [] },
      { personal: false },
      { inferred: true },
      { purposes: ["safety"] },
      { tags: true },
    ];
    const [first, ...rest] = INPUT.features;
    for (const change of changes)
      digests.push(
        createCatalog({ ...INPUT, features: [{ ...first, ...change } as Feature, ...rest] }).digest,
      );
    digests.push(createCatalog({ ...INPUT, features: rest }).digest);
    for (const change of [{ system: "mysql" }, { dataset: "users" }]) {
      const [profile, ...others] = INPUT.sources;
      digests.push(createCatalog({ ...INPUT, sources: [{ ...profile!, ...change }, ...others] }).digest);
    }
    expect(digests).toHaveLength(13);
    expect(new Set(digests).size).toBe(13);
  });

  it("tells declarations apart whose parts, put together, read alike", () => {
    const digestOf = (...features: Feature[]): string =>
      createCatalog({ sources: [{ name: "s" }, { name: "s.a" }], features }).digest;
    const digests = [
      digestOf({ name: "f", source: "s", path: "a.b" }),
      digestOf({ name: "f", source: "s.a", path: "b" }),
      digestOf({ name: "f", source: "s", path: "a", codes: ["b"] }),
      digestOf({ name: "f", source: "s", path: "a", codes: ["b,c"] }),
      digestOf({ name: "f", source: "s", path: "a", codes: ["b", "c"] }),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});

describe("createCatalog refuses", () => {
  const sources = [{ name: "profile" }];
  const withFeature = (feature: object): CatalogInput => ({ sources, features: [feature as Feature] });
  const withSource = (source: object): CatalogInput => ({
    sources: [source as { name: string }],
    features: [],
  });

  it.each<[string, CatalogInput]>([
    ["a source's name is empty", withSource({ name: "" })],
    ["a source's name must be a text, found undefined", withSource({})],
    ['the system of source "a" must be a text, found number', withSource({ name: "a", system: 7 })],
    [
      'the dataset of source "a" holds a lone surrogate: "\\udc00"',
      withSource({ name: "a", dataset: "\udc00" }),
    ],
    ['two sources are called "profile"', { sources: [...sources, ...sources], features: [] }],
    ["a feature's name is empty", withFeature({ name: "" })],
    ["a feature's name must be a text, found number", withFeature({ name: 7 })],
    ['a feature\'s name holds a lone surrogate: "profile.\\ud800"', withFeature({ name: "profile.\ud800" })],
    [
      'two features are called "profile.a"',
      { sources, features: [{ name: "profile.a" }, { name: "profile.b" }, { name: "profile.a" }] },
    ],
    ['feature "book.a" is read from "book", which is no declared source', withFeature({ name: "book.a" })],
    ['feature ".a" is read from "", which is no declared source', withFeature({ name: ".a" })],
    [
      'a code of feature "profile.a" must be a text, found number',
      withFeature({ name: "profile.a", codes: [7] }),
    ],
    [
      'a purpose of feature "profile.a" holds a lone surrogate: "\\ud800"',
      withFeature({ name: "profile.a", purposes: ["\ud800"] }),
    ],
    [
      'the path of feature "profile.a" must be a text, found number',
      withFeature({ name: "profile.a", path: 7 }),
    ],
    [
      'features "b" and "profile.a" stand at the same place, "a" of "profile"',
      { sources, features: [{ name: "profile.a" }, { name: "b", source: "profile", path: "a" }] },
    ],
  ])("%s", (message, input) => {
    expect(() => createCatalog(input)).toThrow(refused(message));
  });

  it.each([".", ".a", "a.", "a..b", "a[", "a]", "a[0]", "a[].[]b", "[]a", "a[]b", "a.[]"])(
    "the path %s",
    (path) => {
      expect(() => createCatalog(withFeature({ name: "f", source: "profile", path }))).toThrow(
        refused(`feature "f" has the path "${path}"; a path looks like "address.city" or "interests[]"`),
      );
    },
  );

  it.each([
    "",
    "a",
    "a.b",
    "a[]",
    "a[][]",
    "[]",
    "[].a",
    "[][].a[].b",
    "*",
    "*.a",
    "a.*",
    "年龄",
    "a b",
    "a-b",
    "0",
  ])('and takes the path "%s"', (path) => {
    const { features } = createCatalog(withFeature({ name: "f", source: "profile", path }));
    expect(features[0]?.path).toBe(path);
  });

  it("more features than a row can number, and takes exactly as many", () => {
    const features = Array.from({ length: 65_535 }, (_, n) => ({ name: `profile.f${n}` }));
    const catalog = createCatalog({ sources, features });
    expect(catalog.features.at(-1)?.number).toBe(65_534);
    expect(() => createCatalog({ sources, features: [...features, { name: "profile.g" }] })).toThrow(
      refused("65536 features are declared; a catalog holds up to 65535"),
    );
  });
});

describe("placeOfFeature", () => {
  it.each<[Feature, string, string]>([
    [{ name: "profile.age" }, "profile", "age"],
    [{ name: "profile.address.city" }, "profile", "address.city"],
    [{ name: "books[].rating" }, "books", "[].rating"],
    [{ name: "books[]" }, "books", "[]"],
    [{ name: "profile" }, "profile", ""],
    [{ name: "用户.年龄" }, "用户", "年龄"],
    [{ name: "age", source: "profile" }, "profile", "age"],
    [{ name: "profile.age", source: "db" }, "db", "profile.age"],
    [{ name: "profile.age", source: "profile.age" }, "profile.age", ""],
    [{ name: "profiles.age", source: "profile" }, "profile", "profiles.age"],
    [{ name: "profile.age", path: "years" }, "profile", "years"],
    [{ name: "profile.age", path: "" }, "profile", ""],
    [{ name: "embedding", source: "vector", path: "user[]" }, "vector", "user[]"],
  ])("of %o is source %s, path %s", (feature, source, path) => {
    expect(placeOfFeature(feature)).toEqual({ source, path });
  });
});

describe("isPersonalisation", () => {
  it.each<[Partial<Feature>, boolean]>([
    [{}, true],
    [{ purposes: ["content"] }, true],
    [{ purposes: ["safety", "content"] }, true],
    [{ purposes: ["safety"] }, false],
    [{ personal: false }, false],
    [{ personal: false, purposes: ["content"] }, false],
    [{ inferred: true }, true],
  ])("of %o is %s", (more, expected) => {
    const { features } = createCatalog({ sources: [{ name: "p" }], features: [{ name: "p.f", ...more }] });
    expect(features.map(isPersonalisation)).toEqual([expected]);
  });
});
