import { type CoverageFacts, CoverageTally, type CoveredRequest, type CoveredRoute } from "./coverage.ts";
import { ByteWriter } from "./record/byte-writer.ts";
import { coverageRecord, type CoverageRow } from "./record/coverage-record.ts";
import { type RecordOutlet, RecordStream } from "./record-stream.ts";

export interface CoverageRecordsOptions extends RecordOutlet {
  readonly writer: Pick<CoverageRow, "writer" | "epoch" | "service">;
  readonly routes: readonly CoveredRoute[];
  /** When it begins to count, in milliseconds since the epoch. */
  readonly from: number;
}

/** A process to which no request came is not worth a statement before so many milliseconds are over. */
const QUIET_MS = 60_000;

/**
 * Makes records of what became of requests: statements that follow one another without a stretch of time left out, from
 * the first moment to the last.
 */
export class CoverageRecords {
  readonly #stream: RecordStream;
  readonly #writer: CoverageRecordsOptions["writer"];
  readonly #tally: CoverageTally;
  #from: number;

  /** Throws a `CoreError` where a route can't be recorded. */
  constructor({ writer, routes, from, ...outlet }: CoverageRecordsOptions) {
    this.#stream = new RecordStream({ table: coverageRecord, ...outlet });
    this.#writer = writer;
    this.#tally = new CoverageTally(routes);
    this.#from = Math.floor(from);
    for (const facts of this.#tally.take()) this.#encode(new ByteWriter(256), 0, this.#from, facts);
  }

  get begun(): number {
    return this.#stream.begun;
  }

  count(request: CoveredRequest): void {
    this.#tally.count(request);
  }

  /** States what was counted since the last statement, up to `now`, in milliseconds since the epoch. */
  state(now: number): void {
    if (this.#stream.isClosed) return;
    const to = Math.max(this.#from, Math.floor(now)); // the wall clock may have stepped back
    for (const facts of this.#tally.take()) this.#append(to, facts);
    this.#from = to;
  }

  flush(): void {
    this.#stream.flush();
  }

  /** States what is left to say at `now`, and hands all over. Of a quiet moment there is nothing to say. */
  close(now: number): void {
    if (!this.#tally.isEmpty || now - this.#from >= QUIET_MS) this.state(now);
    this.#stream.close();
  }

  #append(ts: number, facts: CoverageFacts): void {
    const stream = this.#stream;
    stream.begin();
    const seq = stream.take();
    try {
      this.#encode(stream.writer, seq, ts, facts);
    } catch (fault) {
      stream.abandon(fault);
      return;
    }
    stream.end();
  }

  #encode(to: ByteWriter, seq: number, ts: number, facts: CoverageFacts): void {
    coverageRecord.encode(to, { ts, seq, ...this.#writer, from: this.#from, ...facts });
  }
}
