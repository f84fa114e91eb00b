import type { Algorithm, AwaitedStage } from "@probity/core";
import { z } from "zod";
import { algorithmTypes, purposes, serviceClasses } from "../vocabulary.ts";
import { filedSchema } from "./filed.ts";
import { moment } from "./moment.ts";
import { described, line, lineOrNone, name, whole } from "./texts.ts";

export type GivenAlgorithms = Readonly<Record<string, Omit<Algorithm, "id">>>;

const awaitedStages: readonly AwaitedStage[] = ["spooled", "stored"];

const audiences: readonly NonNullable<Algorithm["audience"]>[] = ["general", "minors"];

const piaSchema: z.ZodType<NonNullable<Algorithm["pia"]>> = z
  .strictObject({
    id: line("an assessment's id", 64).meta(described("Id of the report.", "评估报告编号。")),
    validUntil: moment(
      "end",
      "Until when it covers this version: a day, which counts, or a time with its zone.",
      "对该版本的有效期限：日期（含当日，北京时间）或带时区的时间。",
    ),
  })
  .meta(
    described(
      "The personal information protection impact assessment that covers this version. Left out: none.",
      "覆盖该版本的个人信息保护影响评估；缺省为无。",
    ),
  );

const algorithmSchema = z
  .strictObject({
    type: z
      .enum(algorithmTypes)
      .meta(
        described(
          "Legal type (REG9 art. 2): generation-synthesis, personalised push, ranking-selection, retrieval-filtering or dispatch-decision.",
          "法定类型（《算法推荐管理规定》第二条）：生成合成、个性化推送、排序精选、检索过滤、调度决策。",
        ),
      ),
    version: line("a version", 64).meta(
      described(
        "Version that serves: code, model, strategy and declared features. In quotes if it looks like a number.",
        "正在服务的版本：代码、模型、策略与所声明的特征；形似数字时请加引号。",
      ),
    ),
    purpose: z.enum(purposes).meta(described("What its decisions are for.", "决策目的。")),
    filing: lineOrNone("a filing number", 64).meta(
      described("Filing number. Left out: none.", "备案编号；缺省为无。"),
    ),
    serviceClass: z
      .enum(serviceClasses)
      .default("general")
      .meta(
        described(
          "Class of service, which decides curfew and time limits for minors.",
          "服务类别，决定未成年人的时段与时长限制。",
        ),
      ),
    features: z
      .array(z.string("the name of a declared feature"))
      .exactOptional()
      .meta(
        described(
          "Names of the features that this version declares to use. Left out: all.",
          "该版本声明使用的特征；缺省为全部。",
        ),
      ),
    waitFor: z
      .enum(awaitedStages)
      .exactOptional()
      .meta(
        described(
          "What the end of an answer waits for: until its decision is `spooled`, on this machine's disk, or `stored`, in ClickHouse. Left out: nothing.",
          "应答结束前等待的阶段：决策 `spooled`（已写入本机磁盘）或 `stored`（已写入 ClickHouse）；缺省为不等待。",
        ),
      ),
    waitDeadlineMs: whole(1, 60_000)
      .exactOptional()
      .meta(
        described(
          "Milliseconds that it waits at most; then the answer goes out all the same. Only with `waitFor`. Left out: 1000.",
          "最长等待的毫秒数，到时照常应答；仅用于 `waitFor`，缺省为 1000。",
        ),
      ),
    audience: z
      .enum(audiences)
      .exactOptional()
      .meta(
        described(
          "Whom this version is made for: everybody (`general`), or `minors`. Left out: `general`.",
          "该版本面向的人群：一般用户（`general`）或未成年人（`minors`）；缺省为 `general`。",
        ),
      ),
    pia: piaSchema.exactOptional(),
    significant: z
      .boolean()
      .exactOptional()
      .meta(
        described(
          "Its decisions significantly affect rights and interests. Left out: they don't.",
          "其决策对个人权益有重大影响；缺省为否。",
        ),
      ),
    reviewRoute: line("a route or address", 256)
      .exactOptional()
      .meta(
        described(
          "How a user gets a person to review its decisions, such as a path or a URL; a request that is blocked is told of it. Left out: none.",
          "用户申请人工复核其决策的途径，如路径或网址；请求被阻断时予以告知。缺省为无。",
        ),
      ),
    filed: filedSchema.exactOptional(),
  })
  .meta(described("What decides, in one version.", "一个版本的算法。"));

export const algorithmsSchema: z.ZodType<GivenAlgorithms> = z
  .record(name("an algorithm's id"), algorithmSchema)
  .meta(
    described(
      "Algorithms by id. One that no route names can be opened by code.",
      "算法，按编号列出；没有路由使用的算法可由代码调用。",
    ),
  );
