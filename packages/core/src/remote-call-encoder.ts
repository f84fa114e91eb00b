import type { ByteWriter } from "./record/byte-writer.ts";
import { remoteCallRecord, type RemoteCallRow } from "./record/remote-call-record.ts";
import { FeatureSet } from "./feature-set.ts";
import type { RemoteCall } from "./remote-call.ts";
import type { ResultFacts } from "./result.ts";

/** What a row holds beside the call itself. */
export type RemoteCallExtras = Pick<RemoteCallRow, "seq" | "writer" | "epoch" | "service" | "catalog">;

/** Appends a closed remote call as one row. Throws a `CoreError` where a value does not fit its column. */
export function encodeRemoteCall(
  to: ByteWriter,
  call: RemoteCall,
  extras: RemoteCallExtras,
  { outcome, status }: ResultFacts,
): void {
  const { caller, protocol, traceId, spanId } = call.facts;
  const [read, declared, span] = thirdsOf(call.bits);
  remoteCallRecord.encode(to, {
    id: call.id,
    ts: call.openedAt,
    took_us: Math.min(0xffff_ffff, Math.max(0, Math.round(call.elapsedUs()))),
    ...extras,
    decision: caller.decision,
    outlet: caller.outlet,
    hop: Math.min(0xff, caller.hop),
    trace_id: traceId,
    span_id: spanId,
    protocol,
    route: call.route,
    features_read: read,
    features_declared: declared,
    features_span: span,
    unregistered: call.unregistered,
    calls: call.calls,
    spans: call.spans,
    outcome,
    status,
    input_faults: call.inputFaults,
  });
}

function thirdsOf(bits: readonly number[]): readonly [number[], number[], number[]] {
  const words = bits.length / 3;
  const third = (at: number): number[] => new FeatureSet(bits.slice(at * words, (at + 1) * words)).numbers;
  return [third(0), third(1), third(2)];
}
