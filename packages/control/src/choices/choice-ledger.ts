import {
  type ChoiceRow,
  choiceRecord,
  type LedgerColumn,
  type Meeting,
  type Pseudonym,
  type Receipt,
  type SubjectFacts,
  type SubjectPort,
} from "@probity/core";
import { ControlError } from "../errors.ts";
import { optionalText, requireText, requireTime, requireWord } from "../field.ts";
import type { LedgerRecorder } from "../ledger-recorder.ts";
import { type Choice, KINDS, kindNumber } from "./choice.ts";
import { type ChoiceSource, type KnownChoices, layChoices } from "./choice-source.ts";
import { type ChoiceState, stateOf } from "./choice-state.ts";
import { type Mark, Marks } from "./marks.ts";
import { Names } from "./names.ts";
import { type MarkReading, resolveChoices } from "./resolve-choices.ts";
import { LONGEST_TAG, RecentTags, type TagHasher, tagWords } from "./tag-words.ts";

/** Makes pseudonyms: core's `Pseudonyms` is one. */
export interface ChoicePseudonyms extends TagHasher {
  subject(id: string): Pseudonym;
}

export interface ChoiceLedgerOptions {
  readonly recorder: LedgerRecorder;
  readonly pseudonyms: ChoicePseudonyms;
  /** Ids of the outlets that choices may name. @default any name */
  readonly outlets?: Iterable<string> | undefined;
  /** How far a service's clock may be ahead of this process's. @default 60_000 */
  readonly maxAheadMs?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** A choice as it is stored, as far as the ledger looks at it. */
export type StoredChoice = Pick<
  ChoiceRow,
  "ts" | "subject" | "kind" | "chosen_at" | "outlet" | "code" | "tag" | "consent_version"
>;

type ChoiceEntry = Omit<ChoiceRow, Exclude<LedgerColumn, "ts">>;

/**
 * Users' choices, append only: records each, and holds for this process at once. `apply` takes what other processes
 * recorded, in any order and as often as it comes; of each thing and scope the last choice counts, by when it was chosen,
 * then by when it was taken note of, then the one that protects more.
 */
export class ChoiceLedger implements ChoiceSource, SubjectPort {
  readonly #recorder: LedgerRecorder;
  readonly #pseudonyms: ChoicePseudonyms;
  readonly #outlets: ReadonlySet<string> | undefined;
  readonly #maxAheadMs: number;
  readonly #now: () => number;
  readonly #marks: Marks = new Marks();
  readonly #reading: MarkReading;
  #disbelieved = 0;

  /** Throws `INVALID_OPTION` where `maxAheadMs` is no time span. */
  constructor(options: ChoiceLedgerOptions) {
    const { recorder, pseudonyms, outlets, maxAheadMs = 60_000, now = Date.now } = options;
    if (!(maxAheadMs >= 0 && Number.isFinite(maxAheadMs)))
      throw new ControlError(
        "INVALID_OPTION",
        `maxAheadMs is 0 or more milliseconds, got ${maxAheadMs}`,
        "maxAheadMs",
      );
    this.#recorder = recorder;
    this.#pseudonyms = pseudonyms;
    this.#outlets = outlets && new Set(outlets);
    this.#maxAheadMs = maxAheadMs;
    this.#now = now;
    this.#reading = {
      marks: this.#marks,
      outlets: new Names(),
      codes: new Names(),
      versions: new Names(),
      tags: new RecentTags(pseudonyms),
    };
  }

  /** Subjects with a choice on record. */
  get subjects(): number {
    return this.#marks.subjects;
  }

  /** Bytes that the choices take. */
  get bytes(): number {
    return this.#marks.bytes;
  }

  /** Stored choices from the future that would have lifted a protection, and were not believed. */
  get disbelieved(): number {
    return this.#disbelieved;
  }

  /**
   * Records a choice, and has it hold in this process at once, even where its record is lost. Throws a `ControlError`
   * `INVALID` that names the field; then nothing is recorded and nothing changes.
   */
  enter(choice: Choice): Receipt {
    return this.#enterOne(this.#entryOf(choice));
  }

  /** As {@link enter}: all of them, or, where one is refused, none. */
  enterAll(choices: readonly Choice[]): readonly Receipt[] {
    const entries = choices.map((choice) => this.#entryOf(choice));
    return entries.map((entry) => this.#enterOne(entry));
  }

  /** Takes what was recorded, here or elsewhere. */
  apply(rows: Iterable<StoredChoice>): void {
    const latest = this.#now() + this.#maxAheadMs;
    for (const row of rows) {
      // A clock that was ahead must not lift what users choose from now on; that it protects costs nobody a right.
      if (Math.max(row.chosen_at, row.ts) > latest && KINDS[kindNumber(row.kind)]?.protection === 0)
        this.#disbelieved += 1;
      else this.#put(row);
    }
  }

  choicesOf(pseudonym: Pseudonym, { outlet }: Meeting): KnownChoices | undefined {
    const head = this.#headOf(pseudonym);
    return head < 0 ? undefined : resolveChoices(head, outlet, this.#reading);
  }

  complete(facts: SubjectFacts, pseudonym: Pseudonym, meeting: Meeting): SubjectFacts {
    return layChoices(facts, this.choicesOf(pseudonym, meeting));
  }

  /** What is on record for a user, to be shown to them. Tags are known by pseudonyms alone, and only counted. */
  stateOf(subject: string): ChoiceState {
    const pseudonym = this.#pseudonyms.subject(requireText(subject, "subject", LONGEST_ID));
    return stateOf(this.#headOf(pseudonym), this.#reading);
  }

  /** The subject's last mark, after what is known by earlier keys was joined to it; -1 for none. */
  #headOf({ bytes, earlier }: Pseudonym): number {
    for (const before of earlier ?? NONE) {
      const { marks } = this.#reading;
      for (let mark = marks.head(before.bytes); mark >= 0; mark = marks.next(mark))
        this.#putMark(bytes, marks.read(mark));
    }
    return this.#marks.head(bytes);
  }

  #enterOne(entry: ChoiceEntry): Receipt {
    const receipt = this.#recorder.enter(choiceRecord, entry);
    this.#put(entry);
    return receipt;
  }

  #entryOf(choice: Choice): ChoiceEntry {
    const now = Math.floor(this.#now());
    const pseudonym = this.#pseudonyms.subject(requireText(choice.subject, "subject", LONGEST_ID));
    const { bytes, keyId } = pseudonym;
    const head = this.#headOf(pseudonym);
    const kind = requireWord(
      choice.kind,
      "kind",
      KINDS.map((known) => known.kind),
    );
    const about = {
      subject: Buffer.from(bytes).toString("hex"),
      kind,
      outlet: this.#outletOf(choice.outlet),
      code: "code" in choice ? codeOf(choice.code) : "",
      tag: "tag" in choice || KINDS[kindNumber(kind)]?.group === "tag" ? this.#tagOf(choice) : NO_TAG,
      consent_version: "version" in choice ? optionalText(choice.version, "version", 64) : "",
    };
    return {
      ...about,
      ts: now,
      key_id: keyId,
      chosen_at: this.#momentOf(choice, head, { ...about, ts: now, chosen_at: now }),
      by_guardian: choice.byGuardian === true,
      via: requireWord(choice.via ?? "sdk", "via", ["router", "sdk", "import"]),
    };
  }

  #outletOf(given: unknown): string {
    const outlet = optionalText(given, "outlet", 128);
    if (outlet === "" || !this.#outlets || this.#outlets.has(outlet)) return outlet;
    const known = [...this.#outlets].slice(0, 8).join(", ");
    throw new ControlError("INVALID", `outlet is none of those configured: ${known}`, "outlet");
  }

  #tagOf(choice: Choice): string {
    const tag: unknown = "tag" in choice ? choice.tag : undefined;
    return this.#pseudonyms.tagHex(requireText(tag, "tag", LONGEST_TAG));
  }

  // A choice made now comes after those on record, also where a clock was set back since.
  #momentOf({ chosenAt }: Choice, head: number, now: StoredChoice): number {
    if (chosenAt === undefined) {
      const known = this.#marks.find(head, this.#markOf(now));
      return known < 0 ? now.ts : Math.max(now.ts, (this.#marks.chosenAt[known] ?? 0) + 1);
    }
    const given = requireTime(chosenAt, "chosenAt");
    const ahead = given - now.ts;
    if (ahead <= this.#maxAheadMs) return given;
    throw new ControlError(
      "INVALID",
      `chosenAt is ${ahead} ms in the future; at most ${this.#maxAheadMs} are taken for clocks that differ. Check the clock of whoever sent it`,
      "chosenAt",
    );
  }

  #put(row: StoredChoice): void {
    const mark = this.#markOf(row);
    if (mark.kind >= 0) this.#putMark(Buffer.from(row.subject, "hex"), mark);
  }

  #putMark(subject: Uint8Array, mark: Mark): void {
    const known = this.#marks.find(this.#marks.head(subject), mark);
    if (known < 0) this.#marks.add(subject, mark);
    else if (this.#comesAfter(mark, known)) this.#marks.write(known, mark);
  }

  #markOf(row: StoredChoice): Mark {
    const kind = kindNumber(row.kind);
    const group = KINDS[kind]?.group;
    const { outlets, codes, versions } = this.#reading;
    const { first, second } =
      group === "tag"
        ? tagWords(row.tag)
        : { first: group === "consent" ? codes.numberOf(row.code) : 0, second: 0 };
    return {
      kind,
      outlet: outlets.numberOf(row.outlet),
      first,
      second,
      version: versions.numberOf(row.consent_version),
      chosenAt: row.chosen_at,
      ts: row.ts,
    };
  }

  #comesAfter(mark: Mark, known: number): boolean {
    const marks = this.#marks;
    const { versions } = this.#reading;
    const before = [
      marks.chosenAt[known] ?? 0,
      marks.ts[known] ?? 0,
      protectionOf(marks.kind[known] ?? 0),
    ] as const;
    const now = [mark.chosenAt, mark.ts, protectionOf(mark.kind)] as const;
    for (const [i, value] of now.entries()) {
      const other = before[i] ?? 0;
      if (value !== other) return value > other;
    }
    return versions.nameOf(mark.version) > versions.nameOf(marks.version[known] ?? 0);
  }
}

const LONGEST_ID = 1024;
const NONE: readonly never[] = [];
const NO_TAG = "0".repeat(16);

function protectionOf(kind: number): number {
  return KINDS[kind]?.protection ?? 0;
}

function codeOf(given: unknown): string {
  const code = optionalText(given, "code", 64);
  if (code === "" || /^[A-Z][A-Z0-9_]*(?:\.[A-Z0-9_]+)*$/.test(code)) return code;
  throw new ControlError(
    "INVALID",
    "code is a sensitivity code or a class of them, such as SPI.MED.COND or SPI.MED",
    "code",
  );
}
