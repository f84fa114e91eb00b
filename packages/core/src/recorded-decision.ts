import type { Algorithm, Outlet } from "./algorithm.ts";
import { DeliveredItems, type EncodedCells } from "./cells.ts";
import type { CallTiming, Decision, DecisionResult } from "./decision.ts";
import { DecisionId } from "./decision-id.ts";
import { FeatureSet, noBits } from "./feature-set.ts";
import { placeOfFeature } from "./catalog.ts";
import { type InputCheck, isName } from "./input-check.ts";
import { type Intervention, type InterventionFacts, resolveIntervention } from "./intervention.ts";
import { flagBits, type Item } from "./item.ts";
import type { Opening } from "./opening.ts";
import type { KeyedPseudonyms, Pseudonym } from "./pseudonym.ts";
import type { DecisionRow, Observation, Purpose, Surface } from "./record/decision-record.ts";
import { type Receipt, SequenceReceipt } from "./receipt.ts";
import type { RecorderCore } from "./recorder.ts";
import type { DecisionFacts, UnregisteredUse } from "./rule-port.ts";
import { resolveSubject, type SubjectFacts, type SubjectInput, UNKNOWN_SUBJECT } from "./subject.ts";
import { plainPath } from "./tracking/path-node.ts";
import { isObject, TRACKER, untracked } from "./tracking/recognise.ts";
import { Reads } from "./tracking/reads.ts";

type MutableCall = { -readonly [K in keyof DecisionRow["calls"][number]]: DecisionRow["calls"][number][K] };

/** A decision that is being recorded. Every public method swallows and reports its own faults. */
export class RecordedDecision implements Decision, DecisionFacts, InputCheck {
  readonly openedAt: number;
  readonly opening: Opening;
  /** The columns from `trace_id` to `parent`. */
  readonly contextCells: EncodedCells;
  readonly uuid: DecisionId;
  /** One bit per feature, three times over: read, declared, span. */
  readonly bits: number[];
  readonly calls: MutableCall[] = [];
  readonly items: DeliveredItems = new DeliveredItems();
  inputFaults: readonly string[] = NOTHING;
  /** One key makes all pseudonyms of a decision, whenever keys are rotated. */
  readonly pseudonyms: KeyedPseudonyms;
  pseudonym: Pseudonym | undefined;
  subject: SubjectFacts = UNKNOWN_SUBJECT;
  itemFlags = 0;
  isClosed = false;
  hasDelivered = false;
  #interventions: InterventionFacts[] | undefined;
  #declaredUnknown: Map<string, UnregisteredUse> | undefined;
  #hasDeclared = false;
  #seq = 0;
  readonly #reads: Reads;
  readonly #startedUs: number;
  readonly #recorder: RecorderCore;

  constructor(recorder: RecorderCore, opening: Opening, contextCells: EncodedCells) {
    this.#recorder = recorder;
    this.opening = opening;
    this.contextCells = contextCells;
    this.pseudonyms = recorder.pseudonyms.current;
    this.#startedUs = recorder.clock.monotonicUs();
    this.openedAt = recorder.wallTime(this.#startedUs);
    this.uuid = new DecisionId(this.openedAt);
    this.bits = noBits(recorder.featureWords * 3);
    this.#reads = new Reads(this.bits, recorder.late);
  }

  get id(): string {
    return this.uuid.toString();
  }

  get receipt(): Receipt {
    return new SequenceReceipt(() => this.#seq, this.#recorder.progress);
  }

  get algorithm(): Algorithm {
    return this.opening.compiled.algorithm;
  }

  get outlet(): Outlet | undefined {
    return this.opening.outlet;
  }

  get purpose(): Purpose {
    return this.opening.purpose;
  }

  elapsedUs(): number {
    return this.#recorder.clock.monotonicUs() - this.#startedUs;
  }

  get surface(): Surface {
    return this.outlet?.surface ?? "other";
  }

  get interventions(): readonly InterventionFacts[] {
    return this.#interventions ?? NOTHING;
  }

  get tagsUsed(): readonly string[] {
    return this.#reads.tags ? [...this.#reads.tags] : NOTHING;
  }

  /** What was used, however it is known. */
  get used(): FeatureSet {
    // The first third is what was read; nothing else is set then.
    if (!this.#hasDeclared) return new FeatureSet(this.bits);
    const words = this.#recorder.featureWords;
    const used = FeatureSet.empty(words * 32);
    for (let i = 0; i < this.bits.length; i += 1)
      used.words[i % words] = (used.words[i % words] ?? 0) | (this.bits[i] ?? 0);
    return used;
  }

  get unregistered(): readonly UnregisteredUse[] {
    const read = this.#reads.unregistered;
    const declared = this.#declaredUnknown;
    if (!read && !declared) return NOTHING;
    const uses: UnregisteredUse[] = [];
    for (const { source, path } of read ?? NOTHING) uses.push({ source, name: path || "*", how: "read" });
    return declared ? [...uses, ...declared.values()] : uses;
  }

  identify(given: SubjectInput): void {
    if (this.isClosed) return;
    try {
      const subject = untracked(given);
      const facts = resolveSubject(subject, this);
      this.pseudonym = this.#pseudonymOf(subject.id);
      this.subject = facts;
    } catch (fault) {
      this.#failed("identify", fault);
    }
  }

  track<T>(source: string, data: T, timing?: CallTiming): T {
    try {
      if (this.isClosed) return data;
      if (!isName(source)) {
        this.noteBadInput("track.source");
        return data;
      }
      const root = this.#recorder.root(source);
      this.#noteCall(root.source, "read", timing);
      return this.#reads.track(root, data) as T;
    } catch (fault) {
      this.#failed("track", fault);
    }
    return data;
  }

  async read<T>(source: string, load: () => T | Promise<T>): Promise<T> {
    const startedUs = this.elapsedUs();
    const data = await load();
    const tookUs = this.elapsedUs() - startedUs;
    return this.track(source, data, { startedAt: this.openedAt + startedUs / 1000, tookMs: tookUs / 1000 });
  }

  uses(...features: readonly string[]): void {
    if (this.isClosed) return;
    try {
      for (const name of features) this.#declare(name);
    } catch (fault) {
      this.#failed("uses", fault);
    }
  }

  usesTags(tags: readonly string[]): void {
    if (this.isClosed) return;
    try {
      const given: unknown = untracked(tags);
      const areTags = Array.isArray(given) && given.every((tag) => typeof tag === "string");
      if (!areTags) this.noteBadInput("usesTags.tags");
      this.#reads.noteTags(given);
    } catch (fault) {
      this.#failed("usesTags", fault);
    }
  }

  deliver(items: readonly (string | Item)[]): void {
    if (this.isClosed) return;
    this.hasDelivered = true;
    try {
      const given: unknown = untracked(items);
      if (!Array.isArray(given)) {
        this.noteBadInput("deliver.items");
        return;
      }
      this.items.reserve(given.length);
      for (const item of given as readonly unknown[]) this.#deliverOne(item);
    } catch (fault) {
      this.#failed("deliver", fault);
    }
  }

  intervene(intervention: Intervention): void {
    if (this.isClosed) return;
    try {
      const hash = (id: string): string => this.pseudonyms.itemHex(id);
      const facts = resolveIntervention(untracked(intervention), hash, this);
      (this.#interventions ??= []).push(facts);
    } catch (fault) {
      this.#failed("intervene", fault);
    }
  }

  close(result?: DecisionResult): void {
    if (this.isClosed) return;
    try {
      this.isClosed = true;
      this.#reads.close();
      this.#seq = this.#recorder.record(this, result);
    } catch (fault) {
      this.#recorder.fault("close", fault);
    }
  }

  /** What the service handed in could not be taken as it was: the record says so, and so does a counter. */
  noteBadInput(name: string): void {
    const known = isName(name) ? name : "?";
    this.noteGap(known);
    this.#recorder.badInput(known);
  }

  /** The record says that something of the decision is missing from it. */
  noteGap(name: string): void {
    if (!this.inputFaults.includes(name)) this.inputFaults = [...this.inputFaults, name];
  }

  // A fault of ours that cost a part of the record must not look as if there had been nothing.
  #failed(where: string, fault: unknown): void {
    this.noteGap(`${where}.failed`);
    this.#recorder.fault(where, fault);
  }

  #pseudonymOf(id: unknown): Pseudonym | undefined {
    if (id === undefined || id === null || id === "") return undefined;
    if (typeof id === "string" && id.isWellFormed()) return this.pseudonyms.subject(id);
    this.noteBadInput("subject.id");
    return undefined;
  }

  #noteCall(source: string, how: Observation, timing: CallTiming | undefined): void {
    const tookUs = microseconds((timing?.tookMs ?? 0) * 1000);
    for (const known of this.calls) {
      if (known.source !== source || known.how !== how) continue;
      known.count += 1;
      known.took_us = Math.min(known.took_us + tookUs, MOST_US);
      return;
    }
    const startedAt = timing?.startedAt;
    const atUs = microseconds(
      startedAt === undefined ? this.elapsedUs() : (startedAt - this.openedAt) * 1000,
    );
    this.calls.push({ source, how, at_us: atUs, took_us: tookUs, count: 1 });
  }

  #declare(name: string): void {
    const feature = this.#recorder.catalog.feature(name);
    if (feature) {
      const word = this.#recorder.featureWords + (feature.number >>> 5);
      this.bits[word] = (this.bits[word] ?? 0) | (1 << (feature.number & 31));
      this.#hasDeclared = true;
      if (!this.calls.some((call) => call.source === feature.source))
        this.#noteCall(feature.source, "declared", undefined);
      return;
    }
    if (!isName(name)) {
      this.noteBadInput("uses.name");
      return;
    }
    this.#declareUnknown(name);
  }

  #declareUnknown(name: string): void {
    const { source, path } = placeOfFeature({ name });
    const use: UnregisteredUse = { source: plainPath(source), name: plainPath(path) || "*", how: "declared" };
    const known = (this.#declaredUnknown ??= new Map());
    const isRoom = known.size < MOST_UNKNOWN;
    known.set(isRoom ? `${use.source}.${use.name}` : "*", isRoom ? use : { ...use, source: "*", name: "*" });
  }

  #deliverOne(given: unknown): void {
    if (typeof given === "string") {
      this.#addItem(given, Number.NaN, 0);
      return;
    }
    const { id, score, flags } = (itemBehind(given) ?? NO_ITEM) as { [K in keyof Item]?: unknown };
    const bits = flags === undefined || flags === null ? 0 : flagBits(flags, this);
    this.#addItem(id, score === undefined || score === null ? Number.NaN : this.#score(score), bits);
  }

  #addItem(id: unknown, score: number, flags: number): void {
    let pseudonym = this.pseudonyms.recentItem(id as string);
    if (!pseudonym) {
      if (typeof id !== "string" || id === "" || !id.isWellFormed()) {
        this.noteBadInput("item.id");
        return;
      }
      pseudonym = this.pseudonyms.item(id);
    }
    this.itemFlags |= flags;
    this.items.add(pseudonym, score, flags);
  }

  #score(score: unknown): number {
    if (typeof score === "number" && Number.isFinite(Math.fround(score))) return score;
    this.noteBadInput("item.score");
    return Number.NaN;
  }
}

const NOTHING: readonly never[] = [];
const NO_ITEM = {};
/** Undeclared features that one decision may declare as used; what comes after is recorded as `*`. */
const MOST_UNKNOWN = 256;
const MOST_US = 0xffff_ffff;

// Its own look at the key, beside `untracked`: items are of few shapes, and V8 remembers them for each place.
function itemBehind(given: unknown): unknown {
  if (!isObject(given)) return given;
  try {
    return (given as { readonly [TRACKER]?: unknown })[TRACKER] === undefined ? given : untracked(given);
  } catch {
    return given; // a proxy of the service's own that knows no such key
  }
}

function microseconds(value: number): number {
  return value > 0 ? Math.min(Math.round(value), MOST_US) : 0;
}
