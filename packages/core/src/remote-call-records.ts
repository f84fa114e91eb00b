import type { LossReason } from "./counters.ts";
import type { DecisionResult } from "./decision.ts";
import { remoteCallRecord } from "./record/remote-call-record.ts";
import { type RecordOutlet, RecordStream } from "./record-stream.ts";
import type { RemoteCall } from "./remote-call.ts";
import { encodeRemoteCall, type RemoteCallWriter } from "./remote-call-encoder.ts";
import { resolveResult } from "./result.ts";

export interface RemoteCallRecordsOptions extends RecordOutlet {
  readonly writer: RemoteCallWriter;
}

/** Makes records of remote calls that are closed. */
export class RemoteCallRecords {
  readonly #stream: RecordStream;
  readonly #writer: RemoteCallWriter;
  #recorded = 0;

  constructor({ writer, ...outlet }: RemoteCallRecordsOptions) {
    this.#stream = new RecordStream({ table: remoteCallRecord, ...outlet });
    this.#writer = writer;
  }

  get begun(): number {
    return this.#stream.begun;
  }

  get recorded(): number {
    return this.#recorded;
  }

  get lost(): ReadonlyMap<LossReason, number> {
    return this.#stream.lost;
  }

  begin(): void {
    this.#stream.begin();
  }

  record(call: RemoteCall, given: DecisionResult | undefined): void {
    const stream = this.#stream;
    if (stream.isClosed) {
      stream.lost.add("closed");
      return;
    }
    const result = resolveResult(given, call); // before the number is taken, as with decisions
    const seq = stream.take();
    try {
      encodeRemoteCall(stream.writer, seq, call, result, this.#writer);
    } catch (fault) {
      stream.abandon(fault);
      return;
    }
    stream.end();
    this.#recorded += 1;
  }

  flush(): void {
    this.#stream.flush();
  }

  close(): void {
    this.#stream.close();
  }
}
