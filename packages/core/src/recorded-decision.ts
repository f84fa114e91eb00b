import type { Algorithm, Outlet } from "./algorithm.ts";
import { DeliveredItems } from "./cells.ts";
import { DataUse } from "./data-use.ts";
import type { Decision, DecisionResult } from "./decision.ts";
import type { DecisionContext } from "./decision-context.ts";
import { FeatureSet } from "./feature-set.ts";
import { DecisionId } from "./decision-id.ts";
import { type Intervention, type InterventionFacts, resolveIntervention } from "./intervention.ts";
import { flagBits, type Item } from "./item.ts";
import type { Opening } from "./opening.ts";
import type { KeyedPseudonyms, Pseudonym } from "./pseudonym.ts";
import { type DecisionDetails, type DetailFacts, resolveDetails } from "./details.ts";
import type { HeldBack, Hold } from "./hold.ts";
import { type PricedItem, type PriceFacts, resolvePrices } from "./price.ts";
import type { DecisionMode, DecisionRow, Purpose, Surface } from "./record/decision-record.ts";
import { type Receipt, SequenceReceipt } from "./receipt.ts";
import type { RecorderCore } from "./recorder-core.ts";
import type { DecisionFacts } from "./rule-port.ts";
import type { Meeting } from "./subject-port.ts";
import { resolveSubject, type SubjectFacts, type SubjectInput, UNKNOWN_SUBJECT } from "./subject.ts";
import { isObject, TRACKER, untracked } from "./tracking/recognise.ts";

type HeldItem = DecisionRow["items_held"][number];

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
  /** What the rules said of it when it opened, and when somebody said who is asking. */
  hold: Hold | undefined;
  #details: DetailFacts | undefined;
  #prices: PriceFacts[] | undefined;
  #itemsHeld: readonly HeldItem[] | undefined;
  #interventions: InterventionFacts[] | undefined;
  #seq = 0;

  constructor(recorder: RecorderCore, opening: Opening, context: DecisionContext) {
    super(recorder, opening.compiled.judge?.enforces);
    this.opening = opening;
    this.context = context;
    this.pseudonyms = recorder.pseudonyms.current;
    this.uuid = new DecisionId(this.openedAt);
    this.#holdAnew();
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

  get mode(): DecisionMode {
    return this.hold?.mode ?? "as_requested";
  }

  get blockedBy(): string {
    return this.hold?.blockedBy ?? "";
  }

  get details(): DetailFacts {
    return this.#details ?? this.opening.details;
  }

  get prices(): readonly PriceFacts[] {
    return this.#prices ?? NOTHING;
  }

  get itemsHeld(): DecisionRow["items_held"] {
    return this.#itemsHeld ?? NOTHING;
  }

  get itemKinds(): ReadonlyMap<number, number> {
    return this.itemFlags === 0 ? NO_KINDS : this.items.kinds();
  }

  get held(): HeldBack | undefined {
    const { guard } = this.reads;
    if (!this.hold && !this.#itemsHeld && !guard?.hasHeld) return undefined;
    const items = this.itemsHeld.map(({ flags }) => flags);
    if (!guard) return { features: FeatureSet.empty(0), unregistered: 0, tags: NOTHING, items };
    return { features: guard.features, unregistered: guard.unregistered.size, tags: [...guard.tags], items };
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
      this.subject = this.#completed(facts);
      this.#holdAnew();
    } catch (fault) {
      this.failed("identify", fault);
    }
  }

  admit<T extends string | Item>(items: readonly T[]): readonly T[] {
    const refuses = this.hold?.refusesItem;
    if (!refuses || this.isClosed) return items;
    try {
      if (!isList(items)) {
        this.noteBadInput("admit.items");
        return items;
      }
      const held: HeldItem[] = [];
      const admitted = items.filter((item) => this.#admits(item, refuses, held));
      if (held.length > 0) this.#itemsHeld = [...this.itemsHeld, ...held];
      return admitted;
    } catch (fault) {
      this.failed("admit", fault);
      return items;
    }
  }

  describe(details: DecisionDetails): void {
    if (this.isClosed) return;
    try {
      this.#details = resolveDetails(untracked(details), this.details, this);
      this.#holdAnew();
    } catch (fault) {
      this.failed("describe", fault);
    }
  }

  price(items: readonly PricedItem[]): void {
    if (this.isClosed) return;
    try {
      const hash = (domain: "item" | "conditions", text: string): string =>
        domain === "item" ? this.pseudonyms.itemHex(text) : this.pseudonyms.conditionsHex(text);
      (this.#prices ??= []).push(...resolvePrices(items, hash, this));
    } catch (fault) {
      this.failed("price", fault);
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

  /** With what ledgers know. */
  #completed(facts: SubjectFacts): SubjectFacts {
    const { subjects } = this.recorder;
    if (!subjects || !this.pseudonym) return facts;
    try {
      const known: unknown = subjects.complete(facts, this.pseudonym, this.#meeting);
      if (isObject(known)) return known as SubjectFacts;
      throw new TypeError(`a ledger completed a subject with ${typeof known}`);
    } catch (fault) {
      this.failed("subjects", fault);
      return facts;
    }
  }

  get #meeting(): Meeting {
    return { at: this.openedAt, outlet: this.outlet?.id ?? "" };
  }

  #holdAnew(): void {
    const { judge } = this.opening.compiled;
    if (!judge?.hold) return;
    try {
      this.hold = judge.hold(this);
    } catch (fault) {
      this.hold = undefined;
      this.failed("rules.hold", fault);
    }
    this.reads.guard?.hold(this.hold);
  }

  /** Whether an item may be delivered; `held` grows by one that may not. */
  #admits(given: string | Item, refuses: (flags: number) => boolean, held: HeldItem[]): boolean {
    const item: unknown = typeof given === "string" ? { id: given } : itemBehind(given);
    const { id, flags } = (item ?? NO_ITEM) as { [K in keyof Item]?: unknown };
    const bits = flags === undefined || flags === null ? 0 : flagBits(flags, this);
    if (!refuses(bits)) return true;
    const isId = typeof id === "string" && id !== "" && id.isWellFormed();
    held.push({ id: isId ? this.pseudonyms.itemHex(id) : NO_ITEM_HEX, flags: bits });
    return false;
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
const NO_KINDS: ReadonlyMap<number, number> = new Map();
const NO_ITEM = {};
const NO_ITEM_HEX = "0".repeat(16);

function isList(given: unknown): boolean {
  return Array.isArray(given);
}

// Its own look at the key, beside `untracked`: items are of few shapes, and V8 remembers them for each place.
function itemBehind(given: unknown): unknown {
  if (!isObject(given)) return given;
  try {
    return (given as { readonly [TRACKER]?: unknown })[TRACKER] === undefined ? given : untracked(given);
  } catch {
    return given; // a proxy of the service's own that knows no such key
  }
}
