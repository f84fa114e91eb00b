import type { CaseKind, FeedbackCase, StoredFeedback } from "./feedback.ts";

/** What was promised, in milliseconds. */
export interface Promised {
  readonly firstReplyMs: number;
  readonly closeMs: number;
}

interface Clocks {
  kind: CaseKind;
  openedAt: number | undefined;
  repliedAt: number | undefined;
  closedAt: number | undefined;
}

/** Cases that are kept in memory; beyond it, those that were opened first are forgotten. Their records stay. */
export const MOST_CASES = 100_000;

/** Cases, by the first moment of each of their steps: whatever order these come in, and however often. */
export class FeedbackCases {
  readonly #cases: Map<string, Clocks> = new Map();
  readonly #most: number;
  #forgotten = 0;

  constructor(most: number = MOST_CASES) {
    this.#most = most;
  }

  get size(): number {
    return this.#cases.size;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  add({ kind, given_at: at, case_id: id }: StoredFeedback): void {
    if (id === "" || kind === "not_interested" || kind === "dwell") return;
    const clocks = this.#cases.get(id) ?? this.#open(id);
    if (kind === "reply") clocks.repliedAt = first(clocks.repliedAt, at);
    else if (kind === "close") clocks.closedAt = first(clocks.closedAt, at);
    else if (clocks.openedAt === undefined || isBefore(at, kind, clocks)) {
      clocks.kind = kind;
      clocks.openedAt = at;
    }
  }

  /** A close is an answer as well. */
  get(id: string, promised: Promised): FeedbackCase | undefined {
    const clocks = this.#cases.get(id);
    return clocks && factsOf(id, clocks, promised);
  }

  *all(promised: Promised): Generator<FeedbackCase> {
    for (const [id, clocks] of this.#cases) yield factsOf(id, clocks, promised);
  }

  #open(id: string): Clocks {
    const clocks: Clocks = { kind: "report", openedAt: undefined, repliedAt: undefined, closedAt: undefined };
    this.#cases.set(id, clocks);
    if (this.#cases.size > this.#most) this.#forgetOne();
    return clocks;
  }

  // Closed ones first: nobody waits for them.
  #forgetOne(): void {
    this.#forgotten += 1;
    let looked = 0;
    for (const [id, { closedAt }] of this.#cases) {
      if (closedAt !== undefined) return void this.#cases.delete(id);
      if ((looked += 1) === MOST_LOOKED_AT) break;
    }
    const [oldest = ""] = this.#cases.keys();
    this.#cases.delete(oldest);
  }
}

const MOST_LOOKED_AT = 1000;

function first(known: number | undefined, at: number): number {
  return known === undefined ? at : Math.min(known, at);
}

const KINDS: readonly CaseKind[] = ["report", "complaint", "appeal"];

// Two that open one case at the same moment: the one that asks for more.
function isBefore(at: number, kind: CaseKind, { openedAt = Infinity, kind: known }: Clocks): boolean {
  return at === openedAt ? KINDS.indexOf(kind) > KINDS.indexOf(known) : at < openedAt;
}

function factsOf(caseId: string, clocks: Clocks, { firstReplyMs, closeMs }: Promised): FeedbackCase {
  const { openedAt } = clocks;
  return {
    ...{ caseId, ...clocks },
    replyDueAt: openedAt === undefined ? undefined : openedAt + firstReplyMs,
    closeDueAt: openedAt === undefined ? undefined : openedAt + closeMs,
  };
}
