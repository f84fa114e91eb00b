import type { SpanMatch } from "@probity/core";
import { z } from "zod";
import { described, name } from "./texts.ts";
import { isRoutePath, ROUTE_PATH } from "./routes.ts";

/** A rule as it is written: `source`, or `ignore`. */
export interface GivenSpanRule {
  readonly match: SpanMatch;
  readonly source?: string | undefined;
  readonly ignore?: true | undefined;
  readonly features?: readonly string[] | undefined;
  readonly fields?: Readonly<Record<string, string | null>> | undefined;
}

/** What a span can be told by. */
export const MATCH_KEYS: readonly (keyof SpanMatch)[] = [
  "system",
  "host",
  "database",
  "table",
  "key",
  "operation",
  "route",
];

const MATCH = `at least one of ${MATCH_KEYS.join(", ")}`;

function pattern(expected: string, en: string, zh: string): z.ZodExactOptional<z.ZodString> {
  return z
    .string(expected)
    .regex(/^[^\s\p{Cc}](?:\P{Cc}*[^\s\p{Cc}])?$/u, `${expected}, without blanks at its ends`)
    .max(512)
    .meta(described(en, zh))
    .exactOptional();
}

const matchSchema: z.ZodType<SpanMatch> = z
  .strictObject({
    system: pattern(
      "the OpenTelemetry name of a kind of system",
      "Kind of system by its OpenTelemetry name: `postgresql`, `mysql`, `sqlite`, `redis`, `mongodb`, `http`, `grpc`, `kafka` …",
      "系统类型，采用 OpenTelemetry 名称：`postgresql`、`mysql`、`sqlite`、`redis`、`mongodb`、`http`、`grpc`、`kafka` 等。",
    ),
    host: pattern(
      "a host, or host:port",
      "Host, or host and port, such as `db.internal` or `db.internal:5432`.",
      "主机，或主机加端口，如 `db.internal`、`db.internal:5432`。",
    ),
    database: pattern("the name of a database", "Name of the database.", "数据库名称。"),
    table: pattern(
      "the name of a table, collection or topic",
      "Table, collection or topic.",
      "数据表、集合或主题。",
    ),
    key: pattern(
      "a pattern of keys, such as user:*:tags",
      "Key in Redis, such as `user:*:tags`.",
      "Redis 键，如 `user:*:tags`。",
    ),
    operation: pattern(
      "an operation, such as SELECT, HGETALL or shop.Users/GetProfile",
      "What is done: `SELECT`, `HGETALL`, `find`, `GET`; of gRPC the full method, such as `shop.Users/GetProfile`.",
      "操作：`SELECT`、`HGETALL`、`find`、`GET` 等；gRPC 为完整方法名，如 `shop.Users/GetProfile`。",
    ),
    route: z
      .string(ROUTE_PATH)
      .max(512)
      .refine(isRoutePath, ROUTE_PATH)
      .meta({
        ...described(
          "Path of an HTTP request, in the syntax of path-to-regexp 8, such as `/users/:id/profile`.",
          "HTTP 请求路径，采用 path-to-regexp 8 语法，如 `/users/:id/profile`。",
        ),
        pattern: "^/",
      })
      .exactOptional(),
  })
  .refine((given) => Object.keys(given).length > 0, MATCH)
  .meta({
    ...described(
      "What a client span must be like, in any case of letters; `*` stands for any run of characters. All that is given must fit.",
      "客户端 span 须满足的条件，不分大小写；`*` 代表任意一段字符。所列条件须全部满足。",
    ),
    minProperties: 1,
  });

const FIELD = "the name of a column or hash field, or a JSON path";

const fieldName: z.ZodString = z
  .string(FIELD)
  .regex(/^[^\s\p{Cc}](?:\P{Cc}*[^\s\p{Cc}])?$/u, `${FIELD}, without blanks at its ends`)
  .max(200, "a name of up to 200 characters");

const spanRuleSchema: z.ZodType<GivenSpanRule> = z
  .strictObject({
    match: matchSchema,
    source: name("the name of a declared source")
      .exactOptional()
      .meta(described("Name of the declared source that is read.", "所读取的数据源名称。")),
    ignore: z
      .literal(true, "true, or no ignore")
      .exactOptional()
      .meta(
        described(
          "It is no data call, such as a session store: it is left out. In place of `source`.",
          "不属于数据调用（如会话存储），不予记录；用于代替 `source`。",
        ),
      ),
    features: z
      .array(z.string("the name of a declared feature"))
      .exactOptional()
      .meta(
        described(
          "Features of the source that each such call yields, for answers that can't be looked into. Left out: those that the call is seen to read.",
          "此类调用产生的该数据源特征，用于无法查看应答内容的调用；缺省为所见读取的特征。",
        ),
      ),
    fields: z
      .record(
        fieldName,
        z
          .union([z.string(), z.null()])
          .meta(
            described(
              "Name of the feature, or `null` for what is no feature, such as a primary key.",
              "特征名称；`null` 表示不是特征，如主键。",
            ),
          ),
      )
      .exactOptional()
      .meta(
        described(
          "Features of the source by column, hash field or JSON path, where these don't stand at the feature's own path.",
          "列、哈希字段或 JSON 路径对应的该数据源特征；与特征自身位置相同时可省略。",
        ),
      ),
  })
  .meta(described("Which source a client span reads.", "客户端 span 所读取的数据源。"));

export const spansSchema: z.ZodType<readonly GivenSpanRule[]> = z
  .array(spanRuleSchema)
  .default([])
  .meta(
    described(
      "What the client spans of OpenTelemetry inside a decision are. The first rule that fits is taken, or else the source whose system and dataset fit; what fits neither is recorded as an unmapped call.",
      "决策过程中的 OpenTelemetry 客户端 span 所对应的数据源；取第一条符合的规则，否则取系统类型与数据集相符的数据源，均不符合的记为未映射调用。",
    ),
  );
