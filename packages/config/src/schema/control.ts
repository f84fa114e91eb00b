import { z } from "zod";
import type { ControlConfig } from "../config.ts";
import { described, file, whole } from "./texts.ts";

export const controlSchema: z.ZodType<ControlConfig> = z
  .strictObject({
    file: file("the path of a file")
      .exactOptional()
      .meta(
        described(
          "File that is watched for changes of rules, absolute or relative to this file. Left out: none is.",
          "受监视的规则变更文件，绝对路径或相对于本文件；缺省为不监视。",
        ),
      ),
    pollMs: whole(100, 60_000)
      .default(1000)
      .meta(
        described(
          "Milliseconds between two looks at that file and at the control table.",
          "查看该文件与控制表的间隔毫秒数。",
        ),
      ),
  })
  .prefault({})
  .meta(
    described(
      "How rules are changed, and all enforcement is stopped, while the service runs.",
      "服务运行期间变更规则方式、停止全部强制执行的途径。",
    ),
  );
