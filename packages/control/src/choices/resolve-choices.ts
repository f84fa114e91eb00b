import { kindNumber, KINDS } from "./choice.ts";
import type { KnownChoices } from "./choice-source.ts";
import type { Marks } from "./marks.ts";
import type { Names } from "./names.ts";
import { LONGEST_TAG, type RecentTags, type TagWords } from "./tag-words.ts";

/** What marks are read with. */
export interface MarkReading {
  readonly marks: Marks;
  readonly outlets: Names;
  readonly codes: Names;
  readonly versions: Names;
  readonly tags: RecentTags;
}

const PERSONALISATION = kindNumber("personalisation_on");
const TAG = kindNumber("tag_restored");
const CONSENT = kindNumber("consent_given");
const NO_WORDS: readonly TagWords[] = [{ first: 0, second: 0 }];

/** What a subject's marks, from `head` on, come to at an outlet; undefined where that is nothing. */
export function resolveChoices(
  head: number,
  outletName: string,
  reading: MarkReading,
): KnownChoices | undefined {
  const outlet = reading.outlets.known(outletName);
  const { marks } = reading;
  let known: { -readonly [K in keyof KnownChoices]: KnownChoices[K] } | undefined;
  const groups = groupsAt(head, outlet, marks);
  if (groups.has("personalisation")) {
    const mark = protecting(head, { kind: PERSONALISATION, words: NO_WORDS }, outlet, marks);
    if (mark >= 0) (known ??= {}).personalisationOffAt = marks.chosenAt[mark];
  }
  if (groups.has("consent")) known = { ...known, ...consentsAt(head, outlet, reading) };
  if (groups.has("tag")) {
    (known ??= {}).refusesTag = (tag) => {
      if (tag.length > LONGEST_TAG) return false;
      return protecting(head, { kind: TAG, words: reading.tags.wordsOf(tag) }, outlet, marks) >= 0;
    };
  }
  return known;
}

function groupsAt(head: number, outlet: number, marks: Marks): ReadonlySet<string | undefined> {
  const groups: Set<string | undefined> = new Set();
  for (let mark = head; mark >= 0; mark = marks.next(mark)) {
    if (isAt(marks.outlet[mark], outlet)) groups.add(KINDS[marks.kind[mark] ?? 0]?.group);
  }
  return groups;
}

function isAt(marked: number | undefined, outlet: number): boolean {
  return marked === 0 || marked === outlet;
}

/**
 * The mark by which something is off, blocked or withdrawn at an outlet; -1 for none. What was said of the outlet itself
 * stays until that is lifted for the outlet. What was said of every outlet is lifted for one by what is said of it later.
 */
function protecting(head: number, about: About, outlet: number, marks: Marks): number {
  const general = lastOf(head, about, 0, marks);
  const special = outlet > 0 ? lastOf(head, about, outlet, marks) : -1;
  const isGeneral = protects(marks, general);
  if (protects(marks, special)) return isGeneral ? earlierOf(marks, general, special) : special;
  if (!isGeneral) return -1;
  return special >= 0 && at(marks, special) > at(marks, general) ? -1 : general;
}

/** What marks are about; a tag is known by other words under each key, and all of them are that tag. */
interface About {
  readonly kind: number;
  readonly words: readonly TagWords[];
}

/** The last mark in one scope; -1 for none. */
function lastOf(head: number, { kind, words }: About, outlet: number, marks: Marks): number {
  let last = -1;
  for (const { first, second } of words) {
    const mark = marks.find(head, { kind, first, second, outlet });
    if (mark >= 0 && (last < 0 || comesAfter(marks, mark, last))) last = mark;
  }
  return last;
}

function comesAfter(marks: Marks, mark: number, other: number): boolean {
  if (at(marks, mark) !== at(marks, other)) return at(marks, mark) > at(marks, other);
  const [ts = 0, otherTs = 0] = [marks.ts[mark], marks.ts[other]];
  return ts === otherTs ? protects(marks, mark) : ts > otherTs;
}

function protects(marks: Marks, mark: number): boolean {
  return mark >= 0 && KINDS[marks.kind[mark] ?? 0]?.protection !== 0;
}

function at(marks: Marks, mark: number): number {
  return marks.chosenAt[mark] ?? 0;
}

function earlierOf(marks: Marks, one: number, other: number): number {
  return at(marks, one) <= at(marks, other) ? one : other;
}

interface Versioned {
  readonly version: string;
  readonly at: number;
}

function laterOf(known: Versioned | undefined, other: Versioned): Versioned {
  if (!known || other.at > known.at) return other;
  return other.at === known.at && other.version > known.version ? other : known;
}

interface Withdrawal {
  readonly code: string;
  readonly at: number;
}

function consentsAt(head: number, outlet: number, { marks, codes, versions }: MarkReading): KnownChoices {
  const withdrawn: Withdrawal[] = [];
  const given: Map<string, number> = new Map();
  let whole: Versioned | undefined;
  for (let mark = head; mark >= 0; mark = marks.next(mark)) {
    if (KINDS[marks.kind[mark] ?? 0]?.group !== "consent" || !isAt(marks.outlet[mark], outlet)) continue;
    const first = marks.first[mark] ?? 0;
    const about = { kind: CONSENT, words: [{ first, second: 0 }] };
    const code = codes.nameOf(first);
    const withdrawal = protecting(head, about, outlet, marks);
    if (withdrawal >= 0) withdrawn.push({ code, at: at(marks, withdrawal) });
    else if (protects(marks, mark)) continue;
    else if (code !== "") given.set(code, Math.max(given.get(code) ?? 0, at(marks, mark)));
    else whole = laterOf(whole, { version: versions.nameOf(marks.version[mark] ?? 0), at: at(marks, mark) });
  }
  const isLost = (code: string, since: number): boolean =>
    withdrawn.some((withdrawal) => isAbout(withdrawal.code, code) && withdrawal.at >= since);
  return {
    consentWithdrawnAt: withdrawn.find(({ code }) => code === "")?.at,
    consentVersion: whole?.version,
    separateConsents: [...given].flatMap(([code, since]) => (isLost(code, since) ? [] : [code])).toSorted(),
    // Of a consent that the service names, nobody knows since when.
    hasWithdrawn: withdrawn.length === 0 ? undefined : (code) => isLost(code, 0),
  };
}

// Of a class, of a code in it, or of the very code; the empty one is all of them.
function isAbout(withdrawn: string, code: string): boolean {
  return (
    withdrawn === "" ||
    withdrawn === code ||
    code.startsWith(`${withdrawn}.`) ||
    withdrawn.startsWith(`${code}.`)
  );
}
