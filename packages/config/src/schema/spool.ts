import { z } from "zod";
import type { ArchiveConfig, FsyncPolicy, SpillConfig, SpoolConfig, WhenFull } from "../config.ts";
import { described, file, whole } from "./texts.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** What a full spool does unless the file says otherwise. */
export const DEFAULT_WHEN_FULL: WhenFull = "drop";

/** Bytes of a segment unless the file says otherwise. */
export const DEFAULT_SEGMENT_BYTES: number = 8 * MIB;

/** A spool of fewer segments could free none while one is written and one is sent. */
export const LEAST_SEGMENTS = 4;

const whenFull: readonly WhenFull[] = ["drop", "block", "spill"];
const fsync: readonly FsyncPolicy[] = ["os", "interval", "always"];

const DIRECTORY = "the path of a directory";

function directory(en: string, zh: string): z.ZodString {
  return file(DIRECTORY).meta(described(en, zh));
}

function maxBytes(en: string, zh: string): z.ZodDefault<z.ZodNumber> {
  return whole(MIB, 1024 * GIB)
    .default(GIB)
    .meta(described(en, zh));
}

const spillSchema: z.ZodType<SpillConfig> = z
  .strictObject({
    directory: directory(
      "Directory, absolute or relative to this file, best on another disk.",
      "目录，绝对路径或相对于本文件，宜位于另一磁盘。",
    ),
    maxBytes: maxBytes(
      "Bytes that it may take; at least four segments.",
      "最多占用的字节数，至少为四个分段。",
    ),
  })
  .meta(
    described(
      "Where a full spool goes on. Only with `whenFull: spill`.",
      "落盘目录写满后改写入的位置；仅用于 `whenFull: spill`。",
    ),
  );

const archiveSchema: z.ZodType<ArchiveConfig> = z
  .strictObject({
    directory: directory(
      "Directory, absolute or relative to this file. Nothing is ever removed from it.",
      "目录，绝对路径或相对于本文件；其中的文件不会被自动删除。",
    ),
  })
  .meta(
    described(
      "Where segments go once all of their records are stored. Left out: they are deleted.",
      "分段中的记录全部入库后移至此处；缺省为删除。",
    ),
  );

/** The spool as it is written: its directories may be relative. */
export const spoolSchema: z.ZodType<SpoolConfig> = z
  .strictObject({
    directory: directory(
      "Directory of its own, absolute or relative to this file; made if it isn't there. Several processes may share it.",
      "专用目录，绝对路径或相对于本文件，不存在时自动创建；可由多个进程共用。",
    ),
    maxBytes: maxBytes(
      "Bytes that each process may take of it; at least four segments.",
      "每个进程最多占用的字节数，至少为四个分段。",
    ),
    whenFull: z
      .enum(whenFull)
      .default(DEFAULT_WHEN_FULL)
      .meta(
        described(
          "What happens to new records when that is taken. `drop`: they are left out and counted; those with findings, with interventions or of minors last. `block`: they wait in memory up to `storage.maxPendingBytes`, then are refused and counted. `spill`: they go to a second directory, then as `drop`.",
          "写满后如何处理新记录。`drop`：舍弃并计数，含疑似命中、人工干预或未成年人的记录最后舍弃；`block`：在内存中等待，至多 `storage.maxPendingBytes`，超出部分被拒绝并计数；`spill`：改写入第二目录，其后同 `drop`。",
        ),
      ),
    spill: spillSchema.exactOptional(),
    fsync: z
      .enum(fsync)
      .default("os")
      .meta(
        described(
          "When what was written is forced to the disk, so that a crash of the whole machine can't lose it. `os`: when the system does. `interval`: every second. `always`: before a record counts as spooled. A crash of the process alone loses nothing of it in any case.",
          "何时将已写入的内容强制刷到磁盘，以防整机崩溃时丢失。`os`：由操作系统决定；`interval`：每秒一次；`always`：刷盘后才算已落盘。仅进程崩溃时，三者均不丢失已写入的内容。",
        ),
      ),
    segmentBytes: whole(64 * KIB, 256 * MIB)
      .default(DEFAULT_SEGMENT_BYTES)
      .meta(
        described(
          "Bytes of a segment: the piece in which the disk is freed.",
          "每个分段的字节数；磁盘空间按分段释放。",
        ),
      ),
    archive: archiveSchema.exactOptional(),
  })
  .meta(
    described(
      "Files in which records wait until they are stored, so that a crash of the process can't lose them. Left out: they wait in memory.",
      "记录入库前暂存的文件，避免进程崩溃时丢失；缺省为仅在内存中等待。",
    ),
  );
