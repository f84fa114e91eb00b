import { z } from "zod";
import type { InterventionsConfig } from "../config.ts";
import { surfaces } from "../vocabulary.ts";
import { described, name, whole } from "./texts.ts";

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
      .default([])
      .meta(described("Reason codes that may be given. Empty: any.", "可用的理由代码；空表示不限。")),
    maxDays: whole(1, 3650)
      .default(30)
      .meta(described("Days that an intervention may be valid at most.", "人工干预的最长有效天数。")),
  })
  .prefault({})
  .meta(described("What is asked of people who change results by hand.", "对人工干预结果的要求。"));
