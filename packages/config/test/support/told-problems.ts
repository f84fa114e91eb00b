import { toldOversightProblems } from "./told-oversight-problems.ts";
import { toldRuleProblems } from "./told-rule-problems.ts";
import { toldSpanProblems } from "./told-span-problems.ts";

/** What is done to the README's example. */
export type Change = readonly [from: string, to: string];

/** A kind of bad configuration, and what is said of it. */
export type ToldProblem = readonly [what: string, change: Change, ...lines: string[]];

/** What the reference page of problems is made of. */
export const toldProblems: readonly ToldProblem[] = [
  [
    "an unknown key",
    ["dataset: readers", "datset: readers"],
    'probity.yaml:10:34 sources.profile.datset: unknown key; found "datset", expected one of system, dataset, recipient, region, contract; did you mean "dataset"?',
  ],
  [
    "an unknown key of the whole file",
    ["subject:", "subjekt:"],
    'probity.yaml:29:1 subjekt: unknown key; found "subjekt", expected one of service, pseudonyms, sources, features, spans, algorithms, outlets, routes, subject, rules, control, interventions, choices, feedback, minors, propagation, telemetry, storage, spool; did you mean "subject"?',
  ],
  [
    "a key of a feature by another's name",
    ["personal: false", "private: false"],
    'probity.yaml:16:19 features["books.rating"].private: unknown key; found "private", expected one of source, path, codes, personal, inferred, purposes, tags, neutral',
  ],
  [
    "a missing key",
    ["form: website, ", ""],
    "probity.yaml:23:3 outlets.home.form: missing key; found only product, path, function, surface, expected form: one of app, website, miniprogram, desktop, official_account, plugin, api, other",
  ],
  [
    "a wrong type",
    ["tags: true", "tags: 1"],
    'probity.yaml:15:32 features["profile.interests[]"].tags: wrong type; found 1, expected true or false',
  ],
  [
    "a mapping where a list belongs",
    ["path: [首页]", "path: { 首页: 1 }"],
    "probity.yaml:23:52 outlets.home.path: wrong type; found a mapping with 首页, expected a list",
  ],
  [
    "a key with nothing after it",
    ["service: book-feed", "service:"],
    "probity.yaml:2:1 service: wrong type; found nothing, expected a service's name",
  ],
  [
    "a version that YAML takes for a number",
    ['version: "1.4"', "version: 1.40"],
    'probity.yaml:19:45 algorithms.feed.version: wrong type; found 1.40, expected a version, in quotes: "1.40"',
  ],
  [
    "an unknown word",
    ["type: ranking", "type: rankings"],
    'probity.yaml:20:16 algorithms.hot.type: unknown word; found "rankings", expected one of generation, personalised_push, ranking, retrieval, dispatch; did you mean "ranking"?',
  ],
  [
    "a word in the other spelling",
    ["personalised_push", "personalized_push"],
    'probity.yaml:19:17 algorithms.feed.type: unknown word; found "personalized_push", expected one of generation, personalised_push, ranking, retrieval, dispatch; did you mean "personalised_push"?',
  ],
  [
    "an unknown sensitivity code",
    ["LEG.BROWSE", "LEG.BROWS"],
    'probity.yaml:15:46 features["profile.interests[]"].codes[0]: unknown sensitivity code; found "LEG.BROWS", expected a whole code of the taxonomy, such as SPI.MED.COND; did you mean "LEG.BROWSE"?',
  ],
  [
    "a class in place of a code",
    ["LEG.BROWSE", "SPI.MED"],
    'probity.yaml:15:46 features["profile.interests[]"].codes[0]: unknown sensitivity code; found "SPI.MED", expected a whole code of the taxonomy, such as SPI.MED.COND; did you mean "SPI.MED.COND"?',
  ],
  [
    "the end of a code in its place",
    ["LEG.BROWSE", "BROWSE"],
    'probity.yaml:15:46 features["profile.interests[]"].codes[0]: unknown sensitivity code; found "BROWSE", expected a whole code of the taxonomy, such as SPI.MED.COND; did you mean "LEG.BROWSE"?',
  ],
  [
    "two features of one name",
    ["  books.rating: {", "  profile.age: {}\n  books.rating: {"],
    'probity.yaml:16:3 features["profile.age"]: declared twice; found "profile.age" again, expected each name once; the first is on line 14',
  ],
  [
    "two features of one place",
    ["  books.rating: {", "  age: { source: profile, path: age }\n  books.rating: {"],
    'probity.yaml:16:3 features.age: two features of one place; found the place of "profile.age" again, expected one feature for each place of a source',
  ],
  [
    "a feature of an undeclared source",
    ["  books.rating: {", "  boks.title: {}\n  books.rating: {"],
    'probity.yaml:16:3 features["boks.title"].source: undeclared source; found "boks", expected one of profile, books; did you mean "books"?',
  ],
  [
    "a feature that names an undeclared source",
    ["personal: false", "personal: false, source: boks"],
    'probity.yaml:11:3 sources.books: source that no feature uses; found "books", expected a feature that is read from it',
    'probity.yaml:16:44 features["books.rating"].source: undeclared source; found "boks", expected one of profile, books; did you mean "books"?',
  ],
  [
    "a source that no feature uses",
    ["sources:", "sources:\n  orders: {}"],
    'probity.yaml:10:3 sources.orders: source that no feature uses; found "orders", expected a feature that is read from it',
  ],
  [
    "a feature's name with bad characters",
    ["  books.rating: {", "  books.my rating: {}\n  books.rating: {"],
    `probity.yaml:16:3 features["books.my rating"]: name that can't be used; found "books.my rating", expected segments joined by dots, each of letters, digits, _ and -, or * for any key, with [] after it for any element`,
  ],
  [
    "a feature's name with an empty segment",
    ["  books.rating: {", "  books..rating: {}\n  books.rating: {"],
    `probity.yaml:16:3 features["books..rating"]: name that can't be used; found "books..rating", expected segments joined by dots, each of letters, digits, _ and -, or * for any key, with [] after it for any element`,
  ],
  [
    "a source's name with a dot",
    ["sources:", "sources:\n  a.b: {}"],
    `probity.yaml:10:3 sources["a.b"]: name that can't be used; found "a.b", expected a source's name: letters, digits, _ and -`,
  ],
  [
    "an algorithm that lists an undeclared feature",
    ["[books.rating]", "[book.rating]"],
    'probity.yaml:20:68 algorithms.hot.features[0]: undeclared feature; found "book.rating", expected one of profile.age, profile.interests[], books.rating; did you mean "books.rating"?',
  ],
  [
    "an algorithm that lists a feature twice",
    ["[books.rating]", "[books.rating, books.rating]"],
    'probity.yaml:20:82 algorithms.hot.features[1]: listed twice; found "books.rating" again, expected each feature once',
  ],
  [
    "a route without an algorithm",
    ["algorithm: feed, ", ""],
    "probity.yaml:26:5 routes[0].algorithm: route without an algorithm; found only method, path, outlet, items, expected algorithm: one of feed, hot",
  ],
  [
    "a route with an undeclared algorithm",
    ["algorithm: hot", "algorithm: hots"],
    'probity.yaml:27:61 routes[1].algorithm: undeclared algorithm; found "hots", expected one of feed, hot; did you mean "hot"?',
  ],
  [
    "a route with an undeclared outlet",
    ["outlet: home", "outlet: hoem"],
    'probity.yaml:26:58 routes[0].outlet: undeclared outlet; found "hoem", expected one of home; did you mean "home"?',
  ],
  [
    "a route of an unknown method",
    ["method: GET, path: /feed", "method: get, path: /feed"],
    'probity.yaml:26:15 routes[0].method: unknown word; found "get", expected one of GET, POST, PUT, PATCH, DELETE; did you mean "GET"?',
  ],
  [
    "two routes of one method and path",
    ['"/readers/:reader/hot"', "/feed"],
    "probity.yaml:27:26 routes[1].path: two routes for the same requests; found the requests of routes[0] again, expected one route for each method and path",
  ],
  [
    "two routes that take the same requests",
    ["path: /feed", 'path: "/Readers/:id/hot/"'],
    "probity.yaml:27:26 routes[1].path: two routes for the same requests; found the requests of routes[0] again, expected one route for each method and path",
  ],
  [
    "a route's path without its slash",
    ["path: /feed", "path: feed"],
    'probity.yaml:26:26 routes[0].path: not in the expected form; found "feed", expected a path such as /users/:id/feed, optional parts in {…}, the rest of a path as /*rest (path-to-regexp 8)',
  ],
  [
    "a route's path in the syntax of old",
    ["path: /feed", 'path: "/feed/:id?"'],
    'probity.yaml:26:26 routes[0].path: not in the expected form; found "/feed/:id?", expected a path such as /users/:id/feed, optional parts in {…}, the rest of a path as /*rest (path-to-regexp 8)',
  ],
  [
    "a route's path with a wildcard of no name",
    ["path: /feed", "path: /feed/*"],
    'probity.yaml:26:26 routes[0].path: not in the expected form; found "/feed/*", expected a path such as /users/:id/feed, optional parts in {…}, the rest of a path as /*rest (path-to-regexp 8)',
  ],
  [
    "a route with two parameters in a row",
    ["path: /feed", 'path: "/:a:b"'],
    'probity.yaml:26:26 routes[0].path: not in the expected form; found "/:a:b", expected a path such as /users/:id/feed, optional parts in {…}, the rest of a path as /*rest (path-to-regexp 8)',
  ],
  [
    "a bad path into the answer",
    ["items[].isbn", "$.items[*].isbn"],
    'probity.yaml:26:71 routes[0].items: not in the expected form; found "$.items[*].isbn", expected a path into the answer such as items[].id, books[] or [].id',
  ],
  [
    "an undeclared path parameter",
    ["id: { header: x-reader-id }", "id: { param: raeder }"],
    'probity.yaml:30:16 subject.id.param: undeclared path parameter; found "raeder", expected one of reader; did you mean "reader"?',
  ],
  [
    "a request's value at two places",
    ["{ header: x-reader-id }", "{ header: x-reader-id, query: id }"],
    "probity.yaml:30:7 subject.id: not in the expected form; found a mapping with header, query, expected one of { header: name }, { query: name }, { param: name } or { claim: name }",
  ],
  [
    "a claim with a blank in its name",
    ["{ header: x-reader-id }", "{ claim: user id }"],
    'probity.yaml:30:16 subject.id.claim: not in the expected form; found "user id", expected the name of a claim, or names joined by dots',
  ],
  [
    "a claim with an empty step",
    ["{ header: x-reader-id }", "{ claim: user..id }"],
    'probity.yaml:30:16 subject.id.claim: not in the expected form; found "user..id", expected the name of a claim, or names joined by dots',
  ],
  [
    "an outlet from a parameter that its route's path doesn't have",
    ["outlet: home,", "outlet: { param: page },"],
    'probity.yaml:26:67 routes[0].outlet.param: undeclared path parameter; found "page", expected a declared path parameter; there is none',
  ],
  [
    "an outlet from an unknown place",
    ["outlet: home,", "outlet: { heder: x-page },"],
    'probity.yaml:26:60 routes[0].outlet.heder: unknown key; found "heder", expected one of header, query, param, claim, map, default; did you mean "header"?',
  ],
  [
    "an outlet that no request says",
    ["outlet: home,", "outlet: { default: home },"],
    "probity.yaml:26:58 routes[0].outlet: not in the expected form; found a mapping with default, expected one of { header: name }, { query: name }, { param: name } or { claim: name }, and perhaps map, default",
  ],
  [
    "an outlet said at two places",
    ["outlet: home,", "outlet: { header: x-page, query: page },"],
    "probity.yaml:26:58 routes[0].outlet: not in the expected form; found a mapping with header, query, expected one of { header: name }, { query: name }, { param: name } or { claim: name }, and perhaps map, default",
  ],
  [
    "a word for an undeclared outlet",
    ["outlet: home,", "outlet: { header: x-page, map: { main: hoem } },"],
    'probity.yaml:26:89 routes[0].outlet.map.main: undeclared outlet; found "hoem", expected one of home; did you mean "home"?',
  ],
  [
    "a map without words",
    ["outlet: home,", "outlet: { header: x-page, map: {} },"],
    "probity.yaml:26:81 routes[0].outlet.map: not in the expected form; found an empty mapping, expected at least one word that a request says, with the id of its outlet",
  ],
  [
    "an undeclared outlet for all other requests",
    ["outlet: home,", "outlet: { header: x-page, default: hoem },"],
    'probity.yaml:26:85 routes[0].outlet.default: undeclared outlet; found "hoem", expected one of home; did you mean "home"?',
  ],
  [
    "an outlet that is a number",
    ["outlet: home,", "outlet: { header: x-page, map: { main: 1 } },"],
    'probity.yaml:26:89 routes[0].outlet.map.main: wrong type; found 1, expected the id of a declared outlet, in quotes: "1"',
  ],
  [
    "a header that can't be one",
    ["{ header: x-reader-id }", "{ header: x reader }"],
    'probity.yaml:30:17 subject.id.header: not in the expected form; found "x reader", expected the name of a header',
  ],
  [
    "an unknown rule",
    ["M04: off", "M4: off"],
    'probity.yaml:34:12 rules.modes.M4: unknown rule; found "M4", expected one of M01, M02, M03, M04, M05, M06, M07, M08, M09, M10, S01, S02, S03, S04, S05, S06, S07, L01, L02, C01, C02, C03, C04, C05, …; did you mean "M04"?',
  ],
  [
    "an unknown mode",
    ["M04: off", "M04: of"],
    'probity.yaml:34:17 rules.modes.M04: unknown word; found "of", expected one of off, observe, shadow, enforce; did you mean "off"?',
  ],
  ...toldRuleProblems,
  ...toldOversightProblems,
  [
    "a current key that isn't there",
    ['current: "2026-h2"', 'current: "2026-h1"'],
    'probity.yaml:5:12 pseudonyms.current: undeclared key; found "2026-h1", expected one of 2026-h2; did you mean "2026-h2"?',
  ],
  [
    "a key in the file itself",
    ["{ env: PROBITY_KEY_2026_H2 }", "correct-horse-battery"],
    'probity.yaml:7:16 pseudonyms.keys["2026-h2"]: secret in the configuration; found a text, expected a reference to it, { env: NAME } or { file: path }; if what stands here was a real secret, replace it',
  ],
  [
    "a password in the file itself",
    ["{ env: PROBITY_CLICKHOUSE_PASSWORD }", "correct-horse-battery"],
    "probity.yaml:39:13 storage.password: secret in the configuration; found a text, expected a reference to it, { env: NAME } or { file: path }; if what stands here was a real secret, replace it",
  ],
  [
    "a reference to nothing",
    ["{ env: PROBITY_CLICKHOUSE_PASSWORD }", "{}"],
    "probity.yaml:39:13 storage.password: not in the expected form; found an empty mapping, expected one of { env: NAME } and { file: path }",
  ],
  [
    "a misspelt reference",
    ["{ env: PROBITY_CLICKHOUSE_PASSWORD }", "{ evn: PASSWORD }"],
    'probity.yaml:39:15 storage.password.evn: unknown key; found "evn", expected one of env, file; did you mean "env"?',
  ],
  [
    "an environment variable that can't be one",
    ["{ env: PROBITY_CLICKHOUSE_PASSWORD }", "{ env: $PASSWORD }"],
    "probity.yaml:39:20 storage.password.env: not in the expected form; found a text, expected the name of an environment variable: letters, digits and _, no digit first",
  ],
  [
    "a URL that is none",
    ["http://127.0.0.1:8123", "127.0.0.1:8123"],
    'probity.yaml:37:8 storage.url: not in the expected form; found "127.0.0.1:8123", expected a URL such as https://clickhouse.example:8443, without user name, password or query',
  ],
  [
    "a URL with a password in it",
    ["http://127.0.0.1:8123", "http://writer:correct@127.0.0.1:8123"],
    "probity.yaml:37:8 storage.url: not in the expected form; found a URL with a user name or password in it, expected a URL such as https://clickhouse.example:8443, without user name, password or query",
  ],
  [
    "a URL of another protocol",
    ["http://127.0.0.1:8123", "clickhouse://127.0.0.1:9000"],
    'probity.yaml:37:8 storage.url: not in the expected form; found "clickhouse://127.0.0.1:9000", expected a URL such as https://clickhouse.example:8443, without user name, password or query',
  ],
  [
    "a limit out of range",
    ["username: writer", "username: writer\n  batch: { maxRows: 0 }"],
    "probity.yaml:39:21 storage.batch.maxRows: out of range; found 0, expected a whole number from 1 to 1000000",
  ],
  [
    "a limit that is no whole number",
    ["username: writer", "username: writer\n  batch: { maxRows: 1.5 }"],
    "probity.yaml:39:21 storage.batch.maxRows: wrong type; found 1.5, expected a whole number from 1 to 1000000",
  ],
  [
    "less room than a batch takes",
    ["username: writer", "username: writer\n  maxPendingBytes: 2000000"],
    "probity.yaml:39:20 storage.maxPendingBytes: less than one batch; found 2000000, expected at least storage.batch.maxBytes, 4194304",
  ],
  [
    "an answer that waits for a spool that isn't there",
    ["purpose: content }\n  hot", "purpose: content, waitFor: spooled }\n  hot"],
    `probity.yaml:19:79 algorithms.feed.waitFor: wait for a spool that isn't there; found "spooled", expected stored, or a spool section with a directory`,
  ],
  [
    "an answer that waits for an unknown stage",
    ["purpose: content }\n  hot", "purpose: content, waitFor: spool }\n  hot"],
    'probity.yaml:19:79 algorithms.feed.waitFor: unknown word; found "spool", expected one of spooled, stored; did you mean "spooled"?',
  ],
  [
    "a deadline where nothing is waited for",
    ["purpose: content }\n  hot", "purpose: content, waitDeadlineMs: 200 }\n  hot"],
    "probity.yaml:19:70 algorithms.feed.waitDeadlineMs: deadline without a wait; found no waitFor, expected waitFor: spooled or waitFor: stored beside it, or no deadline",
  ],
  [
    "a deadline out of range",
    ["purpose: content }\n  hot", "purpose: content, waitFor: stored, waitDeadlineMs: 0 }\n  hot"],
    "probity.yaml:19:103 algorithms.feed.waitDeadlineMs: out of range; found 0, expected a whole number from 1 to 60000",
  ],
  [
    "a spool without a directory",
    ["storage:", "spool: {}\nstorage:"],
    "probity.yaml:36:1 spool.directory: missing key; found nothing, expected directory: the path of a directory",
  ],
  [
    "a spool's directory that can't be one",
    ["storage:", 'spool: { directory: "spool " }\nstorage:'],
    'probity.yaml:36:21 spool.directory: not in the expected form; found "spool ", expected the path of a directory, without blanks at its ends',
  ],
  [
    "a size in words",
    ["storage:", "spool: { directory: spool, maxBytes: 1GiB }\nstorage:"],
    'probity.yaml:36:38 spool.maxBytes: wrong type; found "1GiB", expected a whole number from 1048576 to 1099511627776',
  ],
  [
    "a spool of less than four segments",
    ["storage:", "spool: { directory: spool, maxBytes: 16777216 }\nstorage:"],
    "probity.yaml:36:38 spool.maxBytes: less than four segments; found 16777216, expected at least 4 times spool.segmentBytes, 33554432",
  ],
  [
    "a spool too small for any use",
    ["storage:", "spool: { directory: spool, maxBytes: 524288, segmentBytes: 65536 }\nstorage:"],
    "probity.yaml:36:38 spool.maxBytes: out of range; found 524288, expected a whole number from 1048576 to 1099511627776",
  ],
  [
    "a spool that spills nowhere",
    ["storage:", "spool: { directory: spool, whenFull: spill }\nstorage:"],
    "probity.yaml:36:1 spool.spill: nowhere to spill to; found only directory, whenFull, expected spill: a mapping with directory, maxBytes",
  ],
  [
    "a spill that is never used",
    ["storage:", "spool: { directory: spool, spill: { directory: spill } }\nstorage:"],
    "probity.yaml:36:28 spool.spill: spill that is never used; found whenFull: drop, expected whenFull: spill beside it, or no spill",
  ],
  [
    "a spill into the spool itself",
    ["storage:", "spool: { directory: spool, whenFull: spill, spill: { directory: ./spool/ } }\nstorage:"],
    'probity.yaml:36:65 spool.spill.directory: directories in one another; found "./spool/", expected a directory apart from spool.directory: neither the same, nor in it, nor around it',
  ],
  [
    "an archive in the spool",
    ["storage:", "spool: { directory: spool, archive: { directory: spool/archive } }\nstorage:"],
    'probity.yaml:36:50 spool.archive.directory: directories in one another; found "spool/archive", expected a directory apart from spool.directory: neither the same, nor in it, nor around it',
  ],
  [
    "a spool in its archive",
    ["storage:", "spool: { directory: spool, archive: { directory: . } }\nstorage:"],
    'probity.yaml:36:50 spool.archive.directory: directories in one another; found ".", expected a directory apart from spool.directory: neither the same, nor in it, nor around it',
  ],
  [
    "an archive where the spool spills to",
    [
      "storage:",
      "spool: { directory: spool, whenFull: spill, spill: { directory: big }, archive: { directory: big } }\nstorage:",
    ],
    'probity.yaml:36:94 spool.archive.directory: directories in one another; found "big", expected a directory apart from spool.spill.directory: neither the same, nor in it, nor around it',
  ],
  ...toldSpanProblems,
];
