import { pathToRegexp } from "path-to-regexp";
import { z } from "zod";
import type { Route } from "../config.ts";
import { itemFlags, purposes } from "../vocabulary.ts";
import { routeOutletSchema } from "./route-outlet.ts";
import { described, line } from "./texts.ts";

/** What is expected where a path would stand. */
export const ROUTE_PATH =
  "a path such as /users/:id/feed, optional parts in {…}, the rest of a path as /*rest (path-to-regexp 8)";

const answerPath = z
  .string()
  .regex(
    /^(?:[^\s.[\]]+|(?=\[))(?:\[\])*(?:\.[^\s.[\]]+(?:\[\])*)*$/u,
    "a path into the answer such as items[].id, books[] or [].id",
  )
  .max(200);

const FALLBACK_PATH = "a path such as /hot, or /shops/:shop/hot with parameters of the route's path";

const routeSchema = z
  .strictObject({
    method: z
      .enum(["GET", "POST", "PUT", "PATCH", "DELETE"])
      .meta(described("Method of HTTP; `GET` answers `HEAD` too.", "HTTP 方法；`GET` 同时应答 `HEAD`。")),
    path: z
      .string(ROUTE_PATH)
      .max(512)
      .refine(isRoutePath, ROUTE_PATH)
      .meta({
        ...described(
          "Path as the application mounts it, in the syntax of path-to-regexp 8.",
          "应用中的完整路径，采用 path-to-regexp 8 语法。",
        ),
        pattern: "^/",
      }),
    algorithm: z
      .string("the id of a declared algorithm")
      .meta(described("Id of the algorithm that answers.", "应答该路由的算法编号。")),
    outlet: routeOutletSchema.exactOptional(),
    purpose: z
      .enum(purposes)
      .exactOptional()
      .meta(described("What it is for. Left out: the algorithm's purpose.", "决策目的；缺省同算法。")),
    items: answerPath
      .exactOptional()
      .meta(
        described(
          "Where the item ids stand in the JSON answer, best first, such as `items[].id`. Left out: the handler delivers them.",
          "JSON 应答中内容标识的位置，按名次排列，如 `items[].id`；缺省由处理函数提交。",
        ),
      ),
    itemFlags: z
      .record(z.string(), answerPath.meta(described("Where it stands.", "所在位置。")))
      .exactOptional()
      .meta({
        ...described(
          "Where flags of an item stand in that answer beside its id, such as `ad: items[].is_ad`; true or 1 sets the flag. Items that an enforced rule refuses by them are left out of what `res.json` is given. Left out: the handler says them.",
          "应答中与内容标识并列的标志位置，如 `ad: items[].is_ad`；取值为 true 或 1 即为该标志。强制执行的规则据此拦下的内容，将从 `res.json` 的应答中剔除；缺省由处理函数说明。",
        ),
        propertyNames: { enum: itemFlags },
      }),
    fallback: z
      .string(FALLBACK_PATH)
      .max(512)
      .refine(isRoutePath, FALLBACK_PATH)
      .exactOptional()
      .meta({
        ...described(
          "Path of another route of the application that knows nothing of the user, served in place of this one where a rule falls back; parameters of this route's path may stand in it. Left out: the handler looks at the decision's mode.",
          "规则转为非个性化时改由其应答的另一条不涉及用户信息的应用路由，可包含本路由路径中的参数；缺省由处理函数依据决策方式处理。",
        ),
        pattern: "^/",
      }),
    fallbackQuery: z
      .array(line("the name of a query parameter"))
      .exactOptional()
      .meta(
        described(
          "Names of the query parameters that go along to `fallback`, such as `page`. Left out: none, as a query may say who is asking.",
          "随 `fallback` 保留的查询参数名称，如 `page`；缺省为均不保留，因查询可能包含用户信息。",
        ),
      ),
  })
  .meta(described("A route that delivers decisions.", "产生算法决策的路由。"));

export const routesSchema: z.ZodType<readonly Route[]> = z
  .array(routeSchema)
  .prefault([])
  .meta(described("Routes of the service, and the algorithm behind each.", "服务的路由及其对应的算法。"));

/** Whether a text is a path in the syntax of path-to-regexp 8. */
export function isRoutePath(path: string): boolean {
  if (!path.startsWith("/")) return false;
  try {
    pathToRegexp(path);
    return true;
  } catch {
    return false;
  }
}
