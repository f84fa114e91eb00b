import { type Facts, isPromised, type Life, type Sent } from "./facts.ts";
import { holesOf, type Range, rangesOf } from "./sequences.ts";

/** Something that must never be, and was. */
export interface Violation {
  readonly invariant: Invariant;
  /** What was seen, with numbers and names. */
  readonly message: string;
}

export type Invariant =
  /** Every record is stored once. */
  | "doubled"
  /** What an answer called spooled or stored is stored. */
  | "promised"
  /** Every sequence number is stored or lies in a gap, never both. */
  | "accounted"
  /** As many decisions and remote calls began as are stored or missing by a gap. */
  | "counted"
  /** Every stored decision is one that the service opened. */
  | "genuine"
  /** The service answers as it does without a probe. */
  | "faithful"
  /** A gap has a cause that was given. */
  | "cause"
  /** When a process has drained and ended, nothing is left in the spool. */
  | "drained"
  /** Memory is bounded. */
  | "memory"
  /** Whatever must come, comes. */
  | "alive";

/** The rules of the house, applied to what a round left. Empty when all hold. */
export function violationsOf(facts: Facts): Violation[] {
  const always = [doubled, genuine, faithful, memory];
  const withSpool = [promised, accounted, counted, callsCounted, cause, drained];
  return [...always, ...(facts.hasSpool ? withSpool : [])].flatMap((rule) => rule(facts));
}

function doubled({ decisions, others, gaps }: Facts): Violation[] {
  const nameOf = ({ writer, epoch, seq }: Numbered): string => `${writer}:${epoch}:${seq}`;
  const keys = {
    "rows of decisions": decisions.map(nameOf),
    "ids of decisions": decisions.map(({ id }) => id),
    "rows of remote_calls": others.filter(({ table }) => table === "remote_calls").map(nameOf),
    "rows of coverage": others.filter(({ table }) => table === "coverage").map(nameOf),
    "rows of gaps": gaps.map(nameOf),
  };
  return Object.entries(keys).flatMap(([what, all]) => {
    const extra = all.length - new Set(all).size;
    return extra === 0
      ? []
      : [{ invariant: "doubled", message: `${extra} ${what} are there twice, such as ${twice(all)}` }];
  });
}

function promised({ sent, decisions, damage }: Facts): Violation[] {
  const stored = new Set(decisions.map(({ id }) => id));
  const missing = sent.filter((request) => isPromised(request) && !stored.has(request.decision ?? ""));
  const unstored = missing.filter(({ stage }) => stage === "stored");
  // What the harness itself destroyed on disk is gone, but no more than that.
  const destroyed = damage
    .filter(({ table }) => table === "decisions")
    .reduce((sum, { firstSeq, lastSeq }) => sum + lastSeq - firstSeq + 1, 0);
  const unspooled = missing.filter(({ stage }) => stage !== "stored");
  const found: Violation[] = [];
  if (unstored.length > 0)
    found.push({
      invariant: "promised",
      message: `${unstored.length} decisions were answered as stored and are not: ${some(unstored)}`,
    });
  if (unspooled.length > destroyed)
    found.push({
      invariant: "promised",
      message: `${unspooled.length} decisions were answered as spooled and are not stored (${destroyed} were destroyed on purpose): ${some(unspooled)}`,
    });
  return found;
}

function accounted({ decisions, others, gaps }: Facts): Violation[] {
  const stored: readonly (Numbered & { readonly table: string })[] = [
    ...decisions.map((row) => ({ ...row, table: "decisions" })),
    ...others,
    ...gaps.map((row) => ({ ...row, table: "gaps" })),
  ];
  const wrong = gaps.filter(({ firstSeq, lastSeq, rows }) => rows !== lastSeq - firstSeq + 1);
  const found: Violation[] = wrong.map(({ writer, firstSeq, lastSeq, rows }) => ({
    invariant: "accounted",
    message: `a gap of ${writer} from ${firstSeq} to ${lastSeq} says ${rows} rows`,
  }));
  const logOf = ({ writer, epoch }: Pick<Numbered, "writer" | "epoch">): string => `${writer}:${epoch}`;
  for (const log of new Set(stored.map(logOf))) {
    for (const table of ["decisions", "remote_calls", "coverage", "gaps"]) {
      const rows = stored.filter((row) => row.table === table && logOf(row) === log);
      const missing = gaps.filter((gap) => gap.of === table && logOf(gap) === log);
      const claims = [
        ...rangesOf(rows.map(single)).map((range) => ({ ...range, as: "stored" })),
        ...missing.map((gap) => ({ ...gap, as: gap.cause })),
      ];
      for (const hole of holesOf(claims))
        found.push({ invariant: "accounted", message: `${table} of ${log}: ${hole}` });
    }
  }
  return found;
}

interface Numbered {
  readonly writer: string;
  readonly epoch: number;
  readonly seq: number;
}

function single({ seq }: { readonly seq: number }): Range {
  return { firstSeq: seq, lastSeq: seq };
}

function counted(facts: Facts): Violation[] {
  const { lives, decisions, gaps } = facts;
  const lifeOf = new Map(
    lives.flatMap((life) => [...life.truth.opened.values()].map((id) => [id, life] as const)),
  );
  const writersOf: Map<Life, Set<string>> = new Map(lives.map((life) => [life, new Set()]));
  for (const { id, writer } of decisions) {
    const life = lifeOf.get(id);
    if (life) writersOf.get(life)?.add(writer);
  }
  const known = new Set([...writersOf.values()].flatMap((writers) => [...writers]));
  const accountedFor = (isOf: (writer: string) => boolean): number =>
    decisions.filter(({ writer }) => isOf(writer)).length +
    gaps
      .filter(({ of, writer }) => of === "decisions" && isOf(writer))
      .reduce((sum, { rows }) => sum + rows, 0);

  const found: Violation[] = [];
  const check = (who: string, of: readonly Life[], isOf: (writer: string) => boolean): void => {
    const begun = of.reduce((sum, { truth }) => sum + truth.begun.length, 0);
    const there = accountedFor(isOf);
    // A SIGKILL may come between the harness's note of a request and the probe's.
    const slack = of.filter(({ end }) => end === "killed").length;
    if (there > begun || begun - there > slack)
      found.push({
        invariant: "counted",
        message: `${begun} decisions began in ${who}, ${there} are stored or in gaps`,
      });
  };
  for (const [life, writers] of writersOf) {
    if (writers.size > 1)
      found.push({
        invariant: "counted",
        message: `decisions of life ${life.number} have ${writers.size} writers`,
      });
    if (writers.size > 0) check(`life ${life.number}`, [life], (writer) => writers.has(writer));
  }
  // Of a life that stored nothing nobody can say who its writer was; they are taken together.
  const silent = lives.filter((life) => writersOf.get(life)?.size === 0);
  check(
    `lives ${silent.map(({ number }) => number).join(", ") || "unknown"}`,
    silent,
    (writer) => !known.has(writer),
  );
  return found;
}

function callsCounted({ lives, others, gaps, areClocksRight }: Facts): Violation[] {
  const called = lives.reduce((sum, { truth }) => sum + truth.called.length, 0);
  const there =
    others.filter(({ table }) => table === "remote_calls").length +
    gaps.filter(({ of }) => of === "remote_calls").reduce((sum, { rows }) => sum + rows, 0);
  // As with decisions; and a call that says of itself that it is of another month is not taken for one.
  const slack = areClocksRight ? lives.filter(({ end }) => end === "killed").length : called;
  if (there <= called && called - there <= slack) return [];
  const message = `${called} remote calls began, ${there} are stored or in gaps`;
  return [{ invariant: "counted", message }];
}

function genuine({ lives, decisions }: Facts): Violation[] {
  const opened = new Set(lives.flatMap(({ truth }) => [...truth.opened.values()]));
  const foreign = decisions.filter(({ id }) => !opened.has(id));
  return foreign.length === 0
    ? []
    : [
        {
          invariant: "genuine",
          message: `${foreign.length} stored decisions were never opened, such as ${foreign[0]?.id}`,
        },
      ];
}

function faithful({ lives, sent }: Facts): Violation[] {
  const other = sent.filter(({ isFaithful }) => !isFaithful);
  const killed = new Set(lives.filter(({ end }) => end === "killed").map(({ number }) => number));
  const unanswered = sent.filter(({ isAnswered, life }) => !isAnswered && !killed.has(life));
  const found: Violation[] = [];
  if (other.length > 0)
    found.push({
      invariant: "faithful",
      message: `${other.length} answers differ from those without a probe: ${some(other)}`,
    });
  if (unanswered.length > 0)
    found.push({
      invariant: "faithful",
      message: `${unanswered.length} requests got no answer though nobody killed the service: ${some(unanswered)}`,
    });
  return found;
}

function cause({ gaps, causes, damage }: Facts): Violation[] {
  return gaps
    .filter((gap) => !causes.includes(gap.cause) && !damage.some((range) => isWithin(gap, range)))
    .map(({ writer, of, firstSeq, lastSeq, cause: given }) => ({
      invariant: "cause",
      message: `a gap of ${of} ${firstSeq} to ${lastSeq} of ${writer} says ${given}, for which this round gave no reason`,
    }));
}

function isWithin(
  gap: { readonly writer: string; readonly firstSeq: number; readonly lastSeq: number },
  range: Facts["damage"][number],
): boolean {
  return gap.writer === range.writer && gap.firstSeq >= range.firstSeq && gap.lastSeq <= range.lastSeq;
}

function drained({ leftovers }: Facts): Violation[] {
  return leftovers.length === 0
    ? []
    : [
        {
          invariant: "drained",
          message: `the spool still holds ${leftovers.length} files: ${leftovers.slice(0, 3).join(", ")}`,
        },
      ];
}

function memory({ lives, mostBytes }: Facts): Violation[] {
  const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return lives
    .filter(({ peakBytes }) => peakBytes > mostBytes)
    .map(({ number, peakBytes }) => ({
      invariant: "memory",
      message: `life ${number} took ${mib(peakBytes)}, at most ${mib(mostBytes)} are allowed`,
    }));
}

function twice(all: readonly string[]): string {
  const seen = new Set<string>();
  return all.find((key) => seen.size === seen.add(key).size) ?? "none";
}

function some(sent: readonly Sent[]): string {
  return sent
    .slice(0, 3)
    .map(({ id, life, decision = "no decision", stage }) => `${id} of life ${life} (${decision}, ${stage})`)
    .join("; ");
}
