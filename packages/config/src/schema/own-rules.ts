import type { DeclaredConditions, DeclaredLimits, DeclaredMask, DeclaredRule } from "@probity/rules";
import { z } from "zod";
import {
  actions,
  ageBands,
  codesAndClasses,
  itemFlags,
  purposes,
  serviceClasses,
  severities,
  surfaces,
} from "../vocabulary.ts";
import { described, line, whole } from "./texts.ts";

/** What the id of a rule looks like. */
export const RULE_ID_PATTERN = "^[A-Za-z][A-Za-z0-9_-]{0,31}$";

const RULE_ID = "a rule's id: a letter, then letters, digits, - and _, 32 in all";
const TIME = "a time of day such as 22:00, in quotes";
const PATTERN = "a name, with * for any text";

function list<T extends z.ZodType>(of: T, en: string, zh: string): z.ZodExactOptional<z.ZodArray<T>> {
  return z.array(of).meta(described(en, zh)).exactOptional();
}

function flag(en: string, zh: string): z.ZodExactOptional<z.ZodBoolean> {
  return z.boolean().meta(described(en, zh)).exactOptional();
}

function timeOfDay(en: string, zh: string): z.ZodString {
  return z
    .string(TIME)
    .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, TIME)
    .meta(described(en, zh));
}

const hours = z
  .strictObject({
    from: timeOfDay("First moment, such as `22:00`.", "起始时刻，如 `22:00`。"),
    to: timeOfDay("First moment after it, up to `24:00`.", "结束时刻（不含），至 `24:00`。"),
  })
  .meta(
    described(
      "Time of day in Asia/Shanghai, by the server's clock; over midnight where it ends before it begins.",
      "北京时间（服务器时钟）的时段；结束早于起始时跨越午夜。",
    ),
  );

const when: z.ZodType<DeclaredConditions> = z
  .strictObject({
    algorithms: list(z.string("the id of a declared algorithm"), "Ids of algorithms.", "算法编号。"),
    outlets: list(
      z.string("the id of a declared outlet"),
      "Ids of outlets; an empty text for none.",
      "服务出口编号；空文本表示无出口。",
    ),
    serviceClasses: list(z.enum(serviceClasses), "Classes of service.", "服务类别。"),
    purposes: list(z.enum(purposes), "What decisions are for.", "决策目的。"),
    surfaces: list(z.enum(surfaces), "Places on the page.", "展示位。"),
    ageBands: list(z.enum(ageBands), "Age bands.", "年龄段。"),
    minor: flag("A minor, by age band or by the mode signal.", "未成年人（按年龄段或未成年人模式信号）。"),
    minorMode: flag("The minors' mode is on.", "未成年人模式已开启。"),
    elderMode: flag("The elder mode is on.", "适老模式已开启。"),
    guardianConsent: flag("A guardian's consent is on file.", "已取得监护人同意。"),
    personalisationOff: flag("The user switched personalisation off.", "用户已关闭个性化。"),
    hours: hours.exactOptional(),
  })
  .meta(
    described(
      "What must be so, all of it; a list is met by any of its members. Left out: every decision.",
      "须全部满足的条件，列表满足其一即可；缺省为所有决策。",
    ),
  );

const forbids: z.ZodType<DeclaredMask> = z
  .strictObject({
    codes: list(
      z.enum(codesAndClasses),
      "Sensitivity codes, whole (`SPI.MED.COND`) or by class (`SPI.MED`).",
      "敏感信息代码（`SPI.MED.COND`）或类别（`SPI.MED`）。",
    ),
    features: list(
      z.string(PATTERN).max(200),
      "Names of features; `*` stands for any text.",
      "特征名称；`*` 代表任意文本。",
    ),
    sources: list(
      z.string(PATTERN).max(64),
      "Names of data sources; `*` stands for any text.",
      "数据源名称；`*` 代表任意文本。",
    ),
    personal: flag(
      "Every feature that personalises: personal data that serves for more than safety.",
      "一切用于个性化的特征：用途不限于安全的个人信息。",
    ),
    unregistered: flag("Whatever the catalog doesn't know.", "数据目录中未登记的一切数据。"),
    items: list(z.enum(itemFlags), "Items with any of these flags.", "带有任一所列标志的内容。"),
  })
  .meta(described("What must not be used or delivered.", "不得使用的数据与不得提供的内容。"));

const most = z.number("a number from 0").min(0).max(1e15);

function limit(en: string, zh: string): z.ZodExactOptional<z.ZodNumber> {
  return most.meta(described(en, zh)).exactOptional();
}

const limits: z.ZodType<DeclaredLimits> = z
  .strictObject({
    features: limit("Different features used.", "所使用的不同特征数。"),
    codes: z
      .record(z.string(), most.meta(described("Features of that code or class.", "该代码或类别的特征数。")))
      .meta({
        ...described(
          "Different features used of a code or class of codes, each by itself.",
          "所使用的某代码或类别的不同特征数，逐项列出。",
        ),
        propertyNames: { enum: codesAndClasses },
      })
      .exactOptional(),
    tags: limit("Different interest tags read.", "所读取的不同兴趣标签数。"),
    unregistered: limit("Places outside the catalog that were read.", "所读取的数据目录以外的位置数。"),
    interventions: limit("Manual interventions that touched the result.", "影响结果的人工干预数。"),
    price: limit(
      "The highest price shown, in the service's own unit.",
      "所展示的最高价格，以服务自身单位计。",
    ),
    useTodaySeconds: limit("Seconds of use today.", "当日使用秒数。"),
    useContinuousSeconds: limit("Seconds of use without a break.", "连续使用秒数。"),
  })
  .meta(
    described(
      "What a decision may have at most. Known when it ends, so that it is found and never held back.",
      "决策的上限。决策结束时方可得知，因此只能记录，不能拦下。",
    ),
  );

const ownRule: z.ZodType<DeclaredRule> = z
  .strictObject({
    id: z
      .string(RULE_ID)
      .regex(new RegExp(RULE_ID_PATTERN), RULE_ID)
      .meta(described("Id, which no rule of a pack may have.", "规则编号，不得与规则包中的规则相同。")),
    version: whole(1, 65_535)
      .meta(
        described(
          "To be raised whenever the rule comes to judge otherwise. Left out: 1.",
          "规则判断发生变化时递增；缺省为 1。",
        ),
      )
      .exactOptional(),
    title: z
      .strictObject({
        zh: line("a title in Chinese").meta(described("In Chinese.", "中文。")),
        en: line("a title in English").meta(described("In English.", "英文。")),
      })
      .meta(
        described("What officers read; worded as a suspicion.", "供合规人员阅读的名称，以「疑似」表述。"),
      ),
    severity: z
      .enum(severities)
      .meta(described("How grave a hit is. Left out: `medium`.", "命中的严重程度；缺省为 `medium`。"))
      .exactOptional(),
    action: z
      .enum(actions)
      .meta(
        described(
          "What it does where it is enforced; `record` and `warn` hold nothing back. Left out: `warn`.",
          "强制执行时的处置；`record` 与 `warn` 不拦下任何内容；缺省为 `warn`。",
        ),
      )
      .exactOptional(),
    when: when.exactOptional(),
    forbids: forbids.exactOptional(),
    limits: limits.exactOptional(),
  })
  .meta(
    described(
      "A rule of the deployment's own. One that forbids and limits nothing is against every decision that meets `when`.",
      "部署方自定的规则；既无 `forbids` 又无 `limits` 时，凡符合 `when` 的决策即为命中。",
    ),
  );

export const ownRulesSchema: z.ZodDefault<z.ZodArray<z.ZodType<DeclaredRule>>> = z
  .array(ownRule)
  .default([])
  .meta(
    described(
      "Rules of the deployment's own, as masks and thresholds.",
      "部署方自定的规则，以掩码与阈值表述。",
    ),
  );
