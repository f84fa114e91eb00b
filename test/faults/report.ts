import { isPromised } from "./facts.ts";
import type { Round } from "./round.ts";

/** What was counted in a round, or in all of them. */
export interface Figures {
  readonly sent: number;
  readonly answered: number;
  /** Answers by the stage that they gave. */
  readonly stages: Readonly<Record<string, number>>;
  /** Requests that began in the service, by its own note. */
  readonly begun: number;
  readonly stored: number;
  /** Requests that other services made for decisions of theirs, by the service's own note; and those that are stored. */
  readonly called: number;
  readonly callsStored: number;
  /** Decisions that gaps say are missing, by cause. */
  readonly gaps: Readonly<Record<string, number>>;
  /** Answered decisions that are not stored. */
  readonly lost: number;
  /** Of these, those whose answer said spooled or stored. */
  readonly broken: number;
  /** Rows that are there more often than once. */
  readonly doubled: number;
  readonly differing: number;
  readonly peakBytes: number;
  readonly slowestMs: number;
}

export function figuresOf({ facts }: Round): Figures {
  const { sent, lives, decisions, others, gaps } = facts;
  const stored = new Set(decisions.map(({ id }) => id));
  const answered = sent.filter(({ isAnswered }) => isAnswered);
  const lost = answered.filter(({ decision }) => decision !== undefined && !stored.has(decision));
  return {
    sent: sent.length,
    answered: answered.length,
    stages: sums(answered.map(({ stage }) => [stage, 1])),
    begun: lives.reduce((sum, { truth }) => sum + truth.begun.length, 0),
    stored: stored.size,
    called: lives.reduce((sum, { truth }) => sum + truth.called.length, 0),
    callsStored: others.filter(({ table }) => table === "remote_calls").length,
    gaps: sums(gaps.filter(({ of }) => of === "decisions").map(({ cause, rows }) => [cause, rows])),
    lost: lost.length,
    broken: lost.filter(isPromised).length,
    doubled: decisions.length - stored.size,
    differing: sent.filter(({ isFaithful }) => !isFaithful).length,
    peakBytes: Math.max(0, ...lives.map(({ peakBytes }) => peakBytes)),
    slowestMs: Math.max(0, ...answered.map(({ tookMs }) => tookMs)),
  };
}

/** All rounds as one. */
export function totalOf(all: readonly Figures[]): Figures {
  const sum = (of: (figures: Figures) => number): number =>
    all.reduce((total, figures) => total + of(figures), 0);
  const most = (of: (figures: Figures) => number): number => Math.max(0, ...all.map(of));
  return {
    sent: sum(({ sent }) => sent),
    answered: sum(({ answered }) => answered),
    stages: sums(all.flatMap(({ stages }) => Object.entries(stages))),
    begun: sum(({ begun }) => begun),
    stored: sum(({ stored }) => stored),
    called: sum(({ called }) => called),
    callsStored: sum(({ callsStored }) => callsStored),
    gaps: sums(all.flatMap(({ gaps }) => Object.entries(gaps))),
    lost: sum(({ lost }) => lost),
    broken: sum(({ broken }) => broken),
    doubled: sum(({ doubled }) => doubled),
    differing: sum(({ differing }) => differing),
    peakBytes: most(({ peakBytes }) => peakBytes),
    slowestMs: most(({ slowestMs }) => slowestMs),
  };
}

function sums(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [name, number] of entries) found[name] = (found[name] ?? 0) + number;
  return found;
}

/** One round in one line. */
export function lineOf(round: Round): string {
  const { plan, violations, tookMs } = round;
  const { sent, answered, stored, gaps, broken, doubled } = figuresOf(round);
  const missing = Object.values(gaps).reduce((sum, rows) => sum + rows, 0);
  const verdict = violations.length === 0 ? "ok" : "WRONG";
  const kinds = plan.kinds.map(({ name }) => name).join(" > ");
  return `${plan.seed}  ${kinds.padEnd(42)} sent ${sent}, answered ${answered}, stored ${stored}, in gaps ${missing}, broken promises ${broken}, doubled ${doubled}  ${(tookMs / 1000).toFixed(1)} s  ${verdict}`;
}

/** The command that runs one round again. */
export function again({ plan, facts }: Round, only: readonly string[] | undefined): string {
  const kinds = only ? ` --only ${only.join(",")}` : "";
  return `pnpm faults --rounds 1 --seed ${plan.seed}${kinds}${facts.hasSpool ? "" : " --without-spool"} --keep`;
}

/** The table at the end: what each kind did, then the figures of all rounds. */
export function tableOf(rounds: readonly Round[]): string {
  const kinds = new Map<string, { rounds: number; bites: number; wrong: number }>();
  for (const { bites, violations } of rounds) {
    for (const [name, times] of Object.entries(bites)) {
      const row = kinds.get(name) ?? { rounds: 0, bites: 0, wrong: 0 };
      kinds.set(name, {
        rounds: row.rounds + 1,
        bites: row.bites + times,
        wrong: row.wrong + (violations.length > 0 ? 1 : 0),
      });
    }
  }
  const lines = ["fault                 rounds   times  rounds with violations"];
  for (const [name, row] of [...kinds].toSorted(([a], [b]) => a.localeCompare(b)))
    lines.push(`${name.padEnd(20)} ${right(row.rounds, 7)} ${right(row.bites, 7)} ${right(row.wrong, 7)}`);
  const { stages, gaps, peakBytes, slowestMs, ...rest } = totalOf(rounds.map(figuresOf));
  lines.push(
    "",
    ...Object.entries(rest).map(
      ([name, number]) => `${(LABELS[name] ?? name).padEnd(46)} ${right(number, 9)}`,
    ),
    ...Object.entries(stages).map(
      ([stage, number]) => `${`answers that said ${stage}`.padEnd(46)} ${right(number, 9)}`,
    ),
    ...Object.entries(gaps).map(
      ([cause, rows]) => `${`missing by gaps: ${cause}`.padEnd(46)} ${right(rows, 9)}`,
    ),
    `${"most memory of a process".padEnd(46)} ${right(Math.round(peakBytes / 2 ** 20), 9)} MiB`,
    `${"slowest answer".padEnd(46)} ${right(Math.round(slowestMs), 9)} ms`,
    `${"rounds with violations".padEnd(46)} ${right(rounds.filter(({ violations }) => violations.length > 0).length, 9)} of ${rounds.length}`,
  );
  return lines.join("\n");
}

const LABELS: Readonly<Record<string, string>> = {
  sent: "requests sent",
  answered: "answered",
  begun: "begun in the service",
  stored: "decisions stored",
  called: "remote calls begun in the service",
  callsStored: "remote calls stored",
  lost: "answered and not stored",
  broken: "of these, answered as spooled or stored",
  doubled: "doubled rows",
  differing: "answers that differ from those without a probe",
};

function right(number: number, width: number): string {
  return String(number).padStart(width);
}
