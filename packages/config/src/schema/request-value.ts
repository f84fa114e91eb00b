import type { RequestValue } from "@probity/core";
import { z } from "zod";
import { described } from "./texts.ts";

/** What is expected where a request's value is named. */
export const REQUEST_VALUE = "{ header: name }, { query: name }, { param: name } or { claim: name }";

const HEADER = "the name of a header";
const CLAIM = "the name of a claim, or names joined by dots";

const header = z
  .string(HEADER)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, HEADER)
  .max(128);
const parameter = z
  .string("a name")
  .regex(/^[^\s\p{Cc}]+$/u, "a name without blanks")
  .max(128);
const claim = z
  .string(CLAIM)
  .regex(/^[^\s\p{Cc}.]+(?:\.[^\s\p{Cc}.]+)*$/u, CLAIM)
  .max(256);

/** The keys that name a value of a request, of which there is one. */
export const requestPlaces: Readonly<
  Record<"header" | "query" | "param" | "claim", z.ZodExactOptional<z.ZodString>>
> = {
  header: header
    .meta(described("Name of a request header, in any case.", "请求头名称，不分大小写。"))
    .exactOptional(),
  query: parameter.meta(described("Name of a query parameter.", "查询参数名称。")).exactOptional(),
  param: parameter
    .meta(described("Name of a parameter of the route's path.", "路由路径中的参数名称。"))
    .exactOptional(),
  claim: claim
    .meta(
      described(
        "Name of a claim of the bearer token (JWT), such as `sub`; dots lead to one within another, such as `user.id`. Probity doesn't check the token's signature: the application does.",
        "Bearer 令牌（JWT）中声明的名称，如 `sub`；可用点号逐级指向内层声明，如 `user.id`。Probity 不校验令牌签名，由应用自身校验。",
      ),
    )
    .exactOptional(),
};

/** Whether a mapping names one value of a request. */
export function namesOneValue(given: object): boolean {
  return Object.keys(given).filter((key) => Object.hasOwn(requestPlaces, key)).length === 1;
}

/** Where a request holds a value. */
export function requestValue(en: string, zh: string): z.ZodType<RequestValue, object> {
  return z
    .strictObject(requestPlaces, REQUEST_VALUE)
    .refine(namesOneValue, `one of ${REQUEST_VALUE}`)
    .transform((given) => given as RequestValue) // one of the four, as was just checked
    .meta({ ...described(en, zh), minProperties: 1, maxProperties: 1 });
}
