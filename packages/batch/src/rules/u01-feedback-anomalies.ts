import type { Bilingual } from "@probity/rules";
import type { Answer } from "../batch-queries.ts";
import type { BatchHit, BatchRule, BatchScope } from "../batch-rule.ts";
import { type HourlyAnomaly, hourlyAnomalies } from "../feedback/hourly-anomalies.ts";
import { chinaTime, figure } from "../figures.ts";
import { grouped } from "../grouped.ts";
import type { FeedbackHour } from "@probity/clickhouse";

const KINDS: Readonly<Record<string, Bilingual>> = {
  not_interested: { zh: "不感兴趣", en: "not interested" },
  report: { zh: "举报", en: "reports" },
  complaint: { zh: "投诉", en: "complaints" },
  appeal: { zh: "申诉", en: "appeals" },
};

/** Hours with much more feedback than is usual, or much less. */
export const u01: BatchRule = {
  id: "U01",
  async look(queries, scope) {
    const answer = await queries.feedbackHours(scope.window, { historyDays: scope.settings.historyDays });
    const series = grouped(answer.rows, ({ kind, algorithm, outlet }) => [kind, algorithm, outlet]);
    return { cases: series.length, hits: series.flatMap((rows) => hitsOf(rows, answer, scope)) };
  },
};

function hitsOf(
  rows: readonly FeedbackHour[],
  answer: Answer<unknown>,
  { window, settings }: BatchScope,
): BatchHit[] {
  const { anomalyScore, minFeedback, historyDays } = settings;
  const counts = new Map(rows.map(({ hour, times }) => [hour, times]));
  const found = hourlyAnomalies(counts, { ...window, score: anomalyScore, minTimes: minFeedback });
  const much = found.filter(({ score }) => score > 0);
  const little = found.filter(({ score }) => score < 0);
  return [much, little].flatMap((anomalies) => {
    const worst = anomalies.toSorted((a, b) => Math.abs(b.score) - Math.abs(a.score))[0];
    const [row] = rows;
    if (!worst || !row) return [];
    return [
      {
        algorithm: row.algorithm,
        outlet: row.outlet,
        about: `${worst.score > 0 ? "spike" : "silence"}:${row.kind}`,
        measures: {
          ...{ hours: anomalies.length, worst_hour_ms: worst.hour, times: worst.times },
          ...{ expected: worst.expected, score: worst.score },
        },
        explanation: told(row.kind, anomalies.length, worst),
        answer,
        settings: { anomalyScore, minFeedback, historyDays },
      },
    ];
  });
}

function told(kind: string, hours: number, { hour, times, expected, score }: HourlyAnomaly): Bilingual {
  const name = KINDS[kind] ?? { zh: kind, en: kind };
  const by = figure(Math.abs(score));
  return {
    zh:
      `疑似用户反馈异常：「${name.zh}」有 ${hours} 个小时明显${score > 0 ? "多于" : "少于"}往常，` +
      `最甚为 ${chinaTime(hour)}（北京时间）起的一小时，${times} 次，而往常同一时刻约 ${figure(expected)} 次（相差 ${by} 倍通常波动），待复核。`,
    en:
      `Suspected anomaly in what users say: in ${hours} hours there was much ${score > 0 ? "more" : "less"} of ` +
      `"${name.en}" than usual, above all from ${chinaTime(hour)} (China time) with ${times}, where about ` +
      `${figure(expected)} are usual at that hour (${by} times the usual deviation); to be reviewed.`,
  };
}
