import type { RequestValue } from "@probity/core";
import { z } from "zod";
import { described } from "./texts.ts";

const PLACES = "{ header: name }, { query: name }, { param: name } or { claim: name }";

const parameter = z
  .string("a name")
  .regex(/^[^\s\p{Cc}]+$/u, "a name without blanks")
  .max(128);
const header = z
  .string("the name of a header")
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "the name of a header")
  .max(128);

/** Where a request holds a value. */
export function requestValue(en: string, zh: string): z.ZodType<RequestValue, object> {
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
        claim: parameter
          .exactOptional()
          .meta(
            described(
              "Name of a claim of the bearer token (JWT), such as `sub`; dots lead to one within another. The service checks the token's signature, Probity doesn't.",
              "Bearer 令牌（JWT）中声明的名称，如 `sub`，可用点号逐级指向内层声明；签名由服务自身校验，Probity 不校验。",
            ),
          ),
      },
      PLACES,
    )
    .refine((given) => Object.keys(given).length === 1, `one of ${PLACES}`)
    .transform((given) => given as RequestValue) // one of the four, as was just checked
    .meta({ ...described(en, zh), minProperties: 1, maxProperties: 1 });
}
