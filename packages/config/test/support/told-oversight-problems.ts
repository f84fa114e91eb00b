import type { ToldProblem } from "./told-problems.ts";

const section = (text: string): [string, string] => ["storage:", `${text}\nstorage:`];
const hot = (more: string): [string, string] => [
  "features: [books.rating] }",
  `features: [books.rating], ${more} }`,
];
const home = (more: string): [string, string] => ["surface: feed }", `surface: feed, ${more} }`];
const feed = (more: string): [string, string] => [
  'items: "items[].isbn" }',
  `items: "items[].isbn", ${more} }`,
];

/** What is said of what is asked of people, promised to users, filed and checked, and of paths to fall back to. */
export const toldOversightProblems: readonly ToldProblem[] = [
  [
    "a control table that is asked too often",
    section("control: { pollMs: 10 }"),
    "probity.yaml:36:20 control.pollMs: out of range; found 10, expected a whole number from 100 to 60000",
  ],
  [
    "an unknown surface for two persons",
    section("interventions: { twoPersonSurfaces: [hots] }"),
    'probity.yaml:36:38 interventions.twoPersonSurfaces[0]: unknown word; found "hots", expected one of other, home_first, popup, hot, featured, list, push, search, feed, related, checkout, dispatch; did you mean "hot"?',
  ],
  [
    "a reason that is no code",
    section("interventions: { reasons: [because I want to] }"),
    'probity.yaml:36:28 interventions.reasons[0]: not in the expected form; found "because I want to", expected a reason code: letters, digits, _ and -',
  ],
  [
    "a lag below nothing",
    section("choices: { maxLagSeconds: -1 }"),
    "probity.yaml:36:27 choices.maxLagSeconds: out of range; found -1, expected a whole number from 0 to 86400",
  ],
  [
    "a time limit that is no whole number",
    section("feedback: { firstReplyHours: 0.5 }"),
    "probity.yaml:36:30 feedback.firstReplyHours: wrong type; found 0.5, expected a whole number from 1 to 8760",
  ],
  [
    "an unknown key of minors",
    section("minors: { count: true }"),
    'probity.yaml:36:11 minors.count: unknown key; found "count", expected one of countUse, breakSeconds, mauThreshold; did you mean "countUse"?',
  ],
  [
    "an assessment valid until no day",
    hot("pia: { id: PIA-1, validUntil: 2027-02-30 }"),
    'probity.yaml:20:113 algorithms.hot.pia.validUntil: not in the expected form; found "2027-02-30", expected a day such as 2027-06-30, or an ISO 8601 time with its zone',
  ],
  [
    "an assessment without its end",
    hot("pia: { id: PIA-1 }"),
    "probity.yaml:20:83 algorithms.hot.pia.validUntil: missing key; found only id, expected validUntil: a day such as 2027-06-30, or an ISO 8601 time with its zone",
  ],
  [
    "an unknown audience",
    hot("audience: minor"),
    'probity.yaml:20:93 algorithms.hot.audience: unknown word; found "minor", expected one of general, minors; did you mean "minors"?',
  ],
  [
    "a filing without outlets",
    hot('filed: { versions: ["2"] }'),
    "probity.yaml:20:83 algorithms.hot.filed.outlets: missing key; found only versions, expected outlets: a list",
  ],
  [
    "a check at no time",
    home("display: { numberShown: true, linkAlive: true, checkedAt: yesterday }"),
    'probity.yaml:23:147 outlets.home.display.checkedAt: not in the expected form; found "yesterday", expected a day such as 2027-06-30, or an ISO 8601 time with its zone',
  ],
  [
    "a region that is none",
    ["dataset: readers }", "dataset: readers, region: china }"],
    'probity.yaml:10:60 sources.profile.region: not in the expected form; found "china", expected a region\'s code by ISO 3166, such as CN',
  ],
  [
    "a neutral value that says something",
    ["tags: true", "tags: true, neutral: [books]"],
    'probity.yaml:15:47 features["profile.interests[]"].neutral: out of range; found a list, expected a text of up to 256 characters, or a number, or true or false, or null, or an empty list',
  ],
  [
    "a fallback that is no path",
    feed("fallback: hot"),
    'probity.yaml:26:97 routes[0].fallback: not in the expected form; found "hot", expected a path such as /hot, or /shops/:shop/hot with parameters of the route\'s path',
  ],
  [
    "a fallback to a URL's query",
    feed('fallback: "/hot?n=1"'),
    'probity.yaml:26:97 routes[0].fallback: not in the expected form; found "/hot?n=1", expected a path such as /hot, or /shops/:shop/hot with parameters of the route\'s path',
  ],
  [
    "a fallback with a parameter that its route doesn't have",
    feed('fallback: "/readers/:reader/hot"'),
    'probity.yaml:26:97 routes[0].fallback: undeclared path parameter; found "reader", expected a declared path parameter; there is none',
  ],
  [
    "a fallback with an optional part",
    feed('fallback: "/hot{/all}"'),
    'probity.yaml:26:97 routes[0].fallback: optional part in a fallback; found "/hot{/all}", expected a path without optional parts: there must be one way to write it',
  ],
  [
    "a fallback of a route to itself",
    feed("fallback: /feed"),
    'probity.yaml:26:97 routes[0].fallback: fallback of a route to itself; found "/feed", expected another path of the application',
  ],
  [
    "a query of no fallback",
    feed("fallbackQuery: [page]"),
    "probity.yaml:26:102 routes[0].fallbackQuery: query of no fallback; found no fallback, expected fallback: a path beside it, or no fallbackQuery",
  ],
  [
    "an unknown flag of items",
    feed('itemFlags: { ads: "items[].is_ad" }'),
    'probity.yaml:26:100 routes[0].itemFlags.ads: unknown flag of items; found "ads", expected one of ad, ad_labelled, synthetic, synthetic_labelled, induces_bad_conduct, harms_values, misuses_minors_image, misuses_minors_data, fraud_suspected, unlisted_news, paid_ranking, fan_support, own_product; did you mean "ad"?',
  ],
  [
    "a flag of items that stands elsewhere",
    feed('itemFlags: { ad: "ads[].is_ad" }'),
    'probity.yaml:26:104 routes[0].itemFlags.ad: flag that stands elsewhere; found "ads[].is_ad", expected a place beside the ids at "items[].isbn", in the elements of the same list',
  ],
  [
    "flags of no items",
    ['items: "items[].isbn" }', 'itemFlags: { ad: "items[].is_ad" } }'],
    "probity.yaml:26:64 routes[0].itemFlags: flags of no items; found no items, expected items: where the ids stand beside it, or no itemFlags",
  ],
  [
    "no reasons at all",
    section("interventions: { reasons: [] }"),
    "probity.yaml:36:27 interventions.reasons: out of range; found an empty list, expected a list with something in it",
  ],
];
