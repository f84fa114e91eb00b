import type { Algorithm, Outlet } from "./algorithm.ts";
import { DeliveredItems } from "./cells.ts";
import { DataUse } from "./data-use.ts";
import type { Decision, DecisionResult } from "./decision.ts";
import type { DecisionContext } from "./decision-context.ts";
import { DecisionId } from "./decision-id.ts";
import { type Intervention, type InterventionFacts, resolveIntervention } from "./intervention.ts";
import { flagBits, type Item } from "./item.ts";
import type { Opening } from "./opening.ts";
import type { KeyedPseudonyms, Pseudonym } from "./pseudonym.ts";
import type { Purpose, Surface } from "./record/decision-record.ts";
import { type Receipt, SequenceReceipt } from "./receipt.ts";
import type { RecorderCore } from "./recorder-core.ts";
import type { DecisionFacts } from "./rule-port.ts";
import { resolveSubject, type SubjectFacts, type SubjectInput, UNKNOWN_SUBJECT } from "./subject.ts";
import { isObject, TRACKER, untracked } from "./tracking/recognise.ts";

/** A decision that is being recorded. Every public method swallows and reports its own faults. */
export class RecordedDecision extends DataUse implements Decision, DecisionFacts {
  readonly opening: Opening;
  readonly context: DecisionContext;
  readonly uuid: DecisionId;
  readonly items: DeliveredItems = new DeliveredItems();
  /** One key makes all pseudonyms of a decision, whenever keys are rotated. */
  readonly pseudonyms: KeyedPseudonyms;
  pseudonym: Pseudonym | undefined;
  subject: SubjectFacts = UNKNOWN_SUBJECT;
  itemFlags = 0;
  hasDelivered = false;
  #interventions: InterventionFacts[] | undefined;
  #seq = 0;

  constructor(recorder: RecorderCore, opening: Opening, context: DecisionContext) {
    super(recorder);
    this.opening = opening;
    this.context = context;
    this.pseudonyms = recorder.pseudonyms.current;
    this.uuid = new DecisionId(this.openedAt);
  }

  get id(): string {
    return this.uuid.toString();
  }

  get receipt(): Receipt {
    return new SequenceReceipt(() => this.#seq, this.recorder.progress);
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

  get surface(): Surface {
    return this.outlet?.surface ?? "other";
  }

  get interventions(): readonly InterventionFacts[] {
    return this.#interventions ?? NOTHING;
  }

  get tagsUsed(): readonly string[] {
    return this.reads.tags ? [...this.reads.tags] : NOTHING;
  }

  identify(given: SubjectInput): void {
    if (this.isClosed) return;
    try {
      const subject = untracked(given);
      const facts = resolveSubject(subject, this);
      this.pseudonym = this.#pseudonymOf(subject.id);
      this.subject = facts;
    } catch (fault) {
      this.failed("identify", fault);
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
      this.failed("deliver", fault);
    }
  }

  intervene(intervention: Intervention): void {
    if (this.isClosed) return;
    try {
      const hash = (id: string): string => this.pseudonyms.itemHex(id);
      const facts = resolveIntervention(untracked(intervention), hash, this);
      (this.#interventions ??= []).push(facts);
    } catch (fault) {
      this.failed("intervene", fault);
    }
  }

  close(result?: DecisionResult): void {
    if (this.isClosed) return;
    try {
      this.isClosed = true;
      this.reads.close();
      this.#seq = this.recorder.record(this, result);
    } catch (fault) {
      this.recorder.fault("close", fault);
    }
  }

  #pseudonymOf(id: unknown): Pseudonym | undefined {
    if (id === undefined || id === null || id === "") return undefined;
    if (typeof id === "string" && id.isWellFormed()) return this.pseudonyms.subject(id);
    this.noteBadInput("subject.id");
    return undefined;
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

// Its own look at the key, beside `untracked`: items are of few shapes, and V8 remembers them for each place.
function itemBehind(given: unknown): unknown {
  if (!isObject(given)) return given;
  try {
    return (given as { readonly [TRACKER]?: unknown })[TRACKER] === undefined ? given : untracked(given);
  } catch {
    return given; // a proxy of the service's own that knows no such key
  }
}
