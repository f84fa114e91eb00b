import { z } from "zod";
import type { BatchConfig, StorageConfig } from "../config.ts";
import { STORE_URL, isStoreUrl } from "../store-url.ts";
import { secretReference } from "./secret-reference.ts";
import { described, line, whole } from "./texts.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Bytes of a batch unless the file says otherwise. */
export const DEFAULT_BATCH_BYTES: number = 4 * MIB;

const batchSchema: z.ZodType<BatchConfig> = z
  .strictObject({
    maxRows: whole(1, 1_000_000).default(4096).meta(described("Rows.", "行数。")),
    maxBytes: whole(64 * KIB, 64 * MIB)
      .default(DEFAULT_BATCH_BYTES)
      .meta(described("Bytes, before compression.", "压缩前的字节数。")),
    maxWaitMs: whole(1, 60_000)
      .default(1000)
      .meta(described("Milliseconds that the first row of a batch waits.", "一批中第一行等待的毫秒数。")),
  })
  .prefault({})
  .meta(described("A batch is sent when one of these is reached.", "任一上限达到即发送一批。"));

export const storageSchema: z.ZodType<StorageConfig> = z
  .strictObject({
    url: z
      .union([
        z.string(STORE_URL).max(2048).refine(isStoreUrl, STORE_URL).meta({ pattern: "^https?://" }),
        secretReference("Where the URL is kept.", "存放该地址的位置。"),
      ])
      .meta(
        described(
          "URL of ClickHouse's HTTP interface, without user name and password; or a reference to it.",
          "ClickHouse HTTP 接口地址，不含用户名和密码；也可为引用。",
        ),
      ),
    database: z
      .string("the name of a database")
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of a database: letters, digits and _, no digit first")
      .max(64)
      .default("probity")
      .meta(described("Database.", "数据库。")),
    username: line("a user name").meta(
      described("User with the rights to insert, and no more than it needs.", "写入用户，仅授予所需权限。"),
    ),
    password: secretReference("The user's password. Left out: none.", "该用户的密码；缺省为无。").optional(),
    compression: z.boolean().default(true).meta(described("Compress what is sent.", "压缩所发送的数据。")),
    batch: batchSchema,
    maxPendingBytes: whole(MIB, 4 * GIB)
      .default(64 * MIB)
      .meta(
        described(
          "Bytes that may wait in memory. What comes after is refused, and counted in the evidence.",
          "内存中允许等待的字节数；超出部分被拒绝，并计入证据。",
        ),
      ),
  })
  .meta(described("Where records are stored.", "记录的存储位置。"));
