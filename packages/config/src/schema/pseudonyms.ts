import { z } from "zod";
import type { SecretReference } from "../secrets/secret-reference.ts";
import { secretReference } from "./secret-reference.ts";
import { described, name } from "./texts.ts";

export interface GivenPseudonyms {
  readonly current: string;
  readonly keys: Readonly<Record<string, SecretReference>>;
}

export const pseudonymsSchema: z.ZodType<GivenPseudonyms> = z
  .strictObject({
    current: name("the id of a declared key").meta(
      described("Id of the key that is used now; one of `keys`.", "当前使用的密钥编号，须在 `keys` 中声明。"),
    ),
    keys: z
      .record(
        name("a key's id"),
        secretReference(
          "The key: at least 16 bytes, better 32 random ones. Taken as UTF-8, or as bytes after `hex:` or `base64:`.",
          "密钥：至少 16 字节，建议 32 字节随机数；按 UTF-8 取值，以 `hex:` 或 `base64:` 开头时按字节解码。",
        ),
      )
      .meta(
        described(
          "Keys by id. Keep an old key here for as long as its records must be found by user id; removing it severs the link.",
          "各密钥及其编号。旧密钥保留多久，就能在多久内按用户查到旧记录；删除即切断关联。",
        ),
      ),
  })
  .meta(
    described(
      "Secret keys under which user and item ids are hashed (HMAC-SHA256).",
      "用户与内容标识的假名化密钥（HMAC-SHA256）。",
    ),
  );
