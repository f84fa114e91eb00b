import { z } from "zod";
import type { MinorsConfig } from "../config.ts";
import { described, whole } from "./texts.ts";

export const minorsSchema: z.ZodType<MinorsConfig> = z
  .strictObject({
    countUse: z
      .boolean()
      .default(false)
      .meta(
        described(
          "Count for how long minors use the service, today and without a break, from their decisions.",
          "依据决策统计未成年人当日与连续使用时长。",
        ),
      ),
    breakSeconds: whole(1, 86_400)
      .default(300)
      .meta(described("Seconds of a pause that ends continuous use.", "停顿达到该秒数，连续使用即告中断。")),
    mauThreshold: whole(1, 2_000_000_000)
      .default(1_000_000)
      .meta(
        described(
          "Minors among the monthly active users from which duties of their own hold; told when 80 % are reached.",
          "触发专门义务的未成年人月活跃用户数；达到 80 % 时予以提示。",
        ),
      ),
  })
  .prefault({})
  .meta(described("What is counted of minors.", "对未成年人的统计。"));
