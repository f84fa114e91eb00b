import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/parse-config.ts";
import { printProblem } from "../src/problem.ts";
import { exampleWith, problemsIn, ruledExample } from "./support/example.ts";

const config = parseConfig(ruledExample, { file: "/etc/book-feed/probity.yaml" });

describe("what the README shows of rules", () => {
  it("is taken, with the files of it beside the configuration", () => {
    expect(config.rules).toEqual({
      packs: ["cn"],
      modes: new Map([
        ["C01", "enforce"],
        ["M04", "off"],
        ["NIGHT-ADS", "shadow"],
      ]),
      outlets: new Map([["home", new Map([["M01", "enforce"]])]]),
      own: [
        {
          id: "NIGHT-ADS",
          title: {
            zh: "疑似夜间向未成年人推送广告",
            en: "Suspected advertising to a minor at night",
          },
          severity: "high",
          action: "strip_item",
          when: { minor: true, outlets: ["home"], hours: { from: "22:00", to: "06:00" } },
          forbids: { items: ["ad"], features: ["profile.*"] },
        },
      ],
      lexicons: [{ code: "TAG.ILLEGAL", file: "/etc/book-feed/words.txt" }],
      block: { status: 403 },
    });
    expect(config.control).toEqual({ file: "/etc/book-feed/control.yaml", pollMs: 1000 });
    expect(config.warnings).toEqual([]);
  });

  it("is taken for people's hands, users' choices and complaints, and minors", () => {
    const { interventions, choices, feedback, minors } = config;
    expect({ interventions, choices, feedback, minors }).toEqual({
      interventions: { twoPersonSurfaces: ["hot", "push"], reasons: ["editorial", "legal"], maxDays: 14 },
      choices: { maxLagSeconds: 5 },
      feedback: { reasons: ["too_many_ads", "wrong"], firstReplyHours: 24, closeHours: 360 },
      minors: { countUse: true, breakSeconds: 300, mauThreshold: 1_000_000 },
    });
  });

  it("is taken for what rules are held against; days begin and end in Asia/Shanghai", () => {
    expect(config.catalog.sources[0]).toEqual({
      name: "profile",
      system: "postgresql",
      dataset: "readers",
      recipient: "Example Ads Ltd",
      region: "CN",
      contract: "DPA-7",
    });
    expect(config.catalog.features[0]).toMatchObject({ name: "profile.age", neutral: null });
    expect(config.catalog.features[1]).not.toHaveProperty("neutral");
    expect(config.algorithms[0]).toMatchObject({
      audience: "general",
      pia: { id: "PIA-2026-3", validUntil: Date.parse("2027-06-30T23:59:59.999+08:00") },
      significant: false,
      reviewRoute: "/appeals",
      filed: { outlets: ["home"], versions: ["1.4"], sources: ["profile", "books"] },
    });
    expect(config.outlets[0]).toMatchObject({
      optOut: "/settings#personalisation",
      display: { numberShown: true, linkAlive: true, checkedAt: Date.parse("2026-11-20T00:00:00+08:00") },
    });
    expect(config.routes[0]).toMatchObject({
      itemFlags: { ad: "items[].is_ad" },
      fallback: "/hot",
      fallbackQuery: ["page"],
    });
  });
});

describe("rules and what goes with them", () => {
  it("observe with pack cn, and are promised with care, when nothing is said", () => {
    const { rules, control, interventions, choices, feedback, minors } = parseConfig(exampleWith());
    expect(rules.packs).toEqual(["cn"]);
    expect({ control, interventions, choices, feedback, minors }).toEqual({
      control: { pollMs: 1000 },
      interventions: { twoPersonSurfaces: [], reasons: expect.arrayContaining(["safety"]), maxDays: 30 },
      choices: { maxLagSeconds: 10 },
      feedback: { reasons: expect.arrayContaining(["other"]), firstReplyHours: 24, closeHours: 360 },
      minors: { countUse: false, breakSeconds: 300, mauThreshold: 1_000_000 },
    });
  });

  it("find files from the working directory where the configuration is named from there", () => {
    const text = exampleWith(["storage:", "control: { file: control.yaml }\nstorage:"]);
    expect(parseConfig(text, { file: "etc/probity.yaml" }).control.file).toBe(resolve("etc/control.yaml"));
  });

  it.each([
    ["a text", "unknown", "unknown"],
    ["nothing", "null", null],
    ["a number", "0", 0],
    ["no", "false", false],
    ["an empty list", "[]", []],
  ])("take %s as a neutral value", (_, written, value) => {
    const text = exampleWith(["tags: true", `tags: true, neutral: ${written}`]);
    expect(parseConfig(text).catalog.features[1]?.neutral).toEqual(value);
  });

  it.each([
    ["2027-06-30T12:00:00+08:00", Date.UTC(2027, 5, 30, 4)],
    ["2027-06-30T12:00Z", Date.UTC(2027, 5, 30, 12)],
    ["2028-02-29", Date.parse("2028-03-01T00:00:00+08:00") - 1],
  ])("take %s as the end of an assessment", (written, at) => {
    const pia = `features: [books.rating], pia: { id: P, validUntil: "${written}" } }`;
    const { algorithms } = parseConfig(exampleWith(["features: [books.rating] }", pia]));
    expect(algorithms[1]?.pia?.validUntil).toBe(at);
  });

  it.each(["2027-02-29", "2027-13-01", "2027-6-30", "2027-06-30T12:00:00", "2027-06-30T25:00Z", "soon"])(
    "don't take %s as one",
    (written) => {
      const pia = `features: [books.rating], pia: { id: P, validUntil: "${written}" } }`;
      expect(problemsIn(exampleWith(["features: [books.rating] }", pia])).map(({ code }) => code)).toEqual([
        "bad_format",
      ]);
    },
  );

  it("may be of no pack, with only the deployment's own", () => {
    const own = "own: [{ id: X1, title: { zh: 疑似, en: Suspected } }], modes: { X1: enforce }";
    const { rules } = parseConfig(
      exampleWith(["rules:\n  modes: { M04: off }", `rules: { packs: [], ${own} }`]),
    );
    expect(rules).toMatchObject({ packs: [], modes: new Map([["X1", "enforce"]]) });
  });
});

describe("a path to fall back to", () => {
  const withRoutes = (...routes: readonly string[]): string =>
    exampleWith([
      '  - { method: GET, path: "/readers/:reader/hot", algorithm: hot }\n',
      routes.map((route) => `  - ${route}\n`).join(""),
    ]);
  const falling = (path: string, fallback: string, method = "GET"): string =>
    `{ method: ${method}, path: "${path}", algorithm: hot, fallback: "${fallback}" }`;

  it.each([
    ["the route's own parameters", falling("/shops/:shop/feed", "/shops/:shop/hot")],
    ["the rest of its path", falling("/shop/*rest", "/hot/*rest")],
    ["a path that no route has", falling("/list", "/anything")],
    ["a parameter from beside an optional part", falling("/shops/:shop{/:page}", "/hot/:shop")],
  ])("may have %s", (_, route) => {
    expect(problemsIn(withRoutes(route))).toEqual([]);
  });

  it.each([
    ["of an optional part", falling("/shops{/:shop}", "/hot/:shop"), "undeclared"],
    ["that takes one part where the route's takes many", falling("/shops/*rest", "/hot/:rest"), "undeclared"],
  ])("has no parameter %s: it may be missing", (_, route, code) => {
    expect(problemsIn(withRoutes(route)).map((problem) => [problem.code, problem.path])).toEqual([
      [code, "routes[1].fallback"],
    ]);
  });

  it("is not one that falls back itself, be it by a parameter of that route", () => {
    const text = withRoutes(falling("/list", "/tops/all"), falling("/tops/:which", "/hot"));
    expect(problemsIn(text).map(printProblem)).toEqual([
      "probity.yaml:27:61 routes[1].fallback: fallback to a route that falls back itself; found the requests of routes[2], expected a route that needs no fallback, as it knows nothing of the user",
    ]);
  });

  it("is told nothing by a query parameter that says who is asking", () => {
    const text = exampleWith(
      ['items: "items[].isbn" }', "fallback: /hot, fallbackQuery: [page, reader] }"],
      ["id: { header: x-reader-id }", "id: { query: reader }"],
    );
    expect(problemsIn(text).map(({ path, message }) => [path, message])).toEqual([
      [
        "routes[0].fallbackQuery[1]",
        'query parameter that says who is asking; found "reader", which subject.id is read from, expected parameters that say nothing of the user: a fallback knows nobody',
      ],
    ]);
  });

  it("may be one of another method that falls back", () => {
    const text = withRoutes(falling("/list", "/tops", "POST"), falling("/tops", "/hot"));
    expect(problemsIn(text)).toEqual([]);
  });
});

describe("what is enforced in vain is a warning", () => {
  const warningsOf = (rules: string, ...more: readonly (readonly [string, string])[]): readonly string[] =>
    parseConfig(exampleWith(["rules:\n  modes: { M04: off }", `rules: { ${rules} }`], ...more)).warnings.map(
      printProblem,
    );

  const impersonal = [
    ["{ purposes: [content, safety] }", "{ personal: false, purposes: [content, safety] }"],
    ["{ tags: true,", "{ personal: false, tags: true,"],
  ] as const;

  it("a rule whose action holds nothing back", () => {
    expect(warningsOf("modes: { I01: enforce }")).toEqual([
      'probity.yaml:33:19 rules.modes.I01: rule enforced in vain; found "enforce", expected a rule whose action holds something back; this one\'s is warn, so that it only records',
    ]);
  });

  it("a rule against features that the catalog doesn't have", () => {
    expect(warningsOf("modes: { S01: enforce }", ...impersonal)).toEqual([
      'probity.yaml:33:19 rules.modes.S01: rule enforced in vain; found "enforce", expected something declared that it can hold back by strip_feature: no algorithm, outlet or feature here gives it anything',
    ]);
  });

  it("one in shadow, at the outlet where it is", () => {
    expect(warningsOf("outlets: { home: { S01: shadow } }", ...impersonal)).toEqual([
      expect.stringMatching(/^probity\.yaml:33:29 rules\.outlets\.home\.S01: rule in shadow in vain;/),
    ]);
  });

  it("a rule of one's own with limits alone, which are known when a decision is over", () => {
    const own =
      "own: [{ id: X1, title: { zh: 疑似, en: Suspected }, action: strip_feature, limits: { tags: 3 } }]";
    expect(warningsOf(`modes: { X1: enforce }, ${own}`)).toHaveLength(1);
  });

  it("but no rule that has something to hold, nor one that observes", () => {
    expect(warningsOf("modes: { S01: enforce }")).toEqual([]);
    expect(warningsOf("modes: { C01: enforce, M01: enforce, L02: shadow }")).toEqual([]);
    expect(warningsOf("modes: { I01: observe, S01: off }")).toEqual([]);
  });
});

describe("a filing", () => {
  it("may name what nothing here has, which is a warning with the nearest word", () => {
    const filed =
      "features: [books.rating], filed: { outlets: [hoem], features: [books.ratings], sources: [user] } }";
    const { warnings } = parseConfig(exampleWith(["features: [books.rating] }", filed]));
    expect(warnings.map(({ path, nearest }) => [path, nearest])).toEqual([
      ["algorithms.hot.filed.outlets[0]", "home"],
      ["algorithms.hot.filed.features[0]", "books.rating"],
      ["algorithms.hot.filed.sources[0]", undefined],
    ]);
    expect(warnings[0]?.message).toBe(
      'filed outlet that isn\'t declared; found "hoem", expected one of home, unless another service has it; did you mean "home"?',
    );
  });
});
