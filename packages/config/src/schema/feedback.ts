import { z } from "zod";
import type { FeedbackConfig } from "../config.ts";
import { described, name, whole } from "./texts.ts";

const DEFAULT_REASONS = [
  "irrelevant",
  "repetitive",
  "offensive",
  "misleading",
  "unlabelled_ad",
  "unfit_for_minors",
  "unfair_price",
  "privacy",
  "other",
];

export const feedbackSchema: z.ZodType<FeedbackConfig> = z
  .strictObject({
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
    firstReplyHours: whole(1, 8760)
      .default(24)
      .meta(
        described(
          "Hours to the first reply, as the service makes known. A choice of the deployment: the provision asks for a limit and names none.",
          "公示的首次答复时限（小时）。由部署方自定：规定要求明确反馈时限，未给出具体数值。",
        ),
      ),
    closeHours: whole(1, 8760)
      .default(360)
      .meta(described("Hours to the end of a case, as the service makes known.", "公示的办结时限（小时）。")),
  })
  .prefault({})
  .meta(described("What is promised of complaints and appeals.", "对投诉与申诉的承诺。"));
