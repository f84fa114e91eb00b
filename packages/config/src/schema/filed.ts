import type { FiledScope } from "@probity/core";
import { z } from "zod";
import { described, line } from "./texts.ts";

function names(expected: string, en: string, zh: string): z.ZodArray<z.ZodString> {
  return z.array(z.string(expected)).meta(described(en, zh));
}

/** What was filed of an algorithm. It may name more than this service runs. */
export const filedSchema: z.ZodType<FiledScope> = z
  .strictObject({
    outlets: names("the id of an outlet", "Ids of the outlets that it covers.", "备案所涵盖的服务出口编号。"),
    versions: names(
      "a version",
      "Versions that run under it. Left out: any.",
      "备案所涵盖的版本；缺省为任意。",
    ).exactOptional(),
    features: names(
      "the name of a feature",
      "Names of the features that it names as input. Left out: any.",
      "备案所列作为输入的特征名称；缺省为任意。",
    ).exactOptional(),
    sources: names(
      "the name of a source",
      "Names of the data sources. Left out: any.",
      "备案所列的数据源名称；缺省为任意。",
    ).exactOptional(),
    notice: line("a version of the public notice", 64)
      .exactOptional()
      .meta(described("Version of the public notice. Left out: any.", "公示内容的版本；缺省为任意。")),
  })
  .meta(
    described(
      "What was filed, as far as it can be held against what runs. Left out: nothing is known of a filing.",
      "备案内容中可与实际运行比对的部分；缺省为备案内容未知。",
    ),
  );
