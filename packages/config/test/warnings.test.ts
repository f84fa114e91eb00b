import { describe, expect, it } from "vitest";
import { filingDoubt } from "../src/checks/filing-number.ts";
import { parseConfig } from "../src/parse-config.ts";
import { printProblem } from "../src/problem.ts";
import { exampleWith } from "./support/example.ts";

describe("what looks wrong is a warning, and the configuration stands", () => {
  it("a feature without purposes", () => {
    const { warnings } = parseConfig(
      exampleWith(["  profile.age: { purposes: [content, safety] }", "  profile.age: {}"]),
    );
    expect(warnings.map(printProblem)).toEqual([
      'probity.yaml:14:3 features["profile.age"]: feature without purposes; found none, expected what it may be used for; as it is, every use of it counts as beside its purpose',
    ]);
  });

  it("a personal feature without codes whose name sounds like sensitive data, in each language", () => {
    const names = ["profile.diagnosis", "profile.疾病", "profile.jibing"];
    const declared = names.map((name) => `  ${name}: { purposes: [content] }\n`).join("");
    const { warnings } = parseConfig(exampleWith(["  books.rating: {", `${declared}  books.rating: {`]));
    expect(warnings.map(printProblem)).toEqual([
      'probity.yaml:16:3 features["profile.diagnosis"]: feature that may be sensitive; found no codes, and the name has the English "diagnosis", expected codes: [SPI.MED.COND], if that is what it is; personal: false, if it is about nobody',
      'probity.yaml:17:3 features["profile.疾病"]: feature that may be sensitive; found no codes, and the name has the Chinese word "疾病", expected codes: [SPI.MED.COND], if that is what it is; personal: false, if it is about nobody',
      'probity.yaml:18:3 features["profile.jibing"]: feature that may be sensitive; found no codes, and the name has the pinyin "jibing", expected codes: [SPI.MED.COND], if that is what it is; personal: false, if it is about nobody',
    ]);
  });

  it.each(["codes: [SPI.MED.COND]", "personal: false"])("but not with %s", (said) => {
    const feature = `  profile.diagnosis: { purposes: [content], ${said} }\n  books.rating: {`;
    expect(parseConfig(exampleWith(["  books.rating: {", feature])).warnings).toEqual([]);
  });

  it.each([
    [
      "a kind of system that OpenTelemetry has no name for",
      "[{ match: { system: postgre }, source: profile }]",
      'probity.yaml:36:28 spans[0].match.system: unknown kind of system; found "postgre", expected a name that OpenTelemetry has for one, such as postgresql; as it is, few spans will fit; did you mean "postgresql"?',
    ],
    [
      "a rule for spans that stands twice",
      "[{ match: { table: a }, source: profile }, { match: { table: a }, source: books }]",
      "probity.yaml:36:51 spans[1]: rule that is never reached; found only spans that spans[0] takes, expected spans that no rule before it takes, or this rule before spans[0]",
    ],
    [
      "a rule for spans after a more general one",
      '[{ match: { table: "a*" }, ignore: true }, { match: { system: mysql, table: ab* }, source: books }]',
      "probity.yaml:36:51 spans[1]: rule that is never reached; found only spans that spans[0] takes, expected spans that no rule before it takes, or this rule before spans[0]",
    ],
  ])("%s", (_, rules, line) => {
    const { warnings } = parseConfig(exampleWith(["storage:", `spans: ${rules}\nstorage:`]));
    expect(warnings.map(printProblem)).toEqual([line]);
  });

  it("a filing number that looks mistyped", () => {
    const { warnings } = parseConfig(
      exampleWith(['version: "2"', 'version: "2", filing: 网信算备110101135224304220011号']),
    );
    expect(warnings.map(printProblem)).toEqual([
      'probity.yaml:20:47 algorithms.hot.filing: filing number that looks mistyped; found "网信算备110101135224304220011号", expected 3 as the last of its digits, by the check that published numbers pass',
    ]);
  });
});

describe("a rule for spans", () => {
  const matches = (first: string, second: string): string =>
    `spans: [{ match: { ${first} }, source: books }, { match: { ${second} }, source: profile }]\nstorage:`;

  it.each([
    ["system: PostgreSQL", "system: postgresql, table: readers"],
    ["host: db.internal", 'host: "db.internal:5432"'],
    ['key: "*:tags"', 'key: "user:*:tags"'],
    ['route: "/users/:id"', 'route: "/Users/:user/"'],
    ['route: "/users/:id"', "route: /users/me"],
    ["route: /users/*rest", "route: /users/me/tags"],
  ])("for %s leaves nothing to one for %s", (first, second) => {
    const { warnings } = parseConfig(exampleWith(["storage:", matches(first, second)]));
    expect(warnings.map(({ code, path }) => [code, path])).toEqual([["unused", "spans[1]"]]);
  });

  it.each([
    ["system: postgresql, table: readers", "system: postgresql"],
    ["table: readers", "database: readers"],
    ['host: "db.internal:5432"', "host: db.internal"],
    ['key: "user:*:tags"', 'key: "*:tags"'],
    ["route: /users/me", 'route: "/users/:id"'],
    ['route: "/users/:id"', "route: /users/me/tags"],
    ['route: "/users/:id"', "route: /users/*rest"],
  ])("for %s leaves something to one for %s", (first, second) => {
    expect(parseConfig(exampleWith(["storage:", matches(first, second)])).warnings).toEqual([]);
  });

  it.each(["http", "https", "SQLite", "oracle.db", "mssql", "redis*", "Postgres", "pg", "mongo"])(
    "may be for %s",
    (system) => {
      const text = `spans: [{ match: { system: "${system}" }, source: books }]\nstorage:`;
      expect(parseConfig(exampleWith(["storage:", text])).warnings).toEqual([]);
    },
  );
});

describe("filingDoubt", () => {
  it.each([
    ["", "ranking"],
    ["网信算备110101135224304220013号", "retrieval"],
    ["网信算备：310101216601302230019号", "personalised_push"],
    ["网信算备 110108105858001230019", "generation"],
    ["网信算备110108105858001230019号", undefined],
  ])("has none about %j of type %s", (filing, type) => {
    expect(filingDoubt(filing, type)).toBeUndefined();
  });

  it.each([
    [
      "网信算备110101135224304220015号",
      "retrieval",
      "3 as the last of its digits, by the check that published numbers pass",
    ],
    [
      "网信算备110101135224304220013号",
      "ranking",
      "the number of a ranking algorithm: this one is of type 04, retrieval",
    ],
    ["网信算备11010113522430422001号", "retrieval", "网信算备, 21 digits, 号"],
    ["网信算备110101135224309220013号", "retrieval", "网信算备, 21 digits, 号"],
    ["110101135224304220013", "retrieval", "网信算备, 21 digits, 号"],
    ["Beijing-Example-202311150001", "generation", "网信算备, 21 digits, 号"],
  ])("has one about %j of type %s", (filing, type, expected) => {
    expect(filingDoubt(filing, type)).toBe(expected);
  });
});
