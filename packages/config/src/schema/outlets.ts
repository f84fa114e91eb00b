import type { Outlet } from "@probity/core";
import { z } from "zod";
import { outletForms, surfaces } from "../vocabulary.ts";
import { described, line, name } from "./texts.ts";

export type GivenOutlets = Readonly<Record<string, Omit<Outlet, "id">>>;

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
  })
  .meta(described("Where a user meets an algorithm.", "用户接触算法的服务出口。"));

export const outletsSchema: z.ZodType<GivenOutlets> = z
  .record(name("an outlet's id"), outletSchema)
  .default({})
  .meta(described("Outlets by id.", "服务出口，按编号列出。"));
