import type { InterventionFacts } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const i01: Rule = {
  id: "I01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似人工干预要素不全或不在有效期内",
    en: "Suspected manual intervention that is incomplete or out of its validity",
  },
  basis: [cite("REG9", "11", "V"), cite("REG9", "14", "V"), cite("REG9", "7", "V")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline", "batch"],
  inputs: ["decisions.interventions", "decisions.ts", "interventions.id", "interventions.step"],
  meaning: {
    zh: "人工干预本身是允许的，也是要求建立的机制；但每一次干预都应说得清：谁、经谁批准、为什么、到什么时候为止。说不清的干预无法与操纵榜单区别开来。",
    en: "A person's hand on the result is allowed, and a mechanism for it is asked for. But of each it must be clear who did it, who approved it, why, and until when. One that can't be told apart from manipulation is to be reviewed.",
  },
  description: {
    zh:
      "影响本次结果的人工干预缺少操作人、审批人、理由、工单或有效期截止时间，或者在决策开始时已过期、尚未生效。" +
      "有效期含起始时刻，不含截止时刻。命中说明按干预编号列出所缺要素，最多列 8 条。" +
      "批量：影响了决策，而干预台账当时并不支持的干预（台账中没有、已驳回、未批准、已撤销、不在有效期或范围之内）。",
    en:
      "An intervention that touched the result lacks operator, approver, reason, ticket or end of validity, or it had " +
      "ended or not begun when the decision opened. Validity holds its first moment and not its last. The detail lists " +
      "what is wrong by intervention id, for up to 8 of them. In batches: interventions that touched decisions and that the " +
      "ledger did not bear out at the time (unknown to it, rejected, not approved, revoked, out of its validity or scope).",
  },
  blindSpots: {
    zh:
      "服务未上报的干预；要素是否真实，如审批是否确有其事、操作人与审批人是否为同一人；" +
      "理由是否正当；直接改动模型或数据而形成的干预。",
    en:
      "Interventions that the service doesn't report; whether the entries are true, such as an approval that never was " +
      "or one's own; whether the reason is good; interventions made by changing a model or its data.",
  },
  example: {
    zh: "一条置顶昨天到期，今天仍排在第一位，台账里没有审批人。",
    en: "A pin ended yesterday and is still first today; the ledger names nobody who approved it.",
  },
  compile() {
    return {
      judge({ interventions, openedAt }) {
        let found: string[] | undefined;
        for (const intervention of interventions) {
          const defects = defectsOf(intervention, openedAt);
          if (defects.length > 0) (found ??= []).push(`${intervention.id || "?"}(${defects.join(",")})`);
        }
        return found && summary(found);
      },
    };
  },
};

function defectsOf(intervention: InterventionFacts, at: number): string[] {
  const defects: string[] = REQUIRED.filter((field) => intervention[field] === "");
  const { valid_from: from, valid_to: to } = intervention;
  if (to === null) defects.push("valid_to");
  else if (to <= at) defects.push("expired");
  if (from !== null && from > at) defects.push("not_yet_valid");
  return defects;
}

const REQUIRED = ["operator", "approver", "reason", "ticket"] as const;

function summary(found: readonly string[]): string {
  const rest = found.length - MOST_LISTED;
  return found.slice(0, MOST_LISTED).join(" ") + (rest > 0 ? ` +${rest}` : "");
}

/** A detail stays readable, and of bounded size, whatever a service reports. */
const MOST_LISTED = 8;
