import type { OutletMapping } from "@probity/core";
import { z } from "zod";
import { namesOneValue, REQUEST_VALUE, requestPlaces } from "./request-value.ts";
import { described, line } from "./texts.ts";

const OUTLET = "the id of a declared outlet";
const WORDS = "at least one word that a request says, with the id of its outlet";

const mappingSchema: z.ZodType<OutletMapping, object> = z
  .strictObject({
    ...requestPlaces,
    map: z
      .record(
        line("what a request says"),
        z.string(OUTLET).meta(described("Id of the outlet.", "服务出口编号。")),
      )
      .refine((given) => Object.keys(given).length > 0, WORDS)
      .meta({
        ...described(
          "Outlets by what a request says, to the letter; nothing else is taken. Left out: it says the outlet's id.",
          "请求所述内容（须完全一致）对应的服务出口，其余不予采用；缺省为请求直接给出服务出口编号。",
        ),
        minProperties: 1,
      })
      .exactOptional(),
    default: z
      .string(OUTLET)
      .meta(
        described(
          "Id of the outlet of a request that says nothing, or something else. Left out: none.",
          "请求未说明或所述内容无对应时的服务出口编号；缺省为无。",
        ),
      )
      .exactOptional(),
  })
  .refine(namesOneValue, `one of ${REQUEST_VALUE}, and perhaps map, default`)
  .transform((given) => given as OutletMapping) // it names one value, as was just checked
  .meta({ oneOf: Object.keys(requestPlaces).map((key) => ({ required: [key] })) });

export const routeOutletSchema: z.ZodType<string | OutletMapping, string | object> = z
  .union([z.string(OUTLET), mappingSchema])
  .meta(
    described(
      "Id of the outlet, or where a request says it: one of header, query, param and claim. Left out: none.",
      "服务出口编号，或请求中说明服务出口的位置（header、query、param、claim 之一）；缺省为无。",
    ),
  );
