import { pathToFileURL } from "node:url";
import { buildLexicon } from "@probity/rules";
import { type Contender, type Figure, measure } from "../measure.ts";

/** What matching tags against a lexicon takes. */
export interface LexiconFigures {
  readonly words: number;
  readonly tagsPerDecision: number;
  readonly buildMs: number;
  /** Of the automaton's tables. */
  readonly megabytes: number;
  /** Nanoseconds for all tags of one decision. */
  readonly perDecision: readonly Figure[];
}

const WORDS = 100_000;
const TAGS_PER_DECISION = 20;

/** A service has some thousands of tags that come again and again; the cold ones are new each time. */
const KNOWN_TAGS = 2000;
const NEW_DECISIONS = 20_000;

/** Measures a lexicon of 100,000 words, most of two to four ideographs, against what one would write by hand. */
export async function lexiconFigures(): Promise<LexiconFigures> {
  const random = randomNumbers(1);
  const words = makeWords(random);
  const entries = words.map((word) => ({ word, code: "TAG.ILLEGAL" }));
  const start = performance.now();
  const lexicon = buildLexicon(entries);
  const buildMs = performance.now() - start;

  const known = Array.from({ length: KNOWN_TAGS }, () => makeTag(random));
  const fresh = Array.from({ length: NEW_DECISIONS * TAGS_PER_DECISION }, () => makeTag(random));
  const pattern = new RegExp(words.join("|"), "u");
  const find = (tag: string): boolean => lexicon.find(tag).length > 0;
  // The slow ones are given few decisions: a loop over 100,000 words takes milliseconds for each.
  const fast = await measure(
    [
      decisionsOf("lexicon, tags seen before", known, find),
      decisionsOf("lexicon, tags never seen", fresh, find),
    ],
    { times: 10_000 },
  );
  const slow = await measure(
    [
      decisionsOf("one regular expression", known, (tag) => pattern.test(tag)),
      decisionsOf("a loop of includes", known, (tag) => words.some((word) => tag.includes(word))),
    ],
    { times: 2, rounds: 5, warmup: 1 },
  );
  const megabytes = lexicon.bytes / 1e6;
  return {
    words: WORDS,
    tagsPerDecision: TAGS_PER_DECISION,
    buildMs,
    megabytes,
    perDecision: [...fast, ...slow],
  };
}

function decisionsOf(name: string, tags: readonly string[], find: (tag: string) => boolean): Contender {
  let next = 0;
  let hits = 0;
  return {
    name,
    run(times) {
      for (let i = 0; i < times * TAGS_PER_DECISION; i += 1) {
        if (find(tags[next] ?? "")) hits += 1;
        next = next + 1 === tags.length ? 0 : next + 1;
      }
      if (hits < 0) throw new Error("never: it keeps the work from being left out");
    },
  };
}

function makeWords(random: (below: number) => number): string[] {
  const words: Set<string> = new Set();
  while (words.size < WORDS * 0.9) words.add(ideographs(random, 2 + random(3)));
  while (words.size < WORDS) words.add(letters(random, 4 + random(8)));
  return [...words];
}

function makeTag(random: (below: number) => number): string {
  return random(5) === 0 ? `tag_${letters(random, 4)}` : ideographs(random, 2 + random(5));
}

/** Common ideographs more often than rare ones, as in a language. */
function ideographs(random: (below: number) => number, length: number): string {
  const one = (): string => String.fromCharCode(0x4e00 + Math.floor(3500 * (random(1000) / 1000) ** 2));
  return Array.from({ length }, one).join("");
}

function letters(random: (below: number) => number, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + random(26))).join("");
}

/** The same numbers each time. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.stdout.write(`${JSON.stringify(await lexiconFigures(), null, 2)}\n`);
}
