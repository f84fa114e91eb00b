import { z } from "zod";
import type { RequestValue, SubjectMapping } from "@probity/core";
import { described } from "./texts.ts";

const PLACES = "{ header: name }, { query: name } or { param: name }";

const parameter = z
  .string("a name")
  .regex(/^[^\s\p{Cc}]+$/u, "a name without blanks")
  .max(128);
const header = z
  .string("the name of a header")
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "the name of a header")
  .max(128);

function requestValue(en: string, zh: string): z.ZodOptional<z.ZodType<RequestValue, object>> {
  return z
    .strictObject(
      {
        header: header
          .exactOptional()
          .meta(described("Name of a request header, in any case.", "请求头名称，不分大小写。")),
        query: parameter.exactOptional().meta(described("Name of a query parameter.", "查询参数名称。")),
        param: parameter
          .exactOptional()
          .meta(described("Name of a parameter of the route's path.", "路由路径中的参数名称。")),
      },
      PLACES,
    )
    .refine((given) => Object.keys(given).length === 1, `one of ${PLACES}`)
    .transform((given) => given as RequestValue) // one of the three, as was just checked
    .meta({ ...described(en, zh), minProperties: 1, maxProperties: 1 })
    .optional();
}

export const subjectSchema: z.ZodType<SubjectMapping> = z
  .strictObject({
    id: requestValue(
      "The user's id. Hashed at once, never stored.",
      "用户标识；立即做假名化处理，不予存储。",
    ),
    age: requestValue("Age in whole years; only its band is kept.", "周岁年龄；只保留年龄段。"),
    ageBand: requestValue(
      "`u14`, `14-15`, `16-17` or `adult`.",
      "年龄段：`u14`、`14-15`、`16-17` 或 `adult`。",
    ),
    ageSource: requestValue(
      "How the age is known: `self_declared`, `verified`, `guardian` or `inferred`.",
      "年龄来源：`self_declared`（自报）、`verified`（核验）、`guardian`（监护人）或 `inferred`（推断）。",
    ),
    minorMode: requestValue(
      "Flag: the minors' mode of device or app is on.",
      "开关：设备或应用处于未成年人模式。",
    ),
    elderMode: requestValue("Flag: the elder mode is on.", "开关：处于适老模式。"),
    guardianConsent: requestValue("Flag: a guardian's consent is on file.", "开关：已取得监护人同意。"),
    guardianExempt: requestValue("Flag: a guardian lifted the curfew.", "开关：监护人已豁免时段限制。"),
    minorRules: requestValue(
      "Version of the special processing rules for under-14s that apply.",
      "适用的不满十四周岁未成年人专门处理规则的版本。",
    ),
    consentVersion: requestValue("Version of the consent in force.", "现行同意的版本。"),
    separateConsents: requestValue(
      "List of sensitivity codes, or classes of them, with a separate consent.",
      "列表：已取得单独同意的敏感信息代码或类别。",
    ),
    consentWithdrawnAt: requestValue("Time at which consent was withdrawn.", "撤回同意的时间。"),
    personalisationOff: requestValue(
      "Flag: the user switched personalisation off.",
      "开关：用户已关闭个性化。",
    ),
    personalisationOffAt: requestValue("Time at which it was switched off.", "关闭个性化的时间。"),
    deletedTags: requestValue(
      "List of interest tags that the user deleted or blocked.",
      "列表：用户已删除或屏蔽的兴趣标签。",
    ),
  })
  .prefault({})
  .meta(
    described(
      "Where a request says who is asking. Flags are true, 1, on or yes and their opposites, times ISO 8601 or milliseconds, lists have commas.",
      "请求中用户主体信息的位置。开关取 true、1、on、yes 及其反义；时间为 ISO 8601 或毫秒；列表以逗号分隔。",
    ),
  );
