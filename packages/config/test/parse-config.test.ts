import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../src/errors.ts";
import { parseConfig } from "../src/parse-config.ts";
import {
  example,
  exampleWith,
  printedProblems,
  problemsIn,
  spannedExampleWith,
  spooledExample,
} from "./support/example.ts";

describe("parseConfig", () => {
  it("makes what the other packages take of the README's example", () => {
    const { catalog, algorithms, outlets, routes, subject, rules, warnings } = parseConfig(example);
    expect(catalog).toEqual({
      sources: [
        { name: "profile", system: "postgresql", dataset: "readers" },
        { name: "books", system: "postgresql", dataset: "books" },
      ],
      features: [
        feature("profile.age", { purposes: ["content", "safety"] }),
        feature("profile.interests[]", { tags: true, codes: ["LEG.BROWSE"], purposes: ["content"] }),
        feature("books.rating", { personal: false, purposes: ["content", "search"] }),
      ],
    });
    expect(algorithms).toEqual([
      { ...unfiled, id: "feed", type: "personalised_push", version: "1.4", purpose: "content" },
      {
        ...unfiled,
        id: "hot",
        type: "ranking",
        version: "2",
        purpose: "content",
        features: ["books.rating"],
      },
    ]);
    expect(outlets).toEqual([
      {
        id: "home",
        product: "Book Feed",
        form: "website",
        path: ["首页"],
        function: "猜你喜欢",
        surface: "feed",
      },
    ]);
    expect(routes).toEqual([
      { method: "GET", path: "/feed", algorithm: "feed", outlet: "home", items: "items[].isbn" },
      { method: "GET", path: "/readers/:reader/hot", algorithm: "hot" },
    ]);
    expect(subject).toEqual({ id: { header: "x-reader-id" }, minorMode: { header: "x-minor-mode" } });
    expect(rules).toEqual({ ...observing, modes: new Map([["M04", "off"]]) });
    expect(warnings).toEqual([]);
  });

  it("remembers where the file refers to a secret", () => {
    const { pseudonyms, storage } = parseConfig(example, { file: "etc/probity.yaml" });
    const place = { file: "etc/probity.yaml", line: 7, column: 23 };
    expect(pseudonyms).toEqual({
      current: "2026-h2",
      keys: new Map([
        ["2026-h2", { env: "PROBITY_KEY_2026_H2", at: { ...place, path: 'pseudonyms.keys["2026-h2"].env' } }],
      ]),
    });
    expect(storage.password).toEqual({
      env: "PROBITY_CLICKHOUSE_PASSWORD",
      at: { ...place, line: 39, column: 20, path: "storage.password.env" },
    });
  });

  it("fills in what storage leaves out", () => {
    const { storage } = parseConfig(exampleWith(["  password: { env: PROBITY_CLICKHOUSE_PASSWORD }\n", ""]));
    expect(storage).toEqual({
      url: "http://127.0.0.1:8123",
      database: "probity",
      username: "writer",
      password: undefined,
      compression: true,
      batch: { maxRows: 4096, maxBytes: 4 * 1024 * 1024, maxWaitMs: 1000 },
      maxPendingBytes: 64 * 1024 * 1024,
    });
  });

  it("takes an outlet that requests say, and a subject out of claims", () => {
    const text = exampleWith(
      ["outlet: home,", "outlet: { header: x-page },"],
      ["id: { header: x-reader-id }", "id: { claim: sub }"],
    );
    const { routes, subject } = parseConfig(text);
    expect(routes[0]?.outlet).toEqual({ header: "x-page" });
    expect(subject.id).toEqual({ claim: "sub" });
  });

  it("takes outlets by the words that requests say, and one for all others", () => {
    const outlet = { claim: "app.page", map: { main: "home", "1": "home" }, default: "home" };
    const text = exampleWith(["outlet: home,", `outlet: ${JSON.stringify(outlet)},`]);
    expect(parseConfig(text).routes[0]?.outlet).toEqual(outlet);
  });

  it.each(["sub", "user.id", "https://shop.example/reader", "用户.编号"])("takes %s as a claim", (claim) => {
    const text = exampleWith(["id: { header: x-reader-id }", `id: { claim: "${claim}" }`]);
    expect(parseConfig(text).subject.id).toEqual({ claim });
  });

  it("takes rules for spans, propagation and telemetry, as the README shows them", () => {
    const { spans, propagation, telemetry, warnings } = parseConfig(spannedExampleWith());
    expect(spans).toEqual([
      {
        match: { system: "postgresql", host: "*.db.internal", table: "readers" },
        source: "profile",
        fields: { reader_age: "profile.age", id: null },
      },
      {
        match: { system: "redis", key: "reader:*:interests" },
        source: "profile",
        features: ["profile.interests[]"],
      },
      { match: { system: "http", host: "books.internal", route: "/books/:isbn" }, source: "books" },
      { match: { system: "redis", key: "session:*" } },
    ]);
    expect(propagation).toEqual({ accept: true, sendTo: ["private", "ranker.example"] });
    expect(telemetry).toEqual({ logs: true });
    expect(warnings).toEqual([]);
  });

  it("maps no span, tells private hosts only and emits no logs when nothing says so", () => {
    const { spans, propagation, telemetry } = parseConfig(example);
    expect(spans).toEqual([]);
    expect(propagation).toEqual({ accept: true, sendTo: ["private"] });
    expect(telemetry).toEqual({ logs: false });
  });

  it.each(["private", "*", "ranker.example", "*.example.com", "10.*", "::1", "fd00::7", "排序.example"])(
    "lets %s be told of decisions",
    (host) => {
      const text = exampleWith(["storage:", `propagation: { sendTo: ["${host}"] }\nstorage:`]);
      expect(parseConfig(text).propagation.sendTo).toEqual([host]);
    },
  );

  it("takes a spool, and what answers wait for", () => {
    const { algorithms, spool } = parseConfig(spooledExample, { file: "/etc/probity/probity.yaml" });
    expect(algorithms[0]).toMatchObject({ id: "feed", waitFor: "spooled", waitDeadlineMs: 200 });
    expect(spool).toEqual({
      directory: "/etc/probity/spool",
      maxBytes: 8 * 1024 * 1024,
      whenFull: "spill",
      spill: { directory: "/mnt/big/spool", maxBytes: 1024 * 1024 * 1024 },
      fsync: "interval",
      segmentBytes: 1024 * 1024,
      archive: { directory: "/etc/archive" },
    });
  });

  it("fills in what a spool leaves out, and finds it beside a file that is named from the working directory", () => {
    const text = exampleWith(["storage:", "spool: { directory: ./spool }\nstorage:"]);
    expect(parseConfig(text, { file: join("etc", "probity.yaml") }).spool).toEqual({
      directory: resolve("etc", "spool"),
      maxBytes: 1024 * 1024 * 1024,
      whenFull: "drop",
      fsync: "os",
      segmentBytes: 8 * 1024 * 1024,
    });
  });

  it("has no spool when it is left out, and warns of nothing: waiting in memory may be meant", () => {
    const config = parseConfig(example);
    expect(config).not.toHaveProperty("spool");
    expect(config.warnings).toEqual([]);
  });

  it("lets an answer wait until its decision is stored without a spool", () => {
    const text = exampleWith(["purpose: content }\n  hot", "purpose: content, waitFor: stored }\n  hot"]);
    expect(parseConfig(text).algorithms[0]).toMatchObject({ id: "feed", waitFor: "stored" });
    expect(parseConfig(text).algorithms[0]).not.toHaveProperty("waitDeadlineMs");
  });

  it.each(["spool-archive", "..spool", "../spool", "spoo", "archive/spool"])(
    "lets the archive of %j be beside the spool",
    (archive) => {
      const text = `spool: { directory: spool, archive: { directory: ${archive} } }\nstorage:`;
      expect(problemsIn(exampleWith(["storage:", text]))).toEqual([]);
    },
  );

  it("sees that a directory is within another where one is absolute and the other relative", () => {
    const text = "spool: { directory: spool, archive: { directory: /etc/spool/old } }\nstorage:";
    const outcome = (): unknown =>
      parseConfig(exampleWith(["storage:", text]), { file: "/etc/probity.yaml" });
    expect(outcome).toThrow(
      'spool.archive.directory: directories in one another; found "/etc/spool/old", expected a directory apart from spool.directory',
    );
  });

  it("takes routes, outlets, subject and rules as empty when they are left out", () => {
    const text = example.replace(/^outlets:.*^storage:/ms, "storage:");
    const { outlets, routes, subject, rules } = parseConfig(text);
    expect({ outlets, routes, subject, rules }).toEqual({
      outlets: [],
      routes: [],
      subject: {},
      rules: observing,
    });
  });

  it("lets an algorithm be that no route uses: code may open it", () => {
    const text = exampleWith([
      "  hot: {",
      '  spare: { type: retrieval, version: "1", purpose: search }\n  hot: {',
    ]);
    expect(parseConfig(text).algorithms.map(({ id }) => id)).toEqual(["feed", "spare", "hot"]);
  });

  it("lets a value be written once and used again", () => {
    const text = exampleWith(
      ["purposes: [content] }\n  books", "purposes: &both [content, search] }\n  books"],
      ["personal: false, purposes: [content, search]", "personal: false, purposes: *both"],
    );
    expect(parseConfig(text).catalog.features[2]?.purposes).toEqual(["content", "search"]);
  });

  it.each(["年龄", "stats.*", "*.views[]", "visits[][].city", "a-b_c.1", "prénom", "profile.ชื่อ"])(
    "takes %s as a feature's name",
    (name) => {
      const text = exampleWith([
        "  profile.age: {",
        `  "${name}": { source: profile, purposes: [content] }\n  profile.age: {`,
      ]);
      expect(parseConfig(text).catalog.features[0]?.name).toBe(name);
    },
  );

  it("tells every problem at once, in the order of the text", () => {
    const text = exampleWith(
      ["[LEG.BROWSE]", "[LEG.BROWS]"],
      ["algorithm: feed,", "algorithm: fed,"],
      ["M04: off", "M4: off"],
      ["username: writer", "usrname: writer"],
      ["service: book-feed", "service: 7"],
    );
    expect(
      printedProblems(text).map((line) => line.split(":", 3).slice(1).join(":").split(" ", 2).join(" ")),
    ).toEqual([
      "2:10 service",
      '15:46 features["profile.interests[]"].codes[0]',
      "26:44 routes[0].algorithm",
      "34:12 rules.modes.M4",
      "36:1 storage.username",
      "38:3 storage.usrname",
    ]);
  });

  it("prints a single problem on one line, and several below their number", () => {
    const messageOf = (text: string): string => {
      try {
        parseConfig(text, { file: "a.yaml" });
        return "";
      } catch (error) {
        return error instanceof ConfigError ? error.message : String(error);
      }
    };
    const one = messageOf(exampleWith(["surface: feed", "surface: fed"]));
    expect(one).toMatch(
      /^a\.yaml:23:83 outlets\.home\.surface: unknown word; found "fed", .*; did you mean "feed"\?$/,
    );
    const two = messageOf(exampleWith(["surface: feed", "surface: fed"], ["form: website", "form: site"]));
    expect(two.split("\n").map((line) => line.slice(0, 16))).toEqual([
      "2 problems:",
      "  a.yaml:23:37 o",
      "  a.yaml:23:80 o",
    ]);
  });
});

const observing = {
  packs: ["cn"],
  modes: new Map(),
  outlets: new Map(),
  own: [],
  lexicons: [],
  block: { status: 403 },
};

const unfiled = { filing: "", serviceClass: "general" };

function feature(name: string, given: object): object {
  return { name, codes: [], personal: true, inferred: false, purposes: [], tags: false, ...given };
}
