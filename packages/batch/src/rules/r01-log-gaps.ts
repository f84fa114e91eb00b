import type { Answer } from "../batch-queries.ts";
import type { BatchHit, BatchRule } from "../batch-rule.ts";
import { figure, percent } from "../figures.ts";
import type { CoverageShare, RecordedLoss, SequenceHoles, TableRetention } from "@probity/clickhouse";
import type { BatchSettings } from "../settings.ts";
import { retentionDays } from "./retention-days.ts";

/** Records that are missing, requests that became none, and records that are not kept for long enough. */
export const r01: BatchRule = {
  id: "R01",
  async look(queries, { window, settings }) {
    const [losses, holes, coverage, retention] = await Promise.all([
      queries.recordedLosses(window),
      queries.sequenceHoles(window),
      queries.coverageShares(window),
      queries.retention(),
    ]);
    const limited = retention.rows.filter(({ ttl }) => ttl !== "");
    return {
      cases: losses.rows.length + holes.rows.length + coverage.rows.length + limited.length,
      hits: [
        ...lost(losses),
        ...missing(holes),
        ...uncovered(coverage, settings),
        ...shortLived(retention, settings),
      ],
    };
  },
};

function lost(answer: Answer<RecordedLoss>): BatchHit[] {
  return answer.rows
    .filter((row) => row.missing > 0)
    .map(({ service, of, cause, gaps, rows, missing: still }) => ({
      about: `gap:${service}:${of}:${cause}`,
      measures: { gaps, rows, missing: still },
      explanation: {
        zh: `疑似日志断档：服务 ${service} 在表 ${of} 登记了 ${gaps} 处断档（原因 ${cause}），共 ${rows} 条记录，至今仍缺 ${still} 条，待复核。`,
        en:
          `Suspected gap in the log: the service ${service} reports ${gaps} gaps in ${of} (cause: ${cause}) of ${rows} ` +
          `records, of which ${still} are still missing; to be reviewed.`,
      },
      answer,
      settings: {},
    }));
}

function missing(answer: Answer<SequenceHoles>): BatchHit[] {
  return answer.rows
    .filter((row) => row.missing > 0 || row.doubled > 0)
    .map(({ service, writers, missing: holes, writers_with_holes, doubled }) => ({
      about: `sequence:${service}`,
      measures: { writers, writers_with_holes, missing: holes, doubled },
      explanation: {
        zh:
          `疑似日志序号不连续：服务 ${service} 的 ${writers} 个写入进程中有 ${writers_with_holes} 个缺号，` +
          `共缺 ${holes} 条而无断档记录，另有 ${doubled} 条重复，待复核。`,
        en:
          `Suspected break in the numbers of the log: of ${writers} writers of the service ${service}, ${writers_with_holes} ` +
          `lack ${holes} numbers that no gap accounts for, and ${doubled} rows are there twice; to be reviewed.`,
      },
      answer,
      settings: {},
    }));
}

function uncovered(answer: Answer<CoverageShare>, { minCoverage }: BatchSettings): BatchHit[] {
  return answer.rows
    .filter(({ requests, recorded, nested }) => recorded + nested < minCoverage * requests)
    .map(({ service, method, route, algorithm, requests, recorded, nested }) => ({
      algorithm,
      about: `coverage:${service}:${method} ${route}`,
      measures: { requests, recorded, nested },
      explanation: {
        zh:
          `疑似记录覆盖不足：路由 ${method} ${route} 的 ${requests} 次请求中只有 ${recorded + nested} 次` +
          `（${percent((recorded + nested) / requests)}）有决策记录，低于 ${percent(minCoverage)}，待复核。`,
        en:
          `Suspected lack of coverage: of ${requests} requests to ${method} ${route} only ${recorded + nested} ` +
          `(${percent((recorded + nested) / requests)}) are on record, less than ${percent(minCoverage)}; to be reviewed.`,
      },
      answer,
      settings: { minCoverage },
    }));
}

function shortLived(answer: Answer<TableRetention>, { minRetentionDays }: BatchSettings): BatchHit[] {
  return answer.rows.flatMap(({ table, ttl }) => {
    const days = retentionDays(ttl);
    if (days === undefined || days >= minRetentionDays) return [];
    return [
      {
        about: `retention:${table}`,
        measures: { days },
        explanation: {
          zh: `疑似留存期限低于下限：表 ${table} 的记录保存 ${figure(days)} 天后删除，少于 ${minRetentionDays} 天（最长的六个月），待复核。`,
          en:
            `Suspected retention below the floor: rows of ${table} are deleted after ${figure(days)} days, less than ` +
            `${minRetentionDays}, the longest six months; to be reviewed.`,
        },
        answer,
        settings: { minRetentionDays },
      },
    ];
  });
}
