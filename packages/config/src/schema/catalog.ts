import type { DataSource, Feature, NeutralValue } from "@probity/core";
import { z } from "zod";
import { purposes, sensitivityCodes } from "../vocabulary.ts";
import { described, line, lineOrNone, name } from "./texts.ts";

export type GivenSources = Readonly<Record<string, Omit<DataSource, "name">>>;
export type GivenFeatures = Readonly<Record<string, Omit<Feature, "name">>>;

const REGION = "a region's code by ISO 3166, such as CN";

const FEATURE_NAME =
  "segments joined by dots, each of letters, digits, _ and -, or * for any key, with [] after it for any element";

// Segments end at a dot or bracket, so that no part of a name can be read in two ways.
const NAME = /^(?:[\p{L}\p{M}\p{N}_-]+|\*)(?:\[\])*(?:\.(?:[\p{L}\p{M}\p{N}_-]+|\*)(?:\[\])*)*$/u;

const featureName: z.ZodString = z
  .string(FEATURE_NAME)
  .regex(NAME, FEATURE_NAME)
  .max(200, "a name of up to 200 characters");

/** Whether a feature can have that name. */
export function isFeatureName(name: string): boolean {
  return NAME.test(name);
}

export const sourcesSchema: z.ZodType<GivenSources> = z
  .record(
    name("a source's name"),
    z
      .strictObject({
        system: lineOrNone("the kind of system").meta(
          described(
            "Kind of system, such as `postgresql` or `redis`.",
            "系统类型，如 `postgresql`、`redis`。",
          ),
        ),
        dataset: lineOrNone("a table, collection or topic").meta(
          described(
            "Table, collection or topic; of Redis a pattern of keys, of HTTP a host and path, of gRPC a service. A client span of that system and dataset is a call of the source, without a rule in `spans`.",
            "数据表、集合或主题；Redis 为键的模式，HTTP 为主机与路径，gRPC 为服务。与该系统类型和数据集相符的客户端 span 即为对该数据源的调用，无需 `spans` 规则。",
          ),
        ),
        recipient: line("a company")
          .exactOptional()
          .meta(
            described(
              "Another company that it is handed to or comes from. Left out: none, it is our own.",
              "所提供或取得数据的另一方公司；缺省为无，即自有数据。",
            ),
          ),
        region: z
          .string(REGION)
          .regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/, REGION)
          .exactOptional()
          .meta(
            described(
              "Where it is kept, by ISO 3166, such as `CN`. Left out: not said.",
              "存放地的 ISO 3166 代码，如 `CN`；缺省为未说明。",
            ),
          ),
        contract: line("the id of a contract or other basis")
          .exactOptional()
          .meta(
            described(
              "Id of the contract or other basis on which it is handed over. Left out: none on record.",
              "对外提供所依据的合同或其他依据的编号；缺省为未登记。",
            ),
          ),
      })
      .meta(described("A system that features are read from.", "特征的来源系统。")),
  )
  .meta(
    described(
      "Data sources by name. Each must have a feature.",
      "数据源，按名称列出；每个数据源至少有一个特征。",
    ),
  );

const neutralSchema: z.ZodType<NeutralValue> = z
  .union(
    [
      z.string().max(256),
      z.number(),
      z.boolean(),
      z.null(),
      z
        .array(z.never())
        .max(0)
        .transform((): readonly [] => []),
    ],
    "a text, a number, true, false, null or an empty list",
  )
  .meta(
    described(
      "What a read gives where a rule holds the feature back: a value that says nothing of anybody. Left out: nothing, as if it were not there.",
      "规则剔除该特征时读取所得的值，不得反映任何人的情况；缺省为无值，如同不存在。",
    ),
  );

const featureSchema = z
  .strictObject({
    source: name("the name of a declared source")
      .exactOptional()
      .meta(
        described(
          "Name of the declared source. Left out: the part of the feature's name before its first dot.",
          "所属数据源的名称；缺省为特征名第一个点之前的部分。",
        ),
      ),
    path: featureName
      .exactOptional()
      .meta(
        described(
          "Where it stands in an object of that source. Left out: the rest of the feature's name.",
          "在该数据源对象中的位置；缺省为特征名的其余部分。",
        ),
      ),
    codes: z
      .array(z.enum(sensitivityCodes))
      .default([])
      .meta(
        described(
          "Sensitivity codes of the taxonomy, such as `SPI.MED.COND`.",
          "敏感信息分类代码，如 `SPI.MED.COND`。",
        ),
      ),
    personal: z.boolean().default(true).meta(described("It is personal information.", "属于个人信息。")),
    inferred: z
      .boolean()
      .default(false)
      .meta(described("It is inferred, not collected.", "由推断得出，并非直接收集。")),
    purposes: z
      .array(z.enum(purposes))
      .default([])
      .meta(
        described("What it may be used for. Empty: for nothing.", "允许的使用目的；空表示不得用于任何目的。"),
      ),
    tags: z
      .boolean()
      .default(false)
      .meta(
        described(
          "Its values are interest tags: those read are held against the tags that the user deleted.",
          "其取值为兴趣标签：读取时与用户已删除的标签比对。",
        ),
      ),
    neutral: neutralSchema.exactOptional(),
  })
  .meta(described("One named piece of user or item data.", "一项具名的用户或内容数据。"));

export const featuresSchema: z.ZodType<GivenFeatures> = z
  .record(featureName, featureSchema)
  .meta(
    described(
      "Features by name, such as `profile.age`, `profile.interests[]` (any element) or `stats.*` (any key).",
      "特征，按名称列出，如 `profile.age`、`profile.interests[]`（任一元素）、`stats.*`（任一键）。",
    ),
  );
