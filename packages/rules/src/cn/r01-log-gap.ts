import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const r01: Rule = {
  id: "R01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似探针日志断档、丢弃，或留存期限低于下限",
    en: "Suspected gap or loss in the log, or a retention below the floor",
  },
  basis: [
    cite("REG9", "28(2)", "V"),
    cite("CSL26", "23 item 3", "V"),
    cite("PIPL", "56", "V"),
    cite("AIACT", "12", "V2"),
    cite("AIACT", "19", "V2"),
    cite("AIACT", "26(6)", "V2"),
  ],
  severity: "high",
  defaultAction: "warn",
  when: ["batch"],
  inputs: ["decisions.seq", "decisions.writer", "decisions.epoch", "gaps.of", "gaps.rows", "gaps.cause"],
  meaning: {
    zh:
      "规定要求依法留存网络日志；网络安全法要求不少于六个月，影响评估报告和处理情况记录至少三年；欧盟人工智能法要求高风险系统的提供者和部署者保存日志至少六个月。" +
      "日志有断档，就不能证明断档期间没有问题。",
    en:
      "Logs are to be kept: six months at least by the Cybersecurity Law, and by the AI Act of the EU for high-risk systems; " +
      "records of impact assessments for three years. A log with a gap proves nothing of the time of the gap.",
  },
  description: {
    zh: "每个写入进程的序号应连续；缺号、登记的丢失和断档按时间列出。已配置的留存期限低于 184 天（最长的六个月）的，也记为待复核。",
    en:
      "The numbers of each writer are to be without a gap: missing ones, and losses on record, are listed by time. A " +
      "configured retention below 184 days, the longest six months, is to be reviewed, too.",
  },
  blindSpots: {
    zh: "没有安装探针的服务和路由（见覆盖率）；在进入探针之前就丢失的请求；日志内容是否足以回答问题。",
    en:
      "Services and routes without a probe (see coverage); requests lost before they reach one; whether the log holds " +
      "enough to answer what is asked.",
  },
  example: {
    zh: "某进程 14:02 至 14:05 的 1,204 条记录因磁盘写满未能留存。",
    en: "Of one process 1,204 records from 14:02 to 14:05 are missing: its disk was full.",
  },
};
