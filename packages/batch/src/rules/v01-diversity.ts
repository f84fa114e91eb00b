import type { BatchRule } from "../batch-rule.ts";
import { percent } from "../figures.ts";

/** The same items, again and again. */
export const v01: BatchRule = {
  id: "V01",
  async look(queries, { window, settings: { maxRepeats, minPages } }) {
    const answer = await queries.repeatedItems(window, { minPages });
    return {
      cases: answer.rows.length,
      hits: answer.rows
        .filter(({ delivered, again, twice_on_page }) => again > maxRepeats * delivered || twice_on_page > 0)
        .map(({ algorithm, outlet, surface, ...measures }) => {
          const { subjects, delivered, again, twice_on_page } = measures;
          return {
            algorithm,
            outlet,
            about: `surface:${surface}`,
            measures,
            explanation: {
              zh:
                `疑似同质化推荐：展示位 ${surface} 上 ${subjects} 名用户得到的 ${delivered} 个条目中，有 ${again} 个` +
                `（${percent(again / delivered)}）此前已推荐给同一用户，${twice_on_page} 个在同一页重复，待复核（倡导性条款）。`,
              en:
                `Suspected lack of diversity: of ${delivered} items that ${subjects} users got on the surface ${surface}, ` +
                `${again} (${percent(again / delivered)}) had come to the same user before, and ${twice_on_page} stood twice ` +
                "on one page; to be reviewed (a recommendation of the provisions, no duty).",
            },
            answer,
            settings: { maxRepeats, minPages },
          };
        }),
    };
  },
};
