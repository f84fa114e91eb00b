import { type Options, optionsOf, usage } from "./options.ts";
import { runOutage, textOf } from "./outage.ts";
import { choose, planOf } from "./plan.ts";
import { again, figuresOf, lineOf, tableOf, totalOf } from "./report.ts";
import { type Round, runRound } from "./round.ts";
import { World } from "./world.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function rounds(options: Options): Promise<number> {
  const { seed, hasSpool, only, isJson, isKept } = options;
  const { kinds, left } = choose(only, hasSpool);
  for (const line of left) say(`faults: ${line}`);
  if (only === undefined) say("faults: failing system calls are a run of their own: --only syscalls");
  if (kinds.length === 0) return 2;
  say(
    `faults: ${options.rounds} rounds from seed ${seed}; ClickHouse, the feature store, and answers to compare with …`,
  );
  const world = await World.start();
  const done: Round[] = [];
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort()); // after the round; a second one ends all at once
  try {
    for (let at = 0; at < options.rounds && !interruption.signal.aborted; at += 1) {
      const round = await runRound(world, planOf({ seed: seed + at, kinds, hasSpool }));
      done.push(round);
      say(`${String(at + 1).padStart(4)}/${options.rounds}  ${lineOf(round)}`);
      for (const { invariant, message } of round.violations) say(`      ${invariant}: ${message}`);
      if (round.violations.length > 0)
        say(`      again: ${again(round, only)}${isKept ? `; files: ${round.room}` : ""}`);
    }
  } finally {
    await world.close({ isKept: isKept && done.some(({ violations }) => violations.length > 0) });
  }
  const out = isJson ? JSON.stringify(jsonOf(done, left, only), undefined, 2) : tableOf(done);
  process.stdout.write(`${out}\n`);
  return done.every(({ violations }) => violations.length === 0) && !interruption.signal.aborted ? 0 : 1;
}

function jsonOf(
  done: readonly Round[],
  left: readonly string[],
  only: readonly string[] | undefined,
): object {
  return {
    ok: done.every(({ violations }) => violations.length === 0),
    didNotRun: left,
    total: totalOf(done.map(figuresOf)),
    rounds: done.map((round) => ({
      seed: round.plan.seed,
      kinds: round.plan.kinds.map(({ name }) => name),
      setup: round.plan.setup,
      bites: round.bites,
      tookMs: Math.round(round.tookMs),
      ...figuresOf(round),
      violations: round.violations,
      again: again(round, only),
    })),
  };
}

async function outage(outageMs: number, { isJson }: Options): Promise<number> {
  say(`faults: an outage of ${outageMs / 1000} s at full load`);
  const world = await World.start();
  try {
    const result = await runOutage(world, outageMs, say);
    process.stdout.write(`${isJson ? JSON.stringify(result, undefined, 2) : textOf(result)}\n`);
    return result.violations.length === 0 ? 0 : 1;
  } finally {
    await world.close();
  }
}

try {
  const options = optionsOf(process.argv.slice(2));
  const { outageMs } = options;
  process.exitCode = outageMs === undefined ? await rounds(options) : await outage(outageMs, options);
} catch (fault) {
  if (!(fault instanceof RangeError || fault instanceof TypeError)) throw fault;
  say(`${fault.message}\n${usage}`);
  process.exitCode = 2;
}
