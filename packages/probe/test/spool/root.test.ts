import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectRoot, prepareRoot } from "../../src/spool/root.ts";
import { test } from "./support/directory.ts";
import { WRITER } from "./support/logs.ts";

/** Every name below a directory, with what changes when somebody touches it. */
function everythingIn(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  return ["", ...names].map((name) => {
    const { mode, size, mtimeMs, ctimeMs } = lstatSync(join(directory, name));
    return JSON.stringify([name, mode, size, mtimeMs, ctimeMs]);
  });
}

const marker = (text: string) => (root: string) => {
  mkdirSync(root);
  writeFileSync(join(root, "probity-spool.json"), text);
};
const spoolWith = (make: (root: string) => void) => (root: string) => {
  prepareRoot(root);
  make(root);
};

const refusals: readonly (readonly [string, (root: string) => void, string, string])[] = [
  [
    "a file",
    (root) => writeFileSync(root, ""),
    "NOT_A_SPOOL",
    "{root}: not a directory; give the spool one of its own",
  ],
  [
    "a directory of somebody else's",
    (root) => {
      mkdirSync(join(root, "src"), { recursive: true });
      for (const name of ["a", "b", "c"]) writeFileSync(join(root, name), "");
    },
    "NOT_A_SPOOL",
    '{root}: not a spool, and not empty: it holds "a", "b", "c" and 1 more; give the spool a directory of its own',
  ],
  [
    "a marker that is none",
    marker("{"),
    "NOT_A_SPOOL",
    "{root}/probity-spool.json: not the marker of a spool; give the spool another directory",
  ],
  [
    "the marker of something else",
    marker('{"format":"other","version":1}'),
    "NOT_A_SPOOL",
    "{root}/probity-spool.json: not the marker of a spool; give the spool another directory",
  ],
  [
    "a newer version",
    marker('{"format":"probity-spool","version":2}'),
    "NEWER_VERSION",
    "{root}/probity-spool.json: a spool in format 2, this Probity knows 1; use the newer one, or another directory",
  ],
  [
    "a foreign file",
    spoolWith((root) => writeFileSync(join(root, "notes.txt"), "")),
    "FOREIGN_FILE",
    "{root}: a spool that holds what isn't the spool's: \"notes.txt\"; move that elsewhere",
  ],
  [
    "a file in a log's place",
    spoolWith((root) => writeFileSync(join(root, WRITER), "")),
    "FOREIGN_FILE",
    `{root}: a spool that holds what isn't the spool's: "${WRITER}"; move that elsewhere`,
  ],
  [
    "a link in a log's place",
    spoolWith((root) => symlinkSync(root, join(root, WRITER))),
    "FOREIGN_FILE",
    `{root}: a spool that holds what isn't the spool's: "${WRITER}"; move that elsewhere`,
  ],
  [
    "a directory that nobody may write",
    spoolWith((root) => chmodSync(root, 0o555)),
    "READ_ONLY",
    "{root}: it can't be written (its mode lets nobody); let this user write there, or move the spool",
  ],
];

describe("the root of a spool", () => {
  test.for(refusals)("is refused, and not touched, if it is %s", ([, make, code, message], { directory }) => {
    const root = join(directory, "spool");
    make(root);
    const before = everythingIn(directory);
    const expected: unknown = expect.objectContaining({ code, message: message.replace("{root}", root) });
    expect(() => inspectRoot(root)).toThrow(expected);
    expect(() => prepareRoot(root)).toThrow(expected);
    expect(everythingIn(directory)).toEqual(before);
    chmodSync(root, 0o755);
  });

  test("is refused below what is no directory, or can't be written", ({ directory }) => {
    writeFileSync(join(directory, "file"), "");
    expect(() => inspectRoot(join(directory, "file", "spool"))).toThrow(
      expect.objectContaining({ code: "NOT_A_SPOOL" }),
    );
    mkdirSync(join(directory, "locked"), { mode: 0o555 });
    expect(() => inspectRoot(join(directory, "locked", "a", "spool"))).toThrow(
      expect.objectContaining({ code: "READ_ONLY" }),
    );
  });

  it("is refused if no socket fits below it, with what would fit", () => {
    const most = process.platform === "linux" ? 59 : 55;
    const fits = `/${"a".repeat(most - 1)}`;
    expect(() => inspectRoot(fits)).not.toThrow();
    expect(() => inspectRoot(`${fits}b`)).toThrow(
      expect.objectContaining({
        code: "PATH_TOO_LONG",
        message: `${fits}b: the path of a spool may have ${most} bytes here, because of the Unix sockets in it; it has ${most + 1}`,
      }),
    );
    // Bytes, not letters.
    expect(() => inspectRoot(`/${"书".repeat(20)}`)).toThrow(
      expect.objectContaining({ code: "PATH_TOO_LONG" }),
    );
  });

  test("may be absent, empty, a new disk, or what a killed process began to make", ({ directory }) => {
    const root = join(directory, "a", "spool");
    inspectRoot(root);
    expect(readdirSync(directory)).toEqual([]);
    mkdirSync(join(root, "lost+found"), { recursive: true });
    writeFileSync(join(root, "new-0123"), "{");
    inspectRoot(root);
    prepareRoot(root);
    expect(readdirSync(root)).toEqual(["lost+found", "new-0123", "probity-spool.json"]);
  });

  test("is made once", ({ directory }) => {
    const root = join(directory, "spool");
    prepareRoot(root);
    mkdirSync(join(root, WRITER));
    mkdirSync(join(root, "quarantine"));
    const before = everythingIn(directory);
    prepareRoot(root);
    expect(everythingIn(directory)).toEqual(before);
  });
});
