import type { Attributes } from "@opentelemetry/api";
import type { RecordNote } from "@probity/core";

/** Name of the span event and of the log record that a decision becomes. */
export const DECISION_EVENT = "algo.decision";

/** Attribute of a span: the decision that was made in it. */
export const DECISION_ID_ATTRIBUTE = "probity.decision.id";

/**
 * A decision as OpenTelemetry attributes: ids and counts, after the precedent of the semantic conventions for feature flags
 * (which algorithm, in which version, for which outlet, with what outcome). Findings are rule ids, suspected and to be
 * reviewed. No feature's value and nothing about the subject.
 */
export function decisionAttributes({
  decision,
  findings,
  isPersonalised,
  items,
  outcome,
}: RecordNote): Attributes {
  const { algorithm, outlet } = decision;
  return {
    "algo.decision.id": decision.id,
    "algo.decision.algorithm": algorithm.id,
    "algo.decision.version": algorithm.version,
    ...(outlet && { "algo.decision.outlet": outlet.id }),
    "algo.decision.personalised": isPersonalised,
    "algo.decision.items": items,
    "algo.decision.findings": findings.map(({ rule }) => rule),
    "algo.decision.outcome": outcome,
  };
}

/** Whose records they are. */
export interface AuditStream {
  readonly service: string;
  /** The process instance whose sequence numbers are meant. */
  readonly writer: string;
  readonly epoch: number;
}

/**
 * What the OpenTelemetry draft of an audit signal (OTEP 0267) asks of a record: who did what to what, and where it stands
 * in a sequence without gaps. The actor is the algorithm: a person is never named.
 */
export function auditAttributes(
  { decision, seq, outcome }: RecordNote,
  { service, writer, epoch }: AuditStream,
): Attributes {
  const { algorithm, outlet } = decision;
  return {
    "audit.record.id": decision.id,
    "audit.schema.version": "1.0.0",
    "audit.actor.id": `${service}/${algorithm.id}@${algorithm.version}`,
    "audit.actor.type": "system",
    "audit.action": "DECIDE",
    "audit.outcome": OUTCOMES[outcome],
    ...(outlet && { "audit.target.id": outlet.id, "audit.target.type": "outlet" }),
    "audit.sequence.stream_id": `${writer}:${epoch}`,
    "audit.sequence.number": seq,
  };
}

const OUTCOMES: Readonly<Record<RecordNote["outcome"], "success" | "failure" | "unknown">> = {
  delivered: "success",
  unmodified: "success",
  failed: "failure",
  aborted: "unknown",
};
