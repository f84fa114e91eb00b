import { z } from "zod";
import type { SecretReference } from "../secrets/secret-reference.ts";
import { described } from "./texts.ts";

/** What is expected where a secret would stand. */
export const REFERENCE = "a reference to it, { env: NAME } or { file: path }";

const env: z.ZodString = z
  .string("the name of an environment variable")
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    "the name of an environment variable: letters, digits and _, no digit first",
  )
  .max(256)
  .meta(described("Name of the environment variable that holds it.", "存放该值的环境变量名。"));

const file: z.ZodString = z
  .string("the path of a file")
  .regex(/\S/, "the path of a file")
  .max(4096)
  .meta(
    described(
      "Path of the file that holds it, absolute or relative to this file. One line break at its end is left out.",
      "存放该值的文件路径，绝对路径或相对于本文件；末尾的一个换行不计入。",
    ),
  );

/** A reference to a secret. */
export function secretReference(en: string, zh: string): z.ZodType<SecretReference> {
  return z
    .strictObject({ env: env.exactOptional(), file: file.exactOptional() }, REFERENCE)
    .refine(
      (given) => (given.env === undefined) !== (given.file === undefined),
      "one of { env: NAME } and { file: path }",
    )
    .transform((given) => given as SecretReference) // one of the two, as was just checked
    .meta({ ...described(en, zh), minProperties: 1, maxProperties: 1 });
}
