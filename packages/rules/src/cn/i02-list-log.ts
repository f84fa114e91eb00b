import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const i02: Rule = {
  id: "I02",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似榜单或热搜缺少榜单日志，或名次与得分不符而无干预记录",
    en: "Suspected hot list without a log, or in an order that its scores and interventions don't explain",
  },
  basis: [cite("REG9", "14", "V"), cite("QL24", "", "V2")],
  severity: "high",
  defaultAction: "warn",
  when: ["batch"],
  inputs: [
    "decisions.surface",
    "decisions.items",
    "decisions.interventions",
    "list_snapshots.entries",
    "list_snapshots.interventions",
    "list_snapshots.ts",
  ],
  meaning: {
    zh:
      "不得操纵榜单、控制热搜。检查清单要求留存榜单日志：时间、名次、热度值计算数据。" +
      "有日志才能说明每一次名次变化来自得分，还是来自经批准的人工干预。",
    en:
      "Lists are not to be manipulated. Inspectors ask for a log of each list: time, rank, and what the heat was worked " +
      "out from. Only a log can show that a rank came from a score or from an approved intervention.",
  },
  description: {
    zh:
      "展示位为热搜或榜单的决策，在配置的时间窗内找不到相应的榜单快照；或快照中的名次与得分顺序不一致，" +
      "且没有任何干预记录。",
    en:
      "A decision on a hot or ranked list has no snapshot of that list within the window that is configured; or the order " +
      "of a snapshot departs from its scores, and no intervention is on record.",
  },
  blindSpots: {
    zh: "热度数据本身是否被刷量操纵；未上报快照的榜单；快照之间的短暂变化；得分公式是否与公示一致。",
    en:
      "Whether the heat was inflated; lists whose snapshots are not reported; changes between two snapshots; whether the " +
      "formula is the published one.",
  },
  example: {
    zh: "热搜第 3 位的得分低于第 4 至 9 位，台账中没有置顶或提权的记录。",
    en: "The third of a hot list scores lower than those from four to nine, and the ledger holds no pin and no boost.",
  },
};
