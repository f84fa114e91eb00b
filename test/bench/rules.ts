import { buildLexicon, cn, eu, judgeWith } from "@probity/rules";
import { decisions } from "./decisions.ts";
import { type Contender, environment, type Figure, measure } from "./measure.ts";
import { lexiconFigures } from "./rules/lexicon.ts";

// What rules add to a decision (30 features read, 20 items delivered): all inline rules of both packs observing, all
// enforced, and a lexicon of 100,000 words that 20 tags are held against.

/** The most that rules may add to a decision, and the lexicon, in nanoseconds. */
const AIM_NS = 1000;

const PACKS = [cn, eu];
const NAME = `cn@${cn.version} eu@${eu.version}`;
const notice = { notice: "2026-11" };
const TAGS = Array.from({ length: 20 }, (_, n) => `标签${n}`);

function contenders(): Contender[] {
  const all = PACKS.flatMap(({ rules }) => rules.map(({ id }) => id));
  const enforced = all.map((id) => `!${id}`).join(" ");
  const modes = new Map(all.map((id) => [id, "enforce" as const]));
  return [
    decisions({ name: "no rules", rules: "", notice }),
    decisions({ name: "all rules observe", judge: judgeWith(PACKS), rules: NAME, notice }),
    decisions({
      name: "all rules enforced",
      judge: judgeWith(PACKS, { modes }),
      rules: `${NAME} ${enforced}`,
      notice,
    }),
  ];
}

/** Words that none of the tags holds. */
function* words(): Generator<{ readonly word: string; readonly code: string }> {
  for (let n = 0; n < 100_000; n += 1) yield { word: `违禁${n.toString(36)}`, code: "TAG.ILLEGAL" };
}

function withTags(): Contender[] {
  const lexicon = buildLexicon(words());
  const tags = (): readonly string[] => TAGS;
  return [
    decisions({ name: "20 tags, no lexicon", judge: judgeWith(PACKS), rules: NAME, notice, tags }),
    decisions({
      name: "20 tags, lexicon",
      judge: judgeWith(PACKS, {}, { lexicon }),
      rules: NAME,
      notice,
      tags,
    }),
  ];
}

/** Prints the figures; the exit code says whether the aims are met. */
export async function rules(json: boolean): Promise<number> {
  const figures = await measure([...contenders(), ...withTags()]);
  const [none, observing, enforcing, bare, matched] = figures as [Figure, Figure, Figure, Figure, Figure];
  const lexicon = await lexiconFigures();
  const added = observing.median - none.median;
  const addedByLexicon = matched.median - bare.median;
  const result = {
    environment: environment(),
    figures,
    lexicon,
    addedNs: added,
    addedEnforcedNs: enforcing.median - none.median,
    addedByLexiconNs: addedByLexicon,
    aimNs: AIM_NS,
    met: added <= AIM_NS && addedByLexicon <= AIM_NS,
  };
  if (json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } else {
    const { perDecision, buildMs, megabytes, words: count } = lexicon;
    for (const figure of [...figures, ...perDecision]) process.stdout.write(`${lineOf(figure)}\n`);
    process.stdout.write(
      `lexicon of ${count} words: ${megabytes.toFixed(1)} MB, built in ${buildMs.toFixed(0)} ms\n` +
        `environment: ${Object.values(result.environment).join(", ")}\n` +
        `rules add ${added.toFixed(0)} ns to a decision when all observe, ${result.addedEnforcedNs.toFixed(0)} ns when all are enforced; ` +
        `the lexicon adds ${addedByLexicon.toFixed(0)} ns for 20 tags; ` +
        `the aim is ≤ ${AIM_NS} ns observing, and for the lexicon: ${result.met ? "met" : "NOT met"}\n`,
    );
  }
  return result.met ? 0 : 1;
}

function lineOf({ name, median, least, most }: Figure): string {
  const spread = `${least.toFixed(0)}–${most.toFixed(0)}`;
  return `${name.padEnd(28)} ${median.toFixed(0).padStart(9)} ns   (${spread})`;
}
