import type { FiledScope } from "@probity/core";
import type { Bilingual } from "@probity/rules";
import type { BatchRule } from "../batch-rule.ts";
import { chinaTime } from "../figures.ts";
import type { RunTimeFact } from "@probity/clickhouse";

const KINDS: Readonly<Record<string, Bilingual>> = {
  outlet: { zh: "出口", en: "outlet" },
  version: { zh: "版本", en: "version" },
  feature: { zh: "特征", en: "feature" },
  source: { zh: "数据源", en: "data source" },
  notice: { zh: "公示版本", en: "public notice" },
};

/** What ran and was not filed. An algorithm of which nothing is known of a filing is passed over. */
export const f03: BatchRule = {
  id: "F03",
  async look(queries, { window, filed }) {
    if (filed.size === 0) return { cases: 0, hits: [] };
    const answer = await queries.runTimeFacts(window);
    const compared = answer.rows.filter(({ algorithm, kind }) => listed(filed.get(algorithm), kind));
    const unfiled = compared.filter(({ algorithm, kind, value }) => {
      return listed(filed.get(algorithm), kind)?.includes(value) === false;
    });
    return {
      cases: compared.length,
      hits: unfiled.map((fact) => {
        const { algorithm, kind, value, decisions, first, last } = fact;
        const what = KINDS[kind] ?? { zh: kind, en: kind };
        return {
          algorithm,
          outlet: kind === "outlet" ? value : "",
          about: `${kind}:${value}`,
          measures: { decisions, first_ms: first, last_ms: last },
          explanation: {
            zh:
              `疑似运行事实与备案快照不一致：${what.zh}「${value}」不在算法 ${algorithm} 的备案快照中，` +
              `本时段自 ${chinaTime(first)}（北京时间）起出现在 ${decisions} 次决策中，待复核。`,
            en:
              `Suspected drift from the filing: the ${what.en} ${value} is not in the snapshot of algorithm ${algorithm}; ` +
              `from ${chinaTime(first)} (China time) on it was seen in ${decisions} decisions of this window; to be reviewed.`,
          },
          answer,
          settings: { filed: { [algorithm]: filed.get(algorithm) } },
        };
      }),
    };
  },
};

function listed(scope: FiledScope | undefined, kind: RunTimeFact["kind"]): readonly string[] | undefined {
  if (!scope) return undefined;
  if (kind === "outlet") return scope.outlets;
  if (kind === "version") return scope.versions;
  if (kind === "feature") return scope.features;
  if (kind === "source") return scope.sources;
  return scope.notice === undefined ? undefined : [scope.notice];
}
