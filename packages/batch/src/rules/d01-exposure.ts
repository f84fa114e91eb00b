import type { BatchHit, BatchRule, BatchScope } from "../batch-rule.ts";
import { exposureByGroup } from "../fairness/exposure.ts";
import {
  disparateImpactRatio,
  disparateTreatmentRatio,
  exposureParity,
} from "../fairness/exposure-ratios.ts";
import { type ListsOfPlace, listsByPlace } from "../fairness/lists-by-place.ts";
import { figure } from "../figures.ts";
import type { Answer } from "../batch-queries.ts";
import type { Estimate } from "../statistics/bootstrap.ts";
import { seededRandom } from "../statistics/random.ts";

/** Groups of items that get less attention, or more, than their share. */
export const d01: BatchRule = {
  id: "D01",
  async look(queries, scope) {
    const answer = await queries.rankedLists(scope.window, { mostLists: scope.settings.mostLists });
    const places = listsByPlace(answer.rows, scope.groups);
    const compared = places.flatMap((place) => comparisonsOf(place, scope));
    return {
      cases: compared.length,
      hits: compared
        .filter((comparison) => isDisparate(comparison, scope))
        .map((comparison) => hitOf(comparison, answer, scope)),
    };
  },
};

interface Comparison {
  readonly algorithm: string;
  readonly outlet: string;
  readonly group: string;
  readonly reference: string;
  readonly lists: number;
  readonly parity: Estimate;
  readonly treatment: Estimate | undefined;
  readonly impact: Estimate | undefined;
}

/** Each group is held against the one with most deliveries. */
function comparisonsOf({ algorithm, outlet, lists }: ListsOfPlace, { settings }: BatchScope): Comparison[] {
  const groups = exposureByGroup(lists).toSorted((a, b) => b.items - a.items || (a.group < b.group ? -1 : 1));
  const [reference, ...others] = groups;
  if (!reference) return [];
  return others.flatMap(({ group }) => {
    const options = (what: string) => ({
      ...{ group, reference: reference.group, minLists: settings.minLists, level: settings.level },
      resamples: settings.resamples,
      random: seededRandom(`D01 ${what} ${JSON.stringify([algorithm, outlet, group, reference.group])}`),
    });
    const parity = exposureParity(lists, options("parity"));
    if (!parity) return [];
    const treatment = disparateTreatmentRatio(lists, options("treatment"));
    const impact = disparateImpactRatio(lists, options("impact"));
    return [
      {
        algorithm,
        outlet,
        group,
        reference: reference.group,
        lists: lists.length,
        parity,
        treatment,
        impact,
      },
    ];
  });
}

/** By what items deserve where that is known, else by their number. */
function isDisparate({ parity, treatment }: Comparison, { settings }: BatchScope): boolean {
  const { low, high } = treatment ?? parity;
  const floor = 1 - settings.maxDisparity;
  return high < floor || low > 1 / floor;
}

function hitOf(comparison: Comparison, answer: Answer<unknown>, { settings }: BatchScope): BatchHit {
  const { algorithm, outlet, group, reference, lists, parity, treatment, impact } = comparison;
  const told = treatment ?? parity;
  const interval = `${figure(told.low)} – ${figure(told.high)}`;
  const { mostLists, minLists, maxDisparity, level, resamples } = settings;
  return {
    algorithm,
    outlet,
    about: `groups:${group}|${reference}`,
    measures: {
      lists,
      ...named("parity", parity),
      ...(treatment && named("treatment", treatment)),
      ...(impact && named("impact", impact)),
    },
    explanation: {
      zh:
        `疑似曝光不均：在 ${lists} 个推荐列表中，「${group}」类条目${treatment ? "按得分应得的" : "平均的"}曝光是「${reference}」类的 ` +
        `${figure(told.value)} 倍（区间 ${interval}），超出容许范围 ${figure(1 - maxDisparity)} 至 ${figure(1 / (1 - maxDisparity))}，待复核。`,
      en:
        `Suspected disparity of exposure: over ${lists} lists the items of ${group} get ${figure(told.value)} times the ` +
        `attention of ${reference}${treatment ? " for the same score" : ""} (interval ${interval}), outside of ` +
        `${figure(1 - maxDisparity)} to ${figure(1 / (1 - maxDisparity))}; to be reviewed.`,
    },
    answer,
    settings: { mostLists, minLists, maxDisparity, level, resamples, bias: "1/log2(1+rank)" },
  };
}

function named(name: string, { value, low, high }: Estimate): Record<string, number> {
  return { [name]: value, [`${name}_low`]: low, [`${name}_high`]: high };
}
