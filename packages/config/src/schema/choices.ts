import { z } from "zod";
import type { ChoicesConfig } from "../config.ts";
import { described, whole } from "./texts.ts";

export const choicesSchema: z.ZodType<ChoicesConfig> = z
  .strictObject({
    maxLagSeconds: whole(0, 86_400)
      .default(10)
      .meta(
        described(
          "Seconds from a user's switch to the first decision that honours it, above which rule C02 asks for review. A choice of the deployment: the provision says at once and names no figure.",
          "从用户关闭个性化到首次按此处理的决策，超过该秒数时由规则 C02 提示复核。该数值由部署方自定：规定为「立即」，未给出具体时限。",
        ),
      ),
  })
  .prefault({})
  .meta(described("What is promised of users' choices.", "对用户选择的承诺。"));
