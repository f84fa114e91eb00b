import type { Algorithm, Outlet } from "./algorithm.ts";
import { DeliveredItems } from "./cells.ts";
import type { CallTiming, Decision, DecisionResult } from "./decision.ts";
import { DecisionId } from "./decision-id.ts";
import { FeatureSet, noBits } from "./feature-set.ts";
import type { InputCheck } from "./input-check.ts";
import { type Intervention, type InterventionFacts, resolveIntervention } from "./intervention.ts";
import { flagBits, type Item } from "./item.ts";
import type { Opening } from "./opening.ts";
import type { Pseudonym } from "./pseudonym.ts";
import type { DecisionRow, Observation, Purpose, Surface } from "./record/decision-record.ts";
import type { RecorderCore } from "./recorder.ts";
import type { DecisionFacts, UnregisteredUse } from "./rule-port.ts";
import { resolveSubject, type SubjectFacts, type SubjectInput, UNKNOWN_SUBJECT } from "./subject.ts";
import { Reads } from "./tracking/reads.ts";

type MutableCall = { -readonly [K in keyof DecisionRow["calls"][number]]: DecisionRow["calls"][number][K] };

/** A decision that is being recorded. Every public method swallows and reports its own faults. */
export class RecordedDecision implements Decision, DecisionFacts, InputCheck {
  readonly openedAt: number;
  readonly opening: Opening;
  readonly uuid: DecisionId;
  /** One bit per feature, three times over: read, declared, span. */
  readonly bits: number[];
  readonly calls: MutableCall[] = [];
  readonly items: DeliveredItems = new DeliveredItems();
  inputFaults: readonly string[] = NOTHING;
  pseudonym: Pseudonym | undefined;
  subject: SubjectFacts = UNKNOWN_SUBJECT;
  itemFlags = 0;
  isClosed = false;
  hasDelivered = false;
  #interventions: InterventionFacts[] | undefined;
  #declaredUnknown: UnregisteredUse[] | undefined;
  #hasDeclared = false;
  readonly #reads: Reads;
  readonly #startedUs: number;
  readonly #recorder: RecorderCore;

  constructor(recorder: RecorderCore, opening: Opening) {
    this.#recorder = recorder;
    this.opening = opening;
    this.#startedUs = recorder.clock.monotonicUs();
    this.openedAt = recorder.wallTime(this.#startedUs);
    this.uuid = new DecisionId(this.openedAt);
    this.bits = noBits(recorder.featureWords * 3);
    this.#reads = new Reads(this.bits, recorder.late);
  }

  get id(): string {
    return this.uuid.toString();
  }

  get algorithm(): Algorithm {
    return this.opening.compiled.algorithm;
  }

  get outlet(): Outlet | undefined {
    return this.opening.place.outlet;
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
    if (!read) return this.#declaredUnknown ?? NOTHING;
    const uses: UnregisteredUse[] = [];
    for (const { source, path } of read) uses.push({ source, name: path === "" ? "*" : path, how: "read" });
    return this.#declaredUnknown ? [...uses, ...this.#declaredUnknown] : uses;
  }

  identify(subject: SubjectInput): void {
    if (this.isClosed) return;
    try {
      const { id } = subject;
      this.subject = resolveSubject(subject, this);
      if (id === undefined || id === null || id === "") this.pseudonym = undefined;
      else if (typeof id === "string" && id.isWellFormed())
        this.pseudonym = this.#recorder.pseudonyms.subject(id);
      else this.noteBadInput("subject.id");
    } catch (fault) {
      this.#recorder.fault("identify", fault);
    }
  }

  track<T>(source: string, data: T, timing?: CallTiming): T {
    try {
      if (this.isClosed) return data;
      this.#noteCall(source, "read", timing);
      return this.#reads.track(this.#recorder.root(source), data) as T;
    } catch (fault) {
      this.#recorder.fault("track", fault);
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
      this.#recorder.fault("uses", fault);
    }
  }

  usesTags(tags: readonly string[]): void {
    if (this.isClosed) return;
    try {
      this.#reads.noteTags(tags);
    } catch (fault) {
      this.#recorder.fault("usesTags", fault);
    }
  }

  deliver(items: readonly (string | Item)[]): void {
    if (this.isClosed) return;
    this.hasDelivered = true;
    try {
      this.items.reserve(items.length);
      for (const item of items) this.#deliverOne(item);
    } catch (fault) {
      this.#recorder.fault("deliver", fault);
    }
  }

  intervene(intervention: Intervention): void {
    if (this.isClosed) return;
    try {
      const hash = (id: string): string => this.#recorder.pseudonyms.itemHex(id);
      const facts = resolveIntervention(intervention, hash, this);
      (this.#interventions ??= []).push(facts);
    } catch (fault) {
      this.#recorder.fault("intervene", fault);
    }
  }

  close(result?: DecisionResult): void {
    if (this.isClosed) return;
    try {
      this.isClosed = true;
      this.#reads.close();
      this.#recorder.record(this, result);
    } catch (fault) {
      this.#recorder.fault("close", fault);
    }
  }

  /** What the service handed in could not be taken as it was: the record says so, and so does a counter. */
  noteBadInput(name: string): void {
    if (!this.inputFaults.includes(name)) this.inputFaults = [...this.inputFaults, name];
    this.#recorder.badInput(name);
  }

  #noteCall(source: string, how: Observation, timing: CallTiming | undefined): void {
    const tookUs = microseconds((timing?.tookMs ?? 0) * 1000);
    for (const known of this.calls) {
      if (known.source !== source || known.how !== how) continue;
      known.count += 1;
      known.took_us = Math.min(known.took_us + tookUs, MOST_US);
      return;
    }
    if (!source.isWellFormed()) {
      this.noteBadInput("track.source");
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
    const [source = "", ...rest] = name.split(".");
    if (!name.isWellFormed() || name.length > 256) {
      this.noteBadInput("uses.name");
      return;
    }
    (this.#declaredUnknown ??= []).push({ source, name: rest.join(".") || "*", how: "declared" });
  }

  #deliverOne(given: string | Item): void {
    const id = typeof given === "string" ? given : given.id;
    if (typeof id !== "string" || id === "") {
      this.noteBadInput("item.id");
      return;
    }
    let score = Number.NaN;
    let flags = 0;
    if (typeof given !== "string") {
      if (given.score !== undefined) score = this.#score(given.score);
      if (given.flags !== undefined && given.flags.length > 0) flags = flagBits(given.flags, this);
    }
    this.itemFlags |= flags;
    this.items.add(this.#recorder.pseudonyms.item(id), score, flags);
  }

  #score(score: number): number {
    if (Number.isFinite(score)) return score;
    this.noteBadInput("item.score");
    return Number.NaN;
  }
}

const NOTHING: readonly never[] = [];
const MOST_US = 0xffff_ffff;

function microseconds(value: number): number {
  return value > 0 ? Math.min(Math.round(value), MOST_US) : 0;
}
