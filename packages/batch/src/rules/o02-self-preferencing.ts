import type { BatchRule } from "../batch-rule.ts";
import { logarithmicBias, type RankedList } from "../fairness/exposure.ts";
import { type ListsOfPlace, listsByPlace, OTHERS, OWN } from "../fairness/lists-by-place.ts";
import { figure, percent } from "../figures.ts";
import type { BatchSettings } from "../settings.ts";
import { bootstrap, type Estimate } from "../statistics/bootstrap.ts";
import { seededRandom } from "../statistics/random.ts";

/** One's own products stand higher than their scores would have them. */
export const o02: BatchRule = {
  id: "O02",
  async look(queries, { window, settings }) {
    const { mostLists, minLists, maxDisparity, level, resamples } = settings;
    const answer = await queries.rankedLists(window, { mostLists });
    const compared = listsByPlace(answer.rows, new Map()).flatMap((place) => liftOf(place, settings));
    const most = 1 / (1 - maxDisparity);
    return {
      cases: compared.length,
      hits: compared
        .filter(({ lift }) => lift.low > most)
        .map(({ algorithm, outlet, lists, lift }) => ({
          algorithm,
          outlet,
          about: "own_product",
          measures: { lists, lift: lift.value, lift_low: lift.low, lift_high: lift.high },
          explanation: {
            zh:
              `疑似自我优待：在 ${lists} 个混排列表中，自营条目得到的曝光是按得分排序所应得的 ${figure(lift.value)} 倍` +
              `（${percent(level)} 区间 ${figure(lift.low)} 至 ${figure(lift.high)}），待复核。`,
            en:
              `Suspected self-preferencing: over ${lists} mixed lists one's own items get ${figure(lift.value)} times the ` +
              `attention that an order by score would give them (${percent(level)} interval ${figure(lift.low)} to ` +
              `${figure(lift.high)}); to be reviewed.`,
          },
          answer,
          settings: { mostLists, minLists, maxDisparity, level, resamples },
        })),
    };
  },
};

interface Lift {
  readonly algorithm: string;
  readonly outlet: string;
  readonly lists: number;
  readonly lift: Estimate;
}

function liftOf(
  { algorithm, outlet, lists }: ListsOfPlace,
  { minLists, level, resamples }: BatchSettings,
): Lift[] {
  const mixed = lists.map(organic).filter(isMixed);
  if (mixed.length < Math.max(1, minLists)) return [];
  const actual = mixed.map(ownExposure);
  const deserved = mixed.map((list) =>
    ownExposure(list.toSorted((a, b) => (b.utility ?? 0) - (a.utility ?? 0))),
  );
  const sum = (values: readonly number[], times: Uint32Array): number =>
    values.reduce((total, value, place) => total + value * (times[place] ?? 0), 0);
  const random = seededRandom(`O02 ${JSON.stringify([algorithm, outlet])}`);
  const lift = bootstrap(mixed.length, (times) => sum(actual, times) / sum(deserved, times), {
    ...{ random, level, resamples },
  });
  return Number.isFinite(lift.value) ? [{ algorithm, outlet, lists: mixed.length, lift }] : [];
}

function organic(list: RankedList): RankedList {
  return list.filter(({ group }) => group !== undefined);
}

function isMixed(list: RankedList): boolean {
  const has = (name: string): boolean => list.some(({ group }) => group === name);
  return has(OWN) && has(OTHERS) && list.every(({ utility }) => Number.isFinite(utility));
}

function ownExposure(list: RankedList): number {
  return list.reduce((sum, { group }, place) => sum + (group === OWN ? logarithmicBias(place + 1) : 0), 0);
}
