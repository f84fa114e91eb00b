import { SpanKind, type TimeInput } from "@opentelemetry/api";
import {
  type Catalog,
  currentDecision,
  type Decision,
  type ObservedCall,
  type SpanRule,
} from "@probity/core";
import { OpenTelemetryError } from "../errors.ts";
import type { CallFacts, CallPart } from "./call-facts.ts";
import { KnownForms } from "./known-forms.ts";
import { namesIn } from "./known-names.ts";
import { type Mapped, Mapping } from "./mapping.ts";
import { plainField, plainHost } from "./plain-names.ts";
import { DB_SYSTEM, type SpanAttributes, textOf } from "./semconv.ts";
import { SpanClock } from "./span-clock.ts";
import { SpanReader } from "./span-facts.ts";
import { failedBy } from "./span-failure.ts";

export interface SpanObserverOptions {
  readonly catalog: Catalog;
  /** Mapping rules; what they don't say follows from the catalog. @default [] */
  readonly rules?: readonly SpanRule[];
  /** Told of faults inside, of statements that can't be read (`otel.sql`) and of rules without calls (`otel.rules`). */
  readonly onFault: (where: string, fault: unknown) => void;
  /** @default currentDecision */
  readonly current?: () => Decision | undefined;
}

/** What is known of a span when it starts. */
export interface StartedSpan {
  readonly kind: SpanKind | undefined;
  readonly name: string;
  readonly attributes?: SpanAttributes | undefined;
  /** @default now */
  readonly startTime?: TimeInput | undefined;
}

/** What is known of a span when it ends. */
export interface EndedSpan {
  /** All of its attributes, or those that came after the start. */
  readonly attributes?: SpanAttributes | undefined;
  /** Its status says that it failed. @default false */
  readonly isFailed?: boolean;
  /** @default now */
  readonly endTime?: TimeInput | undefined;
}

/** A span that may be a data call of a decision. Whoever holds the span holds it: nothing else does. */
export interface OpenCall {
  readonly decision: Decision;
  readonly span: StartedSpan;
  readonly startedAt: number;
}

/** Makes data calls of client spans: whoever sees spans tells it of them. No method throws. */
export class SpanObserver {
  readonly #mapping: Mapping;
  readonly #reader: SpanReader;
  readonly #isKnown: (name: string) => boolean;
  readonly #onFault: (where: string, fault: unknown) => void;
  readonly #current: () => Decision | undefined;
  readonly #clock: SpanClock = new SpanClock();
  readonly #unread: Set<string> = new Set();
  readonly #known: KnownForms<readonly PlainCall[]> = new KnownForms();
  #calls = 0;

  /** Throws `INVALID_RULE` for a rule that can't be used. */
  constructor({ catalog, rules = [], onFault, current = currentDecision }: SpanObserverOptions) {
    this.#mapping = new Mapping(catalog, rules);
    const names = namesIn(catalog, rules);
    this.#isKnown = (name) => names.has(name);
    this.#reader = new SpanReader(this.#isKnown);
    this.#onFault = onFault;
    this.#current = current;
  }

  /** Undefined outside of a decision that is open, and for a span that is no client's: neither costs more than a look. */
  start(span: StartedSpan): OpenCall | undefined {
    try {
      if (!isOfClient(span)) return undefined;
      const decision = this.#current();
      if (!decision || decision.isClosed) return undefined;
      return { decision, span, startedAt: this.#clock.at(span.startTime) };
    } catch (fault) {
      this.#onFault("otel.span", fault);
      return undefined;
    }
  }

  end({ decision, span, startedAt }: OpenCall, ended: EndedSpan = {}): void {
    try {
      const attributes = together(span.attributes, ended.attributes);
      const facts = this.#reader.read({ kind: span.kind ?? SpanKind.INTERNAL, name: span.name, attributes });
      if (!facts) return;
      const tookMs = Math.max(0, this.#clock.at(ended.endTime) - startedAt);
      const failed = ended.isFailed === true || failedBy(attributes);
      if (facts.content.isUnread) this.#noteUnread(facts, decision);
      for (const call of this.#callsOf(facts)) decision.observe(observed(call, startedAt, tookMs, failed));
      this.#count();
    } catch (fault) {
      this.#onFault("otel.span", fault);
    }
  }

  /** The positions of the rules that no call has fitted so far. */
  unusedRules(): number[] {
    return this.#mapping.unused();
  }

  #callsOf(facts: CallFacts): readonly PlainCall[] {
    const known = this.#known.get(facts);
    if (known) return known;
    const calls = this.#map(facts);
    this.#known.set(facts, calls);
    return calls;
  }

  #map(facts: CallFacts): PlainCall[] {
    const { parts, loose } = facts.content;
    const mapped = parts.map((part) => ({ part, to: this.#mapping.find(facts, part) }));
    // Columns of no certain table that no source declares count for the first table that nothing is known of.
    const undeclared = loose.filter((field) => !mapped.some(({ to }) => to?.features.has(field)));
    const unknownAt = Math.max(
      0,
      mapped.findIndex(({ to }) => to === undefined),
    );
    return mapped.flatMap(({ part, to }, at) => {
      if (to && to.source === undefined) return [];
      // What only writes is no data call, unless a rule is about it.
      if (part.reads.isWrite && !to?.isByRule) return [];
      const declared = to ? loose.filter((field) => to.features.has(field)) : [];
      return [this.#call(facts, part, to, at === unknownAt ? [...declared, ...undeclared] : declared)];
    });
  }

  #call(
    { place, content }: CallFacts,
    part: CallPart,
    to: Mapped | undefined,
    loose: readonly string[],
  ): PlainCall {
    const { system, host, port, database } = place;
    const reads =
      loose.length === 0 ? part.reads : { ...part.reads, selected: [...part.reads.selected, ...loose] };
    const shown = (field: string): string => plainField(field, this.#isKnown);
    const filtered = reads.filtered.filter((field) => to?.features.has(field));
    const isAll = reads.isWhole && !reads.isOpaque;
    const fields = [...(isAll ? ["*"] : []), ...new Set([...reads.selected, ...filtered].map(shown))];
    // What a rule says that an answer yields, which can't be looked into, is all that it yields.
    const isSaid = reads.isOpaque && to !== undefined && to.always.length > 0;
    const seen = to && !isSaid ? to.features.of(reads, shown) : [];
    const always = reads.isWrite && to ? [] : (to?.always ?? []);
    return {
      source: to?.source ?? "",
      system,
      host: plainHost(port === undefined || host === "" ? host : `${host}:${port}`),
      database,
      operation: content.operation,
      target: to?.target ?? part.target,
      statement: content.statement,
      fields: fields.slice(0, MOST_FIELDS),
      features: [...new Set([...seen, ...always])],
    };
  }

  /** A statement is told of once; each decision that it was a part of says that something is missing. */
  #noteUnread({ place: { system }, content: { statement, operation } }: CallFacts, decision: Decision): void {
    decision.noteBadInput("span.statement");
    if (this.#unread.has(statement) || this.#unread.size >= MOST_UNREAD) return;
    this.#unread.add(statement);
    const which = statement === "" ? "too many statements a second" : `a statement with digest ${statement}`;
    const message = `${which} (${system} ${operation}) could not be read: its columns are not in the record`;
    this.#onFault("otel.sql", new OpenTelemetryError("UNREADABLE_STATEMENT", message));
  }

  #count(): void {
    this.#calls += 1;
    if (this.#calls !== CALLS_BEFORE_DOUBT) return;
    for (const position of this.#mapping.unused()) {
      const message = `spans[${position}] has fitted none of the first ${CALLS_BEFORE_DOUBT} data calls`;
      this.#onFault("otel.rules", new OpenTelemetryError("UNUSED_RULE", message));
    }
  }
}

/** The same call at a time. Written out, because it is made for each span. */
function observed(call: PlainCall, startedAt: number, tookMs: number, failed: boolean): ObservedCall {
  const { source, system, host, database, operation, target, statement, fields, features } = call;
  return {
    source,
    system,
    host,
    database,
    operation,
    target,
    statement,
    fields,
    // What failed handed nothing out.
    features: failed ? NO_FEATURES : features,
    startedAt,
    tookMs,
    failed,
  };
}

const NO_FEATURES: readonly string[] = [];

type PlainCall = Omit<ObservedCall, "startedAt" | "tookMs" | "failed">;

const MOST_FIELDS = 64;
/** Statements that can't be read that are told apart. */
const MOST_UNREAD = 256;
/** Calls after which a rule that none has fitted is told of. */
const CALLS_BEFORE_DOUBT = 10_000;

function together(before: SpanAttributes | undefined, after: SpanAttributes | undefined): SpanAttributes {
  if (!before || before === after) return after ?? NO_ATTRIBUTES;
  return after ? { ...before, ...after } : before;
}

const NO_ATTRIBUTES: SpanAttributes = {};

function isOfClient({ kind, attributes }: StartedSpan): boolean {
  if (kind === SpanKind.CLIENT || kind === SpanKind.PRODUCER || kind === SpanKind.CONSUMER) return true;
  const isInternal = kind === undefined || kind === SpanKind.INTERNAL;
  return isInternal && attributes !== undefined && textOf(attributes, DB_SYSTEM) !== "";
}
