import type { ToldProblem } from "./told-problems.ts";

const own = (rule: string): [string, string] => ["rules:", `rules:\n  own: [${rule}]`];
const TITLE = "title: { zh: 疑似, en: Suspected }";

/** What is said of bad rules. */
export const toldRuleProblems: readonly ToldProblem[] = [
  [
    "a rule pack as it was named once",
    ["rules:", "rules:\n  pack: cn"],
    'probity.yaml:34:3 rules.pack: there can be several packs now; found pack: "cn", expected packs: [cn]; did you mean "packs"?',
  ],
  [
    "an unknown rule pack",
    ["rules:", "rules:\n  packs: [us]"],
    'probity.yaml:34:11 rules.packs[0]: unknown word; found "us", expected one of cn, eu',
  ],
  [
    "a rule pack twice",
    ["rules:", "rules:\n  packs: [cn, cn]"],
    'probity.yaml:34:15 rules.packs[1]: listed twice; found "cn" again, expected each pack once',
  ],
  [
    "a mode at an undeclared outlet",
    ["rules:", "rules:\n  outlets: { hoem: { M01: enforce } }"],
    'probity.yaml:34:14 rules.outlets.hoem: undeclared outlet; found "hoem", expected one of home; did you mean "home"?',
  ],
  [
    "a mode of an unknown rule at an outlet",
    ["rules:", "rules:\n  outlets: { home: { M1: enforce } }"],
    'probity.yaml:34:22 rules.outlets.home.M1: unknown rule; found "M1", expected one of M01, M02, M03, M04, M05, M06, M07, M08, M09, M10, S01, S02, S03, S04, S05, S06, S07, L01, L02, C01, C02, C03, C04, C05, …; did you mean "M01"?',
  ],
  [
    "an unknown mode at an outlet",
    ["rules:", "rules:\n  outlets: { home: { M01: enforced } }"],
    'probity.yaml:34:27 rules.outlets.home.M01: unknown word; found "enforced", expected one of off, observe, shadow, enforce; did you mean "enforce"?',
  ],
  [
    "a rule of one's own with the id of a pack's",
    own(`{ id: M01, ${TITLE} }`),
    'probity.yaml:34:15 rules.own[0].id: id of another rule; found "M01", which pack cn has, expected an id of its own: settings and findings name rules by their id alone',
  ],
  [
    "two rules of one's own with one id",
    own(`{ id: X1, ${TITLE} }, { id: X1, ${TITLE} }`),
    'probity.yaml:34:61 rules.own[1].id: id of another rule; found "X1", which rules.own[0] has, expected an id of its own: settings and findings name rules by their id alone',
  ],
  [
    "a rule of one's own without a title",
    own("{ id: X1 }"),
    "probity.yaml:34:9 rules.own[0].title: missing key; found only id, expected title: a mapping with zh, en",
  ],
  [
    "a rule of one's own with a title in one language",
    own("{ id: X1, title: { en: Suspected } }"),
    "probity.yaml:34:19 rules.own[0].title.zh: missing key; found only en, expected zh: a title in Chinese",
  ],
  [
    "a rule of one's own with an id that can't be one",
    own(`{ id: 1X, ${TITLE} }`),
    'probity.yaml:34:15 rules.own[0].id: not in the expected form; found "1X", expected a rule\'s id: a letter, then letters, digits, - and _, 32 in all',
  ],
  [
    "a rule against an undeclared feature",
    own(`{ id: X1, ${TITLE}, forbids: { features: [profile.agee] } }`),
    'probity.yaml:34:75 rules.own[0].forbids.features[0]: undeclared feature; found "profile.agee", expected one of profile.age, profile.interests[], books.rating; did you mean "profile.age"?',
  ],
  [
    "a rule against features of no declared source",
    own(`{ id: X1, ${TITLE}, forbids: { sources: ["user*"] } }`),
    'probity.yaml:34:74 rules.own[0].forbids.sources[0]: undeclared source; found "user*", expected one of profile, books',
  ],
  [
    "a rule against an unknown code",
    own(`{ id: X1, ${TITLE}, forbids: { codes: [SPI.MEDD] } }`),
    'probity.yaml:34:72 rules.own[0].forbids.codes[0]: unknown sensitivity code; found "SPI.MEDD", expected a code of the taxonomy, such as SPI.MED.COND, or a class of them, such as SPI.MED; did you mean "SPI.MED"?',
  ],
  [
    "a rule against unknown items",
    own(`{ id: X1, ${TITLE}, forbids: { items: [ads] } }`),
    'probity.yaml:34:72 rules.own[0].forbids.items[0]: unknown word; found "ads", expected one of ad, ad_labelled, synthetic, synthetic_labelled, induces_bad_conduct, harms_values, misuses_minors_image, misuses_minors_data, fraud_suspected, unlisted_news, paid_ranking, fan_support, own_product; did you mean "ad"?',
  ],
  [
    "a rule for an undeclared outlet",
    own(`{ id: X1, ${TITLE}, when: { outlets: [hoem] } }`),
    'probity.yaml:34:71 rules.own[0].when.outlets[0]: undeclared outlet; found "hoem", expected one of home; did you mean "home"?',
  ],
  [
    "a rule for an undeclared algorithm",
    own(`{ id: X1, ${TITLE}, when: { algorithms: [fed] } }`),
    'probity.yaml:34:74 rules.own[0].when.algorithms[0]: undeclared algorithm; found "fed", expected one of feed, hot; did you mean "feed"?',
  ],
  [
    "a rule for hours that are none",
    own(`{ id: X1, ${TITLE}, when: { hours: { from: "25:00", to: "06:00" } } }`),
    'probity.yaml:34:76 rules.own[0].when.hours.from: not in the expected form; found "25:00", expected a time of day such as 22:00, in quotes',
  ],
  [
    "a rule with an unknown condition",
    own(`{ id: X1, ${TITLE}, when: { minors: true } }`),
    'probity.yaml:34:61 rules.own[0].when.minors: unknown key; found "minors", expected one of algorithms, outlets, serviceClasses, purposes, surfaces, ageBands, minor, minorMode, elderMode, guardianConsent, personalisationOff, hours; did you mean "minor"?',
  ],
  [
    "a rule with an unknown action",
    own(`{ id: X1, ${TITLE}, action: strip }`),
    'probity.yaml:34:61 rules.own[0].action: unknown word; found "strip", expected one of record, warn, strip_feature, strip_item, fallback, block; did you mean "strip_feature"?',
  ],
  [
    "a limit below nothing",
    own(`{ id: X1, ${TITLE}, limits: { tags: -1 } }`),
    "probity.yaml:34:69 rules.own[0].limits.tags: out of range; found -1, expected a number from 0",
  ],
  [
    "a limit for an unknown code",
    own(`{ id: X1, ${TITLE}, limits: { codes: { SPI.MEDD: 1 } } }`),
    'probity.yaml:34:72 rules.own[0].limits.codes["SPI.MEDD"]: unknown sensitivity code; found "SPI.MEDD", expected a code of the taxonomy, such as SPI.MED.COND, or a class of them, such as SPI.MED; did you mean "SPI.MED"?',
  ],
  [
    "a list of words without a file",
    ["rules:", "rules:\n  lexicons: [{ code: TAG.ILLEGAL }]"],
    "probity.yaml:34:14 rules.lexicons[0].file: missing key; found only code, expected file: the path of a file",
  ],
  [
    "a list of words with an unknown code",
    ["rules:", "rules:\n  lexicons: [{ code: TAG.ILEGAL, file: words.txt }]"],
    'probity.yaml:34:22 rules.lexicons[0].code: unknown sensitivity code; found "TAG.ILEGAL", expected a whole code of the taxonomy, such as SPI.MED.COND; did you mean "TAG.ILLEGAL"?',
  ],
  [
    "a status that blocks nothing",
    ["rules:", "rules:\n  block: { status: 200 }"],
    "probity.yaml:34:20 rules.block.status: out of range; found 200, expected a whole number from 400 to 499",
  ],
];
