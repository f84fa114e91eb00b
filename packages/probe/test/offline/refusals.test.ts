import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { listQuarantine, replayArchive, replayQuarantine, shipSpool } from "../../src/offline/index.ts";
import { sealedName } from "../../src/spool/segment-files.ts";
import { test } from "../spool/support/directory.ts";
import { openLog, WRITER } from "../spool/support/logs.ts";
import { NOWHERE } from "../support/probe-config.ts";

/** What somebody hands in, and what they are told. Nobody asks a storage before that. */
interface Refusal {
  readonly what: string;
  /** Makes it in an empty directory, and gives its path. */
  readonly make: (directory: string) => string;
  readonly code: string;
  readonly message: string;
}

function spoolIn(directory: string): string {
  const root = join(directory, "spool");
  mkdirSync(join(root, WRITER), { recursive: true });
  writeFileSync(join(root, "probity-spool.json"), '{"format":"probity-spool","version":1}');
  return root;
}

function logIn(directory: string): string {
  const log = join(spoolIn(directory), WRITER);
  openLog(log).end();
  return log;
}

const spools: readonly Refusal[] = [
  {
    what: "one that isn't there",
    make: (directory) => join(directory, "spool"),
    code: "NOT_A_SPOOL",
    message: "spool: there is no such directory; give the spool that a service writes to",
  },
  {
    what: "the log of one process in place of the spool that holds it",
    make: logIn,
    code: "NOT_A_SPOOL",
    message: "spool; give that, the whole of it",
  },
  {
    what: "a file",
    make: (directory) => {
      writeFileSync(join(directory, "spool"), "");
      return join(directory, "spool");
    },
    code: "NOT_A_SPOOL",
    message: "spool: not a directory; give the spool one of its own",
  },
  {
    what: "a directory of something else",
    make: (directory) => {
      writeFileSync(join(directory, "novel.txt"), "");
      return directory;
    },
    code: "NOT_A_SPOOL",
    message: 'not a spool, and not empty: it holds "novel.txt"; give the spool a directory of its own',
  },
  {
    what: "a spool that a newer Probity wrote",
    make: (directory) => {
      const root = spoolIn(directory);
      writeFileSync(join(root, "probity-spool.json"), '{"format":"probity-spool","version":2}');
      return root;
    },
    code: "NEWER_VERSION",
    message: "a spool in format 2, this Probity knows 1; use the newer one, or another directory",
  },
  {
    what: "a spool with a foreign file in it",
    make: (directory) => {
      const root = spoolIn(directory);
      writeFileSync(join(root, "notes.txt"), "");
      return root;
    },
    code: "FOREIGN_FILE",
    message: `a spool that holds what isn't the spool's: "notes.txt"; move that elsewhere`,
  },
  {
    what: "a spool that may not be written",
    make: (directory) => {
      const root = spoolIn(directory);
      chmodSync(root, 0o500);
      return root;
    },
    code: "READ_ONLY",
    message: "it can't be written (its mode lets nobody)",
  },
];

const calls = {
  shipSpool: (root: string) => shipSpool(root, { storage: NOWHERE }),
  listQuarantine: async (root: string) => Promise.resolve().then(() => listQuarantine(root)),
  replayQuarantine: (root: string) => replayQuarantine(root, { storage: NOWHERE }),
};

describe.each(Object.entries(calls))("%s", (_, call) => {
  test.for(spools)("refuses $what, and touches nothing", async ({ make, code, message }, { directory }) => {
    const root = make(directory);
    const before = readdirSync(directory, { recursive: true }).toSorted();
    await expect(call(root)).rejects.toMatchObject({
      name: "SpoolError",
      code,
      message: expect.stringContaining(message),
    });
    expect(readdirSync(directory, { recursive: true }).toSorted()).toEqual(before);
  });

  test("finds nothing in an empty directory, and leaves it empty", async ({ directory }) => {
    await expect(call(directory)).resolves.toBeDefined();
    expect(readdirSync(directory)).toEqual([]);
  });
});

const archives: readonly Refusal[] = [
  {
    what: "one that isn't there",
    make: (directory) => join(directory, "archive"),
    code: "NOT_A_SPOOL",
    message: "archive: there is no such directory; give the archive of a spool",
  },
  {
    what: "a spool",
    make: spoolIn,
    code: "NOT_A_SPOOL",
    message: "on its way to the storage; give the spool's archive, or have the spool shipped",
  },
  {
    what: "the log of a process",
    make: logIn,
    code: "NOT_A_SPOOL",
    message: "on its way to the storage; give the spool's archive, or have the spool shipped",
  },
  {
    what: "a directory of something else",
    make: (directory) => {
      writeFileSync(join(directory, sealedName(1)), "");
      return directory;
    },
    code: "NOT_A_SPOOL",
    message:
      'no archive, and not empty: it holds "00000001.seg"; give the directory that spool.archive names',
  },
];

describe("replayArchive", () => {
  test.for(archives)("refuses $what", async ({ make, code, message }, { directory }) => {
    await expect(replayArchive([make(directory)], { storage: NOWHERE })).rejects.toMatchObject({
      name: "SpoolError",
      code,
      message: expect.stringContaining(message),
    });
  });

  test("finds nothing in an empty directory", async ({ directory }) => {
    await expect(replayArchive([directory], { storage: NOWHERE })).resolves.toEqual({
      segments: 0,
      writers: [],
      damage: [],
    });
  });
});
