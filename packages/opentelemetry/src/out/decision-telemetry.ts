import { context, isSpanContextValid, type Span, trace } from "@opentelemetry/api";
import { type Logger, logs } from "@opentelemetry/api-logs";
import { type Decision, type Recorder, type RecordNote, timeOfDecisionId } from "@probity/core";
import {
  auditAttributes,
  decisionAttributes,
  DECISION_EVENT,
  DECISION_ID_ATTRIBUTE,
} from "./decision-attributes.ts";
import { activeSpan } from "../otel-global.ts";

export interface DecisionTelemetryOptions {
  readonly recorder: Pick<Recorder, "onRecord" | "writer" | "epoch">;
  /** Name of the service, as its records carry it. */
  readonly service: string;
  /**
   * Emits a log record for each decision, with the attributes of OpenTelemetry's audit draft, to the logger provider that is
   * registered when it is recorded. @default false
   */
  readonly logs?: boolean;
}

/**
 * Tells OpenTelemetry of decisions: the span that is active when a decision opens gets its id, and when the decision is
 * recorded an event; a log record besides, where that is asked for. What is not sampled is not told: the evidence is the
 * record, not the trace.
 */
export class DecisionTelemetry {
  readonly #options: DecisionTelemetryOptions;
  readonly #spans: WeakMap<Decision, Span> = new WeakMap();
  readonly #stop: () => void;
  #logger: Logger | undefined;

  constructor(options: DecisionTelemetryOptions) {
    this.#options = options;
    this.#stop = options.recorder.onRecord((note) => this.#recorded(note));
  }

  /** A decision opened: it belongs to the span that is active now. A part of another service's decision is not told of. */
  opened(decision: Decision): void {
    const span = activeSpan();
    if (!span?.isRecording() || decision.id === "" || decision.algorithm.id === "") return;
    span.setAttribute(DECISION_ID_ATTRIBUTE, decision.id);
    this.#spans.set(decision, span);
  }

  /** Nothing is told from now on. Safe to call twice. */
  close(): void {
    this.#stop();
  }

  #recorded(note: RecordNote): void {
    const span = this.#spans.get(note.decision) ?? activeSpan();
    if (span?.isRecording()) {
      if (!this.#spans.has(note.decision)) span.setAttribute(DECISION_ID_ATTRIBUTE, note.decision.id);
      span.addEvent(DECISION_EVENT, decisionAttributes(note));
    }
    if (this.#options.logs === true) this.#log(note, span);
  }

  #log(note: RecordNote, span: Span | undefined): void {
    const { service, recorder } = this.#options;
    const { writer, epoch } = recorder;
    const isKnown = span !== undefined && isSpanContextValid(span.spanContext());
    // Asked for again each time by the API itself: a provider that is registered later is found.
    this.#logger ??= logs.getLogger("@probity/opentelemetry");
    this.#logger.emit({
      eventName: DECISION_EVENT,
      timestamp: timeOfDecisionId(note.decision.id) ?? Date.now(),
      observedTimestamp: Date.now(),
      attributes: { ...decisionAttributes(note), ...auditAttributes(note, { service, writer, epoch }) },
      ...(isKnown && { context: trace.setSpan(context.active(), span) }),
    });
  }
}
