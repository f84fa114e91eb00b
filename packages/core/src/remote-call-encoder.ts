import type { ByteWriter } from "./record/byte-writer.ts";
import { remoteCallRecord, type RemoteCallRow } from "./record/remote-call-record.ts";
import { FeatureSet } from "./feature-set.ts";
import type { RemoteCall } from "./remote-call.ts";
import type { ResultFacts } from "./result.ts";

/** What a row says of who wrote it. */
export type RemoteCallWriter = Pick<RemoteCallRow, "writer" | "epoch" | "service" | "catalog">;

/** Appends a closed remote call as the row of that number. Throws a `CoreError` where a value does not fit its column. */
export function encodeRemoteCall(
  to: ByteWriter,
  seq: number,
  call: RemoteCall,
  { outcome, status }: ResultFacts,
  writer: RemoteCallWriter,
): void {
  const { caller, protocol, trace } = call.facts;
  const { decision, outlet, hop } = caller;
  const [read, declared, span] = thirdsOf(call.bits);
  remoteCallRecord.encode(to, {
    id: call.id,
    ts: call.openedAt,
    seq,
    took_us: Math.min(0xffff_ffff, Math.max(0, Math.round(call.elapsedUs()))),
    ...writer,
    decision,
    outlet,
    hop,
    trace_id: trace.traceId,
    span_id: trace.spanId,
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
