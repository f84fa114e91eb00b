import { placeOfFeature } from "./catalog.ts";
import type { CallTiming } from "./decision.ts";
import { FeatureSet, noBits } from "./feature-set.ts";
import { type InputCheck, isName } from "./input-check.ts";
import type { ObservedCall } from "./observed-call.ts";
import type { DecisionRow, Observation } from "./record/decision-record.ts";
import type { RecorderCore } from "./recorder-core.ts";
import type { UnregisteredUse } from "./rule-port.ts";
import { SpanCalls } from "./span-calls.ts";
import { plainPath } from "./tracking/path-node.ts";
import { Guard } from "./tracking/guard.ts";
import { GuardedReads } from "./tracking/guarded-reads.ts";
import { untracked } from "./tracking/recognise.ts";
import { Reads } from "./tracking/reads.ts";

type MutableCall = { -readonly [K in keyof DecisionRow["calls"][number]]: DecisionRow["calls"][number][K] };

/**
 * Which data was used, as long as something is open that uses it: a decision, or a call that another service's decision
 * caused. No method throws because of Probity.
 */
export abstract class DataUse implements InputCheck {
  readonly openedAt: number;
  /** One bit per feature, three times over: read, declared, span. */
  readonly bits: number[];
  readonly calls: MutableCall[] = [];
  inputFaults: readonly string[] = NOTHING;
  isClosed = false;
  protected readonly recorder: RecorderCore;
  protected readonly reads: Reads;
  readonly #startedUs: number;
  #spans: SpanCalls | undefined;
  #unknown: Map<string, UnregisteredUse> | undefined;

  /** `isGuarded` says that rules may hold back a part of what is read. */
  constructor(recorder: RecorderCore, isGuarded = false) {
    this.recorder = recorder;
    this.#startedUs = recorder.clock.monotonicUs();
    this.openedAt = recorder.wallTime(this.#startedUs);
    this.bits = noBits(recorder.featureWords * 3);
    this.reads = isGuarded ? this.#guarded() : new Reads(this.bits, recorder.late);
  }

  elapsedUs(): number {
    return this.recorder.clock.monotonicUs() - this.#startedUs;
  }

  get spans(): DecisionRow["spans"] {
    return this.#spans?.all ?? NOTHING;
  }

  /** What was used, however it is known. */
  get used(): FeatureSet {
    const words = this.recorder.featureWords;
    // The first third is what was read; as a rule nothing else is set.
    if (!hasAny(this.bits, words)) return new FeatureSet(this.bits);
    const used = FeatureSet.empty(words * 32);
    for (let i = 0; i < this.bits.length; i += 1)
      used.words[i % words] = (used.words[i % words] ?? 0) | (this.bits[i] ?? 0);
    return used;
  }

  get unregistered(): readonly UnregisteredUse[] {
    const read = this.reads.unregistered;
    if (!read) return this.#unknown ? [...this.#unknown.values()] : NOTHING;
    const uses: UnregisteredUse[] = [];
    for (const { source, path } of read) uses.push({ source, name: path || "*", how: "read" });
    return this.#unknown ? [...uses, ...this.#unknown.values()] : uses;
  }

  track<T>(source: string, data: T, timing?: CallTiming): T {
    try {
      if (this.isClosed) return data;
      if (!isName(source)) {
        this.noteBadInput("track.source");
        return data;
      }
      const root = this.recorder.root(source);
      this.#noteCall(root.source, "read", timing);
      return this.reads.track(root, data) as T;
    } catch (fault) {
      this.failed("track", fault);
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
      for (const name of features) {
        const source = this.#use(name, "declared");
        if (source !== undefined && !this.calls.some((call) => call.source === source))
          this.#noteCall(source, "declared", undefined);
      }
    } catch (fault) {
      this.failed("uses", fault);
    }
  }

  usesTags(tags: readonly string[]): void {
    if (this.isClosed) return;
    try {
      const given: unknown = untracked(tags);
      const areTags = Array.isArray(given) && given.every((tag) => typeof tag === "string");
      if (!areTags) this.noteBadInput("usesTags.tags");
      this.reads.noteTags(given);
    } catch (fault) {
      this.failed("usesTags", fault);
    }
  }

  observe(call: ObservedCall): void {
    try {
      const isMapped = isName(call.source);
      this.recorder.spanSeen(this.isClosed ? "late" : isMapped ? "mapped" : "unmapped");
      if (this.isClosed) return;
      const source = isMapped ? this.recorder.root(call.source).source : "";
      if (isMapped) this.#noteCall(source, "span", call);
      for (const name of call.features) this.#use(name, "span");
      const atUs = microseconds((call.startedAt - this.openedAt) * 1000);
      const tookUs = microseconds(call.tookMs * 1000);
      const isWhole = (this.#spans ??= new SpanCalls()).add(call, source, atUs, tookUs);
      if (!isWhole) this.noteGap("spans.truncated");
    } catch (fault) {
      this.failed("observe", fault);
    }
  }

  /** What the service handed in could not be taken as it was: the record says so, and so does a counter. */
  noteBadInput(name: string): void {
    const known = isName(name) ? name : "?";
    this.noteGap(known);
    this.recorder.badInput(known);
  }

  /** The record says that something is missing from it. */
  noteGap(name: string): void {
    if (!this.inputFaults.includes(name)) this.inputFaults = [...this.inputFaults, name];
  }

  /** A fault of ours that cost a part of the record must not look as if there had been nothing. */
  failed(where: string, fault: unknown): void {
    this.noteGap(`${where}.failed`);
    this.recorder.fault(where, fault);
  }

  #guarded(): Reads {
    const guard = new Guard(this.recorder.featureWords * 32, {
      failed: (fault) => this.failed("rules.hold", fault),
      withheldUnseen: () => this.noteBadInput("hold.method"),
    });
    return new GuardedReads(this.bits, this.recorder.late, guard);
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

  /** Notes the use of a feature by name. Gives its source if the catalog has it. */
  #use(name: string, how: "declared" | "span"): string | undefined {
    const feature = this.recorder.catalog.feature(name);
    if (feature) {
      const third = how === "declared" ? 1 : 2;
      const word = this.recorder.featureWords * third + (feature.number >>> 5);
      this.bits[word] = (this.bits[word] ?? 0) | (1 << (feature.number & 31));
      return feature.source;
    }
    if (isName(name)) this.#useUnknown(name, how);
    else this.noteBadInput(how === "declared" ? "uses.name" : "observe.features");
    return undefined;
  }

  #useUnknown(name: string, how: "declared" | "span"): void {
    const { source, path } = placeOfFeature({ name });
    const use: UnregisteredUse = { source: plainPath(source), name: plainPath(path) || "*", how };
    const known = (this.#unknown ??= new Map());
    const isRoom = known.size < MOST_UNKNOWN;
    const key = isRoom ? `${use.source}.${use.name}` : "*";
    if (!known.has(key)) known.set(key, isRoom ? use : { ...use, source: "*", name: "*" });
  }
}

/** Whether a bit is set from that word on. */
function hasAny(bits: readonly number[], from: number): boolean {
  for (let i = from; i < bits.length; i += 1) if (bits[i] !== 0) return true;
  return false;
}

const NOTHING: readonly never[] = [];
/** Undeclared features that are kept apart; what comes after is recorded as `*`. */
const MOST_UNKNOWN = 256;
const MOST_US = 0xffff_ffff;

function microseconds(value: number): number {
  return value > 0 ? Math.min(Math.round(value), MOST_US) : 0;
}
