import { z } from "zod";
import type { Telemetry } from "../config.ts";
import { described } from "./texts.ts";

export const telemetrySchema: z.ZodType<Telemetry> = z
  .strictObject({
    logs: z
      .boolean()
      .default(false)
      .meta(
        described(
          "Emit an OpenTelemetry log record for each decision, where a logger provider is registered.",
          "每次决策输出一条 OpenTelemetry 日志记录；须已注册 logger provider。",
        ),
      ),
  })
  .prefault({})
  .meta(
    described(
      "What is told to OpenTelemetry, beside what is stored.",
      "除入库外，另行输出到 OpenTelemetry 的内容。",
    ),
  );
