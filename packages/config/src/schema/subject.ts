import { z } from "zod";
import type { RequestValue, SubjectMapping } from "@probity/core";
import { requestValue } from "./request-value.ts";
import { described } from "./texts.ts";

function given(en: string, zh: string): z.ZodOptional<z.ZodType<RequestValue, object>> {
  return requestValue(en, zh).optional();
}

export const subjectSchema: z.ZodType<SubjectMapping> = z
  .strictObject({
    id: given("The user's id. Hashed at once, never stored.", "用户标识；立即做假名化处理，不予存储。"),
    age: given("Age in whole years; only its band is kept.", "周岁年龄；只保留年龄段。"),
    ageBand: given("`u14`, `14-15`, `16-17` or `adult`.", "年龄段：`u14`、`14-15`、`16-17` 或 `adult`。"),
    ageSource: given(
      "How the age is known: `self_declared`, `verified`, `guardian` or `inferred`.",
      "年龄来源：`self_declared`（自报）、`verified`（核验）、`guardian`（监护人）或 `inferred`（推断）。",
    ),
    minorMode: given("Flag: the minors' mode of device or app is on.", "开关：设备或应用处于未成年人模式。"),
    elderMode: given("Flag: the elder mode is on.", "开关：处于适老模式。"),
    guardianConsent: given("Flag: a guardian's consent is on file.", "开关：已取得监护人同意。"),
    guardianExempt: given("Flag: a guardian lifted the curfew.", "开关：监护人已豁免时段限制。"),
    minorRules: given(
      "Version of the special processing rules for under-14s that apply.",
      "适用的不满十四周岁未成年人专门处理规则的版本。",
    ),
    consentVersion: given("Version of the consent in force.", "现行同意的版本。"),
    separateConsents: given(
      "List of sensitivity codes, or classes of them, with a separate consent.",
      "列表：已取得单独同意的敏感信息代码或类别。",
    ),
    consentWithdrawnAt: given("Time at which consent was withdrawn.", "撤回同意的时间。"),
    personalisationOff: given("Flag: the user switched personalisation off.", "开关：用户已关闭个性化。"),
    personalisationOffAt: given("Time at which it was switched off.", "关闭个性化的时间。"),
    deletedTags: given(
      "List of interest tags that the user deleted or blocked.",
      "列表：用户已删除或屏蔽的兴趣标签。",
    ),
    useToday: given(
      "Whole seconds for which the user has used the service today, by the date in Asia/Shanghai, where the service counts that itself.",
      "用户当日（北京时间）使用服务的整秒数；由服务自行统计时提供。",
    ),
    useContinuous: given(
      "Whole seconds for which the user has used the service without a break, where the service counts that itself.",
      "用户连续使用服务的整秒数；由服务自行统计时提供。",
    ),
    cohorts: given(
      "List of the groups that prices and exposure are compared between; names of the service's own, never a user's data.",
      "列表：用于比较价格与曝光的分组，为服务自定名称，不得含用户数据。",
    ),
  })
  .prefault({})
  .meta(
    described(
      "Where a request says who is asking. Flags are true, 1, on or yes and their opposites, times ISO 8601 or milliseconds, lists have commas or are arrays of a claim. A claim is of the bearer token (JWT) in `Authorization`; Probity doesn't check its signature, so that a request that the application refuses is recorded as whom its token names, with its status 401.",
      "请求中用户主体信息的位置。开关取 true、1、on、yes 及其反义；时间为 ISO 8601 或毫秒；列表以逗号分隔，或为声明中的数组。声明取自 `Authorization` 中的 Bearer 令牌（JWT）；Probity 不校验其签名，因此应用拒绝的请求仍按令牌所述主体记录，状态码为 401。",
    ),
  );
