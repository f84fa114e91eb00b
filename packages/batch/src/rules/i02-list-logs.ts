import type { BatchHit, BatchRule } from "../batch-rule.ts";
import { percent } from "../figures.ts";

/** Ranked lists without a log, or in an order that their scores don't bear out. */
export const i02: BatchRule = {
  id: "I02",
  async look(queries, { window, settings: { snapshotHours } }) {
    const [logs, order] = await Promise.all([
      queries.listLogs(window, { snapshotHours }),
      queries.listOrder(window),
    ]);
    const unlogged = logs.rows
      .filter((row) => row.unlogged > 0)
      .map(({ algorithm, outlet, surface, ...row }): BatchHit => {
        return {
          algorithm,
          outlet,
          about: `unlogged:${surface}`,
          measures: { decisions: row.decisions, unlogged: row.unlogged },
          explanation: {
            zh:
              `疑似缺少榜单日志：展示位 ${surface} 的 ${row.decisions} 次榜单展示中，有 ${row.unlogged} 次` +
              `（${percent(row.unlogged / row.decisions)}）在此前 ${snapshotHours} 小时内没有榜单快照，待复核。`,
            en:
              `Suspected list without a log: of ${row.decisions} times that a list was shown on the surface ${surface}, ` +
              `${row.unlogged} (${percent(row.unlogged / row.decisions)}) have no snapshot within the ${snapshotHours} ` +
              "hours before; to be reviewed.",
          },
          answer: logs,
          settings: { snapshotHours },
        };
      });
    const unordered = order.rows
      .filter((row) => row.unordered > 0)
      .map(({ algorithm, outlet, surface, source, list, lists, unordered: count }): BatchHit => {
        const name = list === "" ? surface : list;
        return {
          algorithm,
          outlet,
          about: `order:${source}:${surface}:${list}`,
          measures: { lists, unordered: count },
          explanation: {
            zh: `疑似名次与得分不符：榜单 ${name} 的 ${lists} 次展示中，有 ${count} 次得分较低者排在较高者之前，而没有任何干预记录，待复核。`,
            en:
              `Suspected rank that no score bears out: of ${lists} states of the list ${name}, ${count} place a lower ` +
              "score ahead of a higher one with no intervention on record; to be reviewed.",
          },
          answer: order,
          settings: {},
        };
      });
    return { cases: logs.rows.length + order.rows.length, hits: [...unlogged, ...unordered] };
  },
};
