import { type NameWord, spellOut, type Writing } from "./name-word.ts";
import { otherWords, personalWords } from "./other-words.ts";
import { sensitiveWords } from "./sensitive-words.ts";
import { MOST_NAME_UNITS, type Token, tokensOf } from "./tokens.ts";

/** A word that stands in a name. */
export interface NameMatch {
  readonly word: NameWord;
  /** As the name has it, in lower case. */
  readonly found: string;
  /** Another word of the name says that it is a guess, a prediction or the like. */
  readonly isInferred: boolean;
}

const words = [...sensitiveWords, ...otherWords, ...personalWords].flatMap(spellOut);
const chinese = words.filter(({ writing }) => writing === "chinese");

/** All others, by their parts written as one. */
const joined: Map<string, NameWord[]> = new Map();
for (const word of words) {
  if (word.writing === "chinese") continue;
  const key = word.parts.join("");
  joined.set(key, [...(joined.get(key) ?? []), word]);
}

/** No word has more parts than this, nor more letters. */
const MOST_PARTS = Math.max(...words.map(({ parts }) => parts.length)) + 2;
const MOST_LETTERS = Math.max(...words.map(({ parts }) => parts.join("").length)) + 3;

/**
 * The words in a name. Where one lies within another, only the longer one counts: an `id_card_img` is no number. Words in
 * letters must begin and end where words of the name do: there is no `sf` in `transfer`. Time is linear in the name.
 */
export function matchName(name: string): readonly NameMatch[] {
  const tokens = tokensOf(name);
  const found = [
    ...inLetters(tokens),
    ...tokens.flatMap((token, at) => (token.isChinese ? inChinese(token, at) : [])),
  ];
  const said = new Set(tokens.map(({ text }) => text));
  return found
    .filter(({ word }) => !word.unless.some((other) => said.has(other)))
    .filter((one) => !found.some((other) => holds(other, one)))
    .map(({ word, text, from, to }) => ({
      word,
      found: text,
      isInferred: tokens.some((token, at) => isGuess(token, at < from || at >= to ? "" : text)),
    }));
}

/** Whether the end of a name was not looked at. */
export function isCutName(name: string): boolean {
  return name.length > MOST_NAME_UNITS;
}

/** A word and the tokens that it takes; within a Chinese token, the characters too. */
interface Found {
  readonly word: NameWord;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly begin: number;
  readonly end: number;
}

function inLetters(tokens: readonly Token[]): Found[] {
  return tokens.flatMap((_, from) => {
    const found: Found[] = [];
    const ends: number[] = [];
    let text = "";
    for (let to = from; to < tokens.length && to - from < MOST_PARTS; to += 1) {
      const token = tokens[to];
      if (!token || token.isChinese || text.length + token.text.length > MOST_LETTERS) break;
      text += token.text;
      const here = lookUp(text).filter((word) => isPartedAlike(word, ends));
      for (const word of here) found.push({ word, text, from, to: to + 1, begin: 0, end: 0 });
      ends.push(text.length);
    }
    return found;
  });
}

function inChinese({ text }: Token, at: number): Found[] {
  const found: Found[] = [];
  for (const word of chinese) {
    const own = word.parts.join("");
    for (let begin = text.indexOf(own); begin !== -1; begin = text.indexOf(own, begin + 1)) {
      found.push({ word, text: own, from: at, to: at + 1, begin, end: begin + own.length });
    }
  }
  return found;
}

// A plural counts as its singular, and in pinyin a number (`hao`, 号) as what it is the number of.
function lookUp(text: string): readonly NameWord[] {
  const known = joined.get(text);
  if (known) return known;
  if (text.length > 3 && text.endsWith("s")) return inWriting("english", text.slice(0, -1));
  return text.length > 6 && text.endsWith("hao") ? inWriting("pinyin", text.slice(0, -3)) : [];
}

function inWriting(writing: Writing, text: string): readonly NameWord[] {
  return joined.get(text)?.filter((word) => word.writing === writing) ?? [];
}

// `hi_v` is no `hiv`: a name may write parts as one, but not part what is one.
function isPartedAlike({ parts }: NameWord, ends: readonly number[]): boolean {
  let end = 0;
  const own = new Set(parts.map((part) => (end += part.length)));
  return ends.every((each) => own.has(each));
}

function holds(other: Found, one: Found): boolean {
  if (other === one || other.from > one.from || other.to < one.to) return false;
  if (other.to - other.from > one.to - one.from) return true;
  return other.begin <= one.begin && other.end >= one.end && other.end - other.begin > one.end - one.begin;
}

function isGuess({ text, isChinese }: Token, taken: string): boolean {
  if (!isChinese) return taken === "" && GUESSES.has(text);
  return CHINESE_GUESSES.test(taken === "" ? text : text.replace(taken, ""));
}

const GUESSES: ReadonlySet<string> = new Set(
  (
    "guess guessed predict predicted prediction pred infer inferred prob probability propensity likelihood likely intent " +
    "intention estimate estimated lookalike interest affinity tuice yuce qingxiang"
  ).split(" "),
);
const CHINESE_GUESSES = /推断|推测|预测|猜测|疑似|倾向|意向|概率/u;
