import type { DeclaredRule, RuleMode } from "@probity/rules";
import { RULE_MODES } from "@probity/rules";
import { z } from "zod";
import type { BlockConfig, LexiconConfig } from "../config.ts";
import { rulesByPack, sensitivityCodes } from "../vocabulary.ts";
import { ownRulesSchema, RULE_ID_PATTERN } from "./own-rules.ts";
import { described, file, whole } from "./texts.ts";

type GivenModes = Readonly<Record<string, RuleMode>>;

export interface GivenRules {
  readonly packs: readonly string[];
  readonly modes: GivenModes;
  readonly outlets: Readonly<Record<string, GivenModes>>;
  readonly own: readonly DeclaredRule[];
  readonly lexicons: readonly LexiconConfig[];
  readonly block: BlockConfig;
}

const modeSchema = z.enum(RULE_MODES).meta(described("What the rule does.", "该规则的方式。"));

// A rule's id may be one of the deployment's own; editors complete those of the packs.
const RULE_IDS = {
  propertyNames: { anyOf: [{ enum: [...rulesByPack.values()].flat() }, { pattern: RULE_ID_PATTERN }] },
};

const lexiconSchema: z.ZodType<LexiconConfig> = z
  .strictObject({
    code: z
      .enum(sensitivityCodes)
      .meta(
        described(
          "Code of the taxonomy that a tag with such a word has, such as `TAG.ILLEGAL`.",
          "含有这些词的标签所属的分类代码，如 `TAG.ILLEGAL`。",
        ),
      ),
    file: file("the path of a file").meta(
      described(
        "File of words, one a line, absolute or relative to this file.",
        "词表文件，每行一词，绝对路径或相对于本文件。",
      ),
    ),
  })
  .meta(described("A list of words that interest tags are held against.", "用于比对兴趣标签的词表。"));

const blockSchema = z
  .strictObject({
    status: whole(400, 499)
      .default(403)
      .meta(
        described(
          "HTTP status of the answer. Not 451 unless a legal demand is behind it: a hit is a suspicion.",
          "应答的 HTTP 状态码。除非确有法律要求，不宜使用 451：命中仅为疑似。",
        ),
      ),
  })
  .prefault({})
  .meta(described("How a request is answered that a rule blocks.", "规则阻断请求时的应答方式。"));

export const rulesSchema: z.ZodType<GivenRules> = z
  .strictObject({
    packs: z
      .array(z.enum([...rulesByPack.keys()]))
      .default(["cn"])
      .meta(described("Rule packs.", "规则包。")),
    modes: z
      .record(z.string(), modeSchema)
      .default({})
      .meta({
        ...described(
          "What a rule does, by its id: `off`; `observe`, which records what it finds; `shadow`, which also records what it would have held back; `enforce`, which holds it back. A rule that isn't named observes.",
          "各规则的方式：`off`（关闭）；`observe`（观察，记录疑似命中）；`shadow`（影子，另记录若强制执行将拦下的内容）；`enforce`（强制执行，实际拦下）。未列出的规则为观察。",
        ),
        ...RULE_IDS,
      }),
    outlets: z
      .record(
        z.string(),
        z
          .record(z.string(), modeSchema)
          .meta({ ...described("Modes by rule id.", "各规则的方式，按规则编号列出。"), ...RULE_IDS }),
      )
      .default({})
      .meta(
        described(
          "What rules do at an outlet, by its id; this goes before `modes`.",
          "规则在某服务出口的方式，按出口编号列出，优先于 `modes`。",
        ),
      ),
    own: ownRulesSchema,
    lexicons: z
      .array(lexiconSchema)
      .default([])
      .meta(described("Words that no interest tag may hold.", "兴趣标签不得含有的词。")),
    block: blockSchema,
  })
  .prefault({})
  .meta(
    described(
      "Which rules judge the decisions, and what they do. A hit is a suspicion to be reviewed.",
      "对决策进行检查的规则及其方式。命中仅表示「疑似 / 待复核」。",
    ),
  );
