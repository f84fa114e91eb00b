import { describe, expect, it } from "vitest";
import type { StoredRecord } from "./database.ts";
import type { Facts, Life, Sent } from "./facts.ts";
import { violationsOf } from "./invariants.ts";

const W1 = "11111111-1111-4111-8111-111111111111";

const row = (seq: number, writer = W1) => ({ id: `d${seq}`, writer, epoch: 1, seq });
const other = (table: StoredRecord["table"], seq: number): StoredRecord => {
  return { table, writer: W1, epoch: 1, seq };
};
const gap = (firstSeq: number, lastSeq: number, cause = "unclean_end") => {
  return {
    writer: W1,
    epoch: 1,
    seq: 1,
    of: "decisions",
    firstSeq,
    lastSeq,
    rows: lastSeq - firstSeq + 1,
    cause,
  };
};
const request = (seq: number, changes: Partial<Sent> = {}): Sent => ({
  id: `r${seq}`,
  life: 1,
  isAnswered: true,
  isFaithful: true,
  decision: `d${seq}`,
  stage: "spooled",
  tookMs: 3,
  ...changes,
});
const life = (begun: number, changes: Partial<Life> = {}): Life => ({
  number: 1,
  end: "stopped",
  peakBytes: 100,
  truth: {
    begun: Array.from({ length: begun }, (_, at) => `r${at + 1}`),
    opened: new Map(Array.from({ length: begun }, (_, at) => [`r${at + 1}`, `d${at + 1}`])),
    called: ["c1", "c2"],
  },
  ...changes,
});

/** Three requests, answered as spooled and stored. */
const peaceful: Facts = {
  hasSpool: true,
  lives: [life(3)],
  sent: [request(1), request(2), request(3)],
  decisions: [row(1), row(2), row(3)],
  others: [other("remote_calls", 1), other("remote_calls", 2), other("coverage", 1)],
  gaps: [],
  damage: [],
  areClocksRight: true,
  leftovers: [],
  causes: [],
  mostBytes: 200,
};

const killed = { lives: [life(3, { end: "killed" })], causes: ["unclean_end"] } as const;

describe("violationsOf", () => {
  it("finds nothing where everything is as promised", () => {
    expect(violationsOf(peaceful)).toEqual([]);
  });

  it("takes a gap for what it says, and a request cut off between two notes", () => {
    const sent = [
      request(1),
      request(2, { stage: "recorded" }),
      request(3, { isAnswered: false, decision: undefined }),
    ];
    expect(violationsOf({ ...peaceful, ...killed, sent, decisions: [row(1)], gaps: [gap(2, 3)] })).toEqual(
      [],
    );
    expect(violationsOf({ ...peaceful, ...killed, sent, decisions: [row(1)], gaps: [gap(2, 2)] })).toEqual(
      [],
    );
  });

  it.each<[string, Partial<Facts>, string, string]>([
    [
      "a row that is there twice",
      { decisions: [row(1), row(2), row(2), row(3)] },
      "doubled",
      "1 rows of decisions",
    ],
    [
      "a decision with two numbers",
      { decisions: [row(1), row(2), row(3), { ...row(4), id: "d3" }] },
      "doubled",
      "such as d3",
    ],
    [
      "a loss after spooled",
      { ...killed, decisions: [row(1), row(2)], gaps: [gap(3, 3)] },
      "promised",
      "1 decisions were answered as spooled",
    ],
    [
      "a loss after stored, whatever was destroyed",
      {
        ...killed,
        sent: [request(1), request(2), request(3, { stage: "stored" })],
        decisions: [row(1), row(2)],
        gaps: [gap(3, 3)],
        damage: [{ writer: W1, table: "decisions", firstSeq: 3, lastSeq: 3 }],
      },
      "promised",
      "1 decisions were answered as stored",
    ],
    [
      "a loss without a gap",
      { ...killed, decisions: [row(1), row(3)] },
      "accounted",
      "2 to 2 are neither stored nor in a gap",
    ],
    [
      "a gap over a row that is stored",
      { ...killed, gaps: [gap(3, 3)] },
      "accounted",
      "3 to 3 are there twice, stored and unclean_end",
    ],
    [
      "a gap that counts wrong",
      { ...killed, decisions: [row(1)], gaps: [{ ...gap(2, 3), rows: 1 }] },
      "accounted",
      "says 1 rows",
    ],
    [
      "a tail that nobody misses",
      { decisions: [row(1), row(2)] },
      "counted",
      "3 decisions began in life 1, 2 are",
    ],
    [
      "two lost by one SIGKILL without a gap",
      { ...killed, decisions: [row(1)] },
      "counted",
      "3 decisions began in life 1, 1 are",
    ],
    [
      "a life of which nothing is known",
      {
        lives: [
          life(3),
          life(2, { number: 2, truth: { begun: ["r8", "r9"], opened: new Map(), called: [] } }),
        ],
      },
      "counted",
      "2 decisions began in lives 2, 0 are",
    ],
    [
      "a remote call that is there twice",
      { others: [other("remote_calls", 1), other("remote_calls", 2), other("remote_calls", 2)] },
      "doubled",
      "1 rows of remote_calls",
    ],
    [
      "a remote call that is lost without a gap",
      { ...killed, others: [other("remote_calls", 2)] },
      "accounted",
      "remote_calls of",
    ],
    [
      "a statement of coverage that is lost without a gap",
      { others: [other("remote_calls", 1), other("remote_calls", 2), other("coverage", 2)] },
      "accounted",
      "coverage of",
    ],
    [
      "remote calls that nobody misses",
      { others: [] },
      "counted",
      "2 remote calls began, 0 are stored or in gaps",
    ],
    [
      "remote calls from nowhere, whatever the clocks say",
      { areClocksRight: false, others: [1, 2, 3].map((seq) => other("remote_calls", seq)) },
      "counted",
      "2 remote calls began, 3 are stored or in gaps",
    ],
    ["a row from nowhere", { decisions: [row(1), row(2), row(3), row(4)] }, "genuine", "such as d4"],
    ["another answer", { sent: [request(1, { isFaithful: false })] }, "faithful", "1 answers differ"],
    [
      "no answer from one who lives",
      { sent: [request(1, { isAnswered: false })] },
      "faithful",
      "1 requests got no answer",
    ],
    [
      "a cause without a reason",
      { ...killed, decisions: [row(1)], gaps: [gap(2, 3, "worker_died")] },
      "cause",
      "says worker_died",
    ],
    ["a spool that is not empty", { leftovers: ["a/00000001.seg"] }, "drained", "a/00000001.seg"],
    ["too much memory", { mostBytes: 99 }, "memory", "life 1"],
  ])("tells of %s", (_, changes, invariant, message) => {
    expect(violationsOf({ ...peaceful, ...changes })).toContainEqual({
      invariant,
      message: expect.stringContaining(message),
    });
  });

  it("takes an answer that says lost at its word", () => {
    const sent = [request(1), request(2), request(3, { stage: "lost" })];
    const facts = { ...peaceful, sent, decisions: [row(1), row(2)], gaps: [gap(3, 3, "dropped")] };
    expect(violationsOf({ ...facts, causes: ["dropped"] })).toEqual([]);
  });

  it("asks nothing of gaps where there is no spool", () => {
    expect(violationsOf({ ...peaceful, hasSpool: false, decisions: [row(1)] })).toEqual([]);
  });
});
