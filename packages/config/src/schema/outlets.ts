import type { Outlet } from "@probity/core";
import { z } from "zod";
import { outletForms, surfaces } from "../vocabulary.ts";
import { moment } from "./moment.ts";
import { described, line, name } from "./texts.ts";

export type GivenOutlets = Readonly<Record<string, Omit<Outlet, "id">>>;

const displaySchema: z.ZodType<NonNullable<Outlet["display"]>> = z
  .strictObject({
    numberShown: z.boolean().meta(described("The filing number is shown.", "已展示备案编号。")),
    linkAlive: z.boolean().meta(described("The link to the public notice works.", "公示链接有效。")),
    checkedAt: moment(
      "start",
      "When that was checked: a day, or a time with its zone.",
      "检查时间：日期（北京时间）或带时区的时间。",
    ),
  })
  .meta(
    described(
      "What was checked of the filing number and the link to the public notice. Left out: not checked.",
      "对备案编号展示与公示链接的检查结果；缺省为未检查。",
    ),
  );

const outletSchema = z
  .strictObject({
    product: line("a product's name").meta(described("Product, as in the filing.", "产品名称，与备案一致。")),
    form: z.enum(outletForms).meta(described("Form of the product.", "产品形态。")),
    path: z
      .array(line("a step"))
      .default([])
      .meta(described("Steps by which a user gets to the function.", "用户到达该功能的路径，逐级列出。")),
    function: line("a function's name").meta(described("Function of the product.", "产品功能名称。")),
    surface: z.enum(surfaces).meta(described("Place on the page.", "页面上的展示位。")),
    optOut: line("a place", 256)
      .exactOptional()
      .meta(
        described(
          "Where a user switches personalisation off there, such as a path or a page's name. Left out: there is no such place on record.",
          "用户在该出口关闭个性化的位置，如路径或页面名称；缺省为未登记。",
        ),
      ),
    display: displaySchema.exactOptional(),
  })
  .meta(described("Where a user meets an algorithm.", "用户接触算法的服务出口。"));

export const outletsSchema: z.ZodType<GivenOutlets> = z
  .record(name("an outlet's id"), outletSchema)
  .default({})
  .meta(described("Outlets by id.", "服务出口，按编号列出。"));
