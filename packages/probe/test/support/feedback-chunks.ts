import { ByteWriter, type Chunk, feedbackRecord, type FeedbackRow } from "@probity/core";

/** A chunk of real feedback, of these kinds. */
export function feedbackChunk(firstSeq: number, kinds: readonly FeedbackRow["kind"][]): Chunk {
  const bytes = new ByteWriter(1024);
  const ends = kinds.map((kind, index) => {
    feedbackRecord.encode(bytes, { ...PLAIN, kind, seq: firstSeq + index });
    return bytes.length;
  });
  const { name: table, version } = feedbackRecord;
  const lastSeq = firstSeq + kinds.length - 1;
  return { table, version, bytes: bytes.take(), ends: Uint32Array.from(ends), firstSeq, lastSeq };
}

const PLAIN: Omit<FeedbackRow, "kind" | "seq"> = {
  ts: 1_800_000_000_000,
  writer: "019aa600-0000-7000-8000-000000000001",
  epoch: 1,
  service: "books",
  decision: "00000000-0000-0000-0000-000000000000",
  given_at: 1_800_000_000_000,
  case_id: "",
  subject: "0".repeat(64),
  key_id: "",
  item: "0".repeat(16),
  reason: "",
  dwell_ms: 0,
  outlet: "",
  actor: "",
};
