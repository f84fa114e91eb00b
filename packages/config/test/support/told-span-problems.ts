import type { ToldProblem } from "./told-problems.ts";

/** What is said of bad rules for spans, and of what goes out to other services and to OpenTelemetry. */
export const toldSpanProblems: readonly ToldProblem[] = [
  [
    "a rule for spans of an undeclared source",
    ["storage:", "spans: [{ match: { table: readers }, source: profil }]\nstorage:"],
    'probity.yaml:36:46 spans[0].source: undeclared source; found "profil", expected one of profile, books; did you mean "profile"?',
  ],
  [
    "a rule for spans without a source",
    ["storage:", "spans: [{ match: { table: readers } }]\nstorage:"],
    "probity.yaml:36:9 spans[0].source: rule without a source; found only match, expected source: one of profile, books; or ignore: true",
  ],
  [
    "a rule for spans that matches nothing in particular",
    ["storage:", "spans: [{ match: {}, source: profile }]\nstorage:"],
    "probity.yaml:36:18 spans[0].match: not in the expected form; found an empty mapping, expected at least one of system, host, database, table, key, operation, route",
  ],
  [
    "a rule for spans without a match",
    ["storage:", "spans: [{ source: profile }]\nstorage:"],
    "probity.yaml:36:9 spans[0].match: missing key; found only source, expected match: a mapping with system, host, database, table, key, operation, route",
  ],
  [
    "a rule for spans with a misspelt match",
    ["storage:", "spans: [{ match: { tabel: readers }, source: profile }]\nstorage:"],
    'probity.yaml:36:20 spans[0].match.tabel: unknown key; found "tabel", expected one of system, host, database, table, key, operation, route; did you mean "table"?',
  ],
  [
    "a rule for spans that both reads and ignores",
    ["storage:", "spans: [{ match: { table: readers }, source: profile, ignore: true }]\nstorage:"],
    "probity.yaml:36:38 spans[0].source: source of what is ignored; found source beside ignore, expected ignore without source, or a source and no ignore",
  ],
  [
    "a rule for spans that ignores, with features",
    ["storage:", "spans: [{ match: { table: readers }, ignore: true, features: [profile.age] }]\nstorage:"],
    "probity.yaml:36:52 spans[0].features: features of what is ignored; found features beside ignore, expected ignore without features, or a source and no ignore",
  ],
  [
    "a rule for spans that doesn't ignore",
    ["storage:", "spans: [{ match: { table: readers }, source: profile, ignore: false }]\nstorage:"],
    "probity.yaml:36:63 spans[0].ignore: unknown word; found false, expected true",
  ],
  [
    "a rule for spans with an undeclared feature",
    [
      "storage:",
      "spans: [{ match: { table: readers }, source: profile, features: [profile.agee] }]\nstorage:",
    ],
    'probity.yaml:36:66 spans[0].features[0]: undeclared feature; found "profile.agee", expected one of profile.age, profile.interests[]; did you mean "profile.age"?',
  ],
  [
    "a rule for spans with a feature of another source",
    [
      "storage:",
      "spans: [{ match: { table: readers }, source: profile, features: [books.rating] }]\nstorage:",
    ],
    'probity.yaml:36:66 spans[0].features[0]: feature of another source; found "books.rating", of source "books", expected a feature of "profile": profile.age, profile.interests[]',
  ],
  [
    "a rule for spans with a feature twice",
    [
      "storage:",
      "spans: [{ match: { table: readers }, source: profile, features: [profile.age, profile.age] }]\nstorage:",
    ],
    'probity.yaml:36:79 spans[0].features[1]: listed twice; found "profile.age" again, expected each feature once',
  ],
  [
    "a column with an undeclared feature",
    [
      "storage:",
      "spans: [{ match: { table: readers }, source: profile, fields: { reader_age: age } }]\nstorage:",
    ],
    'probity.yaml:36:77 spans[0].fields.reader_age: undeclared feature; found "age", expected one of profile.age, profile.interests[]; did you mean "profile.age"?',
  ],
  [
    "a column with a feature of another source",
    [
      "storage:",
      "spans: [{ match: { table: readers }, source: profile, fields: { stars: books.rating } }]\nstorage:",
    ],
    'probity.yaml:36:72 spans[0].fields.stars: feature of another source; found "books.rating", of source "books", expected a feature of "profile": profile.age, profile.interests[]',
  ],
  [
    "a column with something else",
    ["storage:", "spans: [{ match: { table: readers }, source: profile, fields: { id: false } }]\nstorage:"],
    "probity.yaml:36:69 spans[0].fields.id: wrong type; found false, expected a text, or null",
  ],
  [
    "a key of Redis in another system",
    ["storage:", 'spans: [{ match: { system: mysql, key: "reader:*" }, source: profile }]\nstorage:'],
    'probity.yaml:36:35 spans[0].match.key: key of what has none; found key with system "mysql", expected system: redis beside it, or no key',
  ],
  [
    "a route of HTTP in another system",
    ["storage:", "spans: [{ match: { system: grpc, route: /readers }, source: profile }]\nstorage:"],
    'probity.yaml:36:34 spans[0].match.route: route of what has none; found route with system "grpc", expected system: http beside it, or no route',
  ],
  [
    "a span with both a key and a route",
    ["storage:", 'spans: [{ match: { key: "reader:*", route: /readers }, source: profile }]\nstorage:'],
    "probity.yaml:36:37 spans[0].match.route: route of what has none; found key and route, expected one of them: a key is of redis, a route of http",
  ],
  [
    "a span's route without its slash",
    ["storage:", "spans: [{ match: { route: readers }, source: profile }]\nstorage:"],
    'probity.yaml:36:27 spans[0].match.route: not in the expected form; found "readers", expected a path such as /users/:id/feed, optional parts in {…}, the rest of a path as /*rest (path-to-regexp 8)',
  ],
  [
    "a span's table with blanks at its ends",
    ["storage:", 'spans: [{ match: { table: " readers" }, source: profile }]\nstorage:'],
    'probity.yaml:36:27 spans[0].match.table: not in the expected form; found " readers", expected the name of a table, collection or topic, without blanks at its ends',
  ],
  [
    "a URL in place of a host that is told of decisions",
    ["storage:", 'propagation: { sendTo: ["http://ranker.example"] }\nstorage:'],
    'probity.yaml:36:25 propagation.sendTo[0]: not in the expected form; found "http://ranker.example", expected a host such as ranker.example or *.example.com, the word private, or * for every host',
  ],
  [
    "a host with a port that is told of decisions",
    ["storage:", 'propagation: { sendTo: ["ranker.example:8080"] }\nstorage:'],
    'probity.yaml:36:25 propagation.sendTo[0]: not in the expected form; found "ranker.example:8080", expected a host such as ranker.example or *.example.com, the word private, or * for every host',
  ],
  [
    "a word in place of a list of hosts",
    ["storage:", "propagation: { sendTo: private }\nstorage:"],
    'probity.yaml:36:24 propagation.sendTo: wrong type; found "private", expected a list',
  ],
  [
    "a switch that is no switch",
    ["storage:", 'telemetry: { logs: "on" }\nstorage:'],
    'probity.yaml:36:20 telemetry.logs: wrong type; found "on", expected true or false',
  ],
];
