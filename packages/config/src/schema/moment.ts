import { z } from "zod";
import { described } from "./texts.ts";

const MOMENT = "a day such as 2027-06-30, or an ISO 8601 time with its zone";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Asia/Shanghai has been UTC+8 all year round since 1991. */
const SHANGHAI = "+08:00";
const DAY_MS = 86_400_000;

/** A moment, in milliseconds since the epoch. A day alone begins, or ends, by the clock of Asia/Shanghai. */
export function moment(of: "start" | "end", en: string, zh: string): z.ZodType<number, string> {
  return z
    .string(MOMENT)
    .max(40)
    .refine((text) => !Number.isNaN(momentOf(text, of)), MOMENT)
    .transform((text) => momentOf(text, of))
    .meta(described(en, zh));
}

function momentOf(text: string, of: "start" | "end"): number {
  if (TIME.test(text)) return Date.parse(text);
  if (!DAY.test(text)) return Number.NaN;
  const utc = Date.parse(text);
  // Date.parse takes 2027-02-30 for a day of March.
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(text)) return Number.NaN;
  const start = Date.parse(`${text}T00:00:00${SHANGHAI}`);
  return of === "start" ? start : start + DAY_MS - 1;
}
