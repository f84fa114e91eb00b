import type { BatchMark } from "../spool/frame.ts";
import type { ArchivedChunk } from "./archive-entries.ts";

/** Chunks that go together into one insert, if nothing says which did. */
const MOST_ROWS = 4096;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Chunks of a log that were read, and of which it is still to come in which batches they were sent: as many as waited
 * in the spool at a time.
 */
export class PendingChunks {
  readonly #byTable: Map<string, ArchivedChunk[]> = new Map();

  add(chunk: ArchivedChunk): void {
    const chunks = this.#byTable.get(chunk.table);
    if (chunks) chunks.push(chunk);
    else this.#byTable.set(chunk.table, [chunk]);
  }

  /** Takes out those of a batch. */
  take({ table, firstSeq, lastSeq }: BatchMark): readonly ArchivedChunk[] {
    const isMarked = (chunk: ArchivedChunk): boolean =>
      chunk.firstSeq >= firstSeq && chunk.lastSeq <= lastSeq;
    const chunks = this.#byTable.get(table) ?? [];
    this.#byTable.set(
      table,
      chunks.filter((chunk) => !isMarked(chunk)),
    );
    return chunks.filter(isMarked).sort((a, b) => a.firstSeq - b.firstSeq);
  }

  /** Takes out all that are left, in order, as many at a time as go into one insert. */
  *takeAll(): Generator<readonly ArchivedChunk[]> {
    for (const chunks of this.#byTable.values())
      yield* grouped(chunks.sort((a, b) => a.firstSeq - b.firstSeq));
    this.#byTable.clear();
  }
}

function* grouped(chunks: readonly ArchivedChunk[]): Generator<readonly ArchivedChunk[]> {
  let group: ArchivedChunk[] = [];
  let [rows, bytes] = [0, 0];
  for (const chunk of chunks) {
    if (group.length > 0 && (rows + chunk.rows > MOST_ROWS || bytes + chunk.length > MOST_BYTES)) {
      yield group;
      group = [];
      [rows, bytes] = [0, 0];
    }
    group.push(chunk);
    rows += chunk.rows;
    bytes += chunk.length;
  }
  if (group.length > 0) yield group;
}
