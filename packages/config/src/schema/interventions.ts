import { z } from "zod";
import type { InterventionsConfig } from "../config.ts";
import { surfaces } from "../vocabulary.ts";
import { described, name, whole } from "./texts.ts";

const DEFAULT_REASONS = [
  "editorial",
  "quality",
  "safety",
  "legal_request",
  "user_complaint",
  "commercial",
  "test",
];

export const interventionsSchema: z.ZodType<InterventionsConfig> = z
  .strictObject({
    twoPersonSurfaces: z
      .array(z.enum(surfaces))
      .default([])
      .meta(
        described(
          "Surfaces where whoever proposes an intervention may not approve it.",
          "须双人操作的展示位：提出者不得自行批准。",
        ),
      ),
    reasons: z
      .array(name("a reason code"))
      .min(1)
      .default(DEFAULT_REASONS)
      .meta(
        described(
          "The reason codes that there are; others are refused. A choice of the deployment.",
          "可用的理由代码，其余不予接受；由部署方自定。",
        ),
      ),
    maxDays: whole(1, 3650)
      .default(30)
      .meta(described("Days that an intervention may be valid at most.", "人工干预的最长有效天数。")),
  })
  .prefault({})
  .meta(described("What is asked of people who change results by hand.", "对人工干预结果的要求。"));
