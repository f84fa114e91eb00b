import {
  type Chunk,
  createCatalog,
  decisionRecord,
  type JudgeFactory,
  Pseudonyms,
  Recorder,
} from "@probity/core";
import type { Contender } from "./measure.ts";

/** Features that a decision reads, by name, and items that it delivers. */
export const FEATURES = 30;
export const ITEMS = 20;

export const names: readonly string[] = Array.from({ length: FEATURES }, (_, n) => `signal${n}`);
const profiles = Array.from({ length: 500 }, (_, reader) => ({
  id: `reader-${reader}`,
  data: Object.fromEntries(names.map((name, n) => [name, (reader * 31 + n) % 97])) as Profile,
}));
export const items: readonly { readonly id: string; readonly score: number }[] = Array.from(
  { length: ITEMS },
  (_, n) => ({ id: `978-${1000 + n}`, score: 1 / (n + 1) }),
);

// prettier-ignore
type Signal =
  | "signal0" | "signal1" | "signal2" | "signal3" | "signal4" | "signal5" | "signal6" | "signal7" | "signal8" | "signal9" | "signal10" | "signal11" | "signal12" | "signal13" | "signal14" | "signal15" | "signal16" | "signal17" | "signal18" | "signal19" | "signal20" | "signal21" | "signal22" | "signal23" | "signal24" | "signal25" | "signal26" | "signal27" | "signal28" | "signal29";
export type Profile = Readonly<Record<Signal, number>>;

// Thirty reads by name, as models are written.
// prettier-ignore
export const model = (p: Profile): number =>
  p.signal0 + p.signal1 + p.signal2 + p.signal3 + p.signal4 + p.signal5 +
  p.signal6 + p.signal7 + p.signal8 + p.signal9 + p.signal10 + p.signal11 +
  p.signal12 + p.signal13 + p.signal14 + p.signal15 + p.signal16 + p.signal17 +
  p.signal18 + p.signal19 + p.signal20 + p.signal21 + p.signal22 + p.signal23 +
  p.signal24 + p.signal25 + p.signal26 + p.signal27 + p.signal28 + p.signal29;

export function profileOf(n: number): { readonly id: string; readonly data: Profile } {
  const profile = profiles[n % profiles.length];
  if (!profile) throw new Error("no profiles");
  return profile;
}

/** Keeps work from being left out. */
export const checksum: { sum: number } = { sum: 0 };

/** How decisions are made, and what has to be in their rows. */
export interface DecisionsOptions {
  readonly name: string;
  /** @default no rules */
  readonly judge?: JudgeFactory;
  /** What the rows' column `rules` must say. */
  readonly rules: string;
  /** The public notice that each decision names. @default none */
  readonly notice?: { readonly notice: string };
  /** Interest tags that each decision uses; asked for anew each time. @default none */
  readonly tags?: () => readonly string[];
  /** How many findings each row must have. @default 0 */
  readonly findings?: number;
}

/** One decision after another: opened, the reader known, 30 features read, 20 items delivered, recorded. */
export function decisions({ name, judge, rules, notice, tags, findings = 0 }: DecisionsOptions): Contender {
  const catalog = createCatalog({
    sources: [{ name: "profile", system: "postgresql", dataset: "readers" }],
    features: names.map((each, n) => ({
      name: `profile.${each}`,
      purposes: ["content"],
      codes: n % 10 === 0 ? ["LEG.BROWSE"] : [],
    })),
  });
  let lost = 0;
  let last: Chunk | undefined;
  const recorder = new Recorder({
    service: "bench",
    catalog,
    // Filed and assessed, as it ought to be: nothing is found, which is what nearly all decisions are like.
    algorithms: [
      {
        id: "feed",
        version: "1",
        type: "personalised_push",
        purpose: "content",
        filing: "网信算备310101216601302230019号",
        pia: { id: "PIA-1", validUntil: Date.UTC(2100, 0) },
        filed: { outlets: ["home"], versions: ["1"], sources: ["profile"] },
      },
    ],
    outlets: [
      {
        id: "home",
        product: "Bench",
        form: "website",
        path: ["首页"],
        function: "猜你喜欢",
        surface: "feed",
        optOut: "/settings",
        display: { numberShown: true, linkAlive: true, checkedAt: Date.UTC(2026, 10) },
      },
    ],
    pseudonyms: new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 7) }),
    ...(judge && { judge }),
    // The worker's side is not the main thread's: a chunk is let go, as a transfer lets go of it.
    sink: {
      accept(chunk) {
        last = chunk;
        return true;
      },
    },
    onFault: () => (lost += 1),
  });
  return {
    name,
    settle: () => {
      if (last) requireWhole(last, { rules, findings, tags: tags?.().length ?? 0 });
    },
    run(times) {
      for (let n = 0; n < times; n += 1) {
        const { id, data } = profileOf(n);
        const decision = recorder.open({ algorithm: "feed", outlet: "home", route: "/feed" });
        decision.identify({ id, age: 30 });
        checksum.sum += model(decision.track("profile", data));
        if (notice) decision.describe(notice);
        if (tags) decision.usesTags(tags());
        decision.deliver(items);
        decision.close({ status: 200 });
      }
      if (lost > 0 || recorder.counters.faults.size > 0)
        throw new Error("this measured faults, not decisions");
    },
  };
}

interface Whole {
  readonly rules: string;
  readonly findings: number;
  readonly tags: number;
}

/** A recorder that records less would be faster: every row must hold what the benchmark says that it measures. */
function requireWhole({ bytes, version }: Chunk, wanted: Whole): void {
  for (const row of decisionRecord.decode(bytes, version)) {
    const isWhole = row.features_read.length === FEATURES && row.items.length === ITEMS;
    const isJudged = row.rules === wanted.rules && row.findings.length === wanted.findings;
    if (!isWhole || !isJudged || row.tags_used !== wanted.tags || row.age_band !== "adult") {
      throw new Error(
        `a row lacks what was to be measured: ${JSON.stringify({ ...wanted, found: row.rules, findings: row.findings })}`,
      );
    }
  }
}
