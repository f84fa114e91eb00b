import { z } from "zod";
import type { ConfiguredRuleMode } from "../config.ts";
import { rulesByPack } from "../vocabulary.ts";
import { described } from "./texts.ts";

export interface GivenRules {
  readonly pack: string;
  readonly modes: Readonly<Record<string, ConfiguredRuleMode>>;
}

export const rulesSchema: z.ZodType<GivenRules> = z
  .strictObject({
    pack: z
      .enum([...rulesByPack.keys()])
      .default("cn")
      .meta(described("Rule pack.", "规则包。")),
    modes: z
      .record(z.string(), z.enum(["off", "observe"]).meta(described("What the rule does.", "该规则的方式。")))
      .default({})
      .meta({
        ...described(
          "What a rule does, by its id: `off`, or `observe`, which records what it finds. A rule that isn't named observes.",
          "各规则的方式：`off`（关闭）或 `observe`（观察，记录疑似命中）；未列出的规则为观察。",
        ),
        propertyNames: { enum: [...rulesByPack.values()].flat() },
      }),
  })
  .prefault({})
  .meta(described("Which rules judge the decisions.", "对决策进行检查的规则。"));
