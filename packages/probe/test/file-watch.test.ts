import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { FileWatch } from "../src/file-watch.ts";
import { systemTimers } from "../src/timers.ts";
import { test as inDirectory } from "./spool/support/directory.ts";
import { eventually } from "./support/eventually.ts";

const LONG_MS = 3_600_000;

interface Watching {
  readonly texts: readonly string[];
  readonly faults: readonly string[];
  readonly close: () => void;
}

/** Watches files, and stops when the test ends. */
const test = inDirectory.extend<{ watching: (file: string, pollMs: number) => Watching }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  watching: async ({}, use) => {
    const watches: FileWatch[] = [];
    await use((file, pollMs) => {
      const texts: string[] = [];
      const faults: string[] = [];
      const watch = new FileWatch({
        file,
        pollMs,
        timers: systemTimers,
        onText: (text) => void texts.push(text),
        onFault: (fault) => void faults.push((fault as NodeJS.ErrnoException).code ?? "none"),
      });
      watches.push(watch);
      return { texts, faults, close: () => watch.close() };
    });
    for (const watch of watches) watch.close();
  },
});

describe.each([
  ["told of by the system", LONG_MS],
  ["found by looking", 20],
])("a change of a watched file, %s,", (_, pollMs) => {
  test("is seen when it is written in place", async ({ directory, watching }) => {
    const file = join(directory, "control.yaml");
    writeFileSync(file, "one");
    const { texts } = watching(file, pollMs);
    await eventually(() => texts).toEqual(["one"]);
    writeFileSync(file, "two");
    await eventually(() => texts).toEqual(["one", "two"]);
  });

  test("is seen when another file takes its name", async ({ directory, watching }) => {
    const file = join(directory, "control.yaml");
    writeFileSync(file, "one");
    const { texts } = watching(file, pollMs);
    await eventually(() => texts).toEqual(["one"]);
    for (const text of ["two", "three"]) {
      writeFileSync(`${file}.tmp`, text);
      renameSync(`${file}.tmp`, file);
      await eventually(() => texts.at(-1)).toBe(text);
    }
  });

  test("is seen when a link on the way to it is turned, as with a config map", async ({
    directory,
    watching,
  }) => {
    for (const version of ["v1", "v2"]) {
      mkdirSync(join(directory, version));
      writeFileSync(join(directory, version, "control.yaml"), version);
    }
    symlinkSync("v1", join(directory, "..data"));
    symlinkSync("..data/control.yaml", join(directory, "control.yaml"));
    const { texts } = watching(join(directory, "control.yaml"), pollMs);
    await eventually(() => texts).toEqual(["v1"]);
    symlinkSync("v2", join(directory, "..new"));
    renameSync(join(directory, "..new"), join(directory, "..data"));
    await eventually(() => texts).toEqual(["v1", "v2"]);
  });

  test("is seen when the file comes to be, which was not there", async ({ directory, watching }) => {
    const file = join(directory, "control.yaml");
    const { texts, faults } = watching(file, pollMs);
    writeFileSync(file, "one");
    await eventually(() => texts).toEqual(["one"]);
    expect(faults).toEqual([]);
  });
});

describe("a watched file", () => {
  test("that is gone is a fault, told once, and what it said when it is there again is seen", async ({
    directory,
    watching,
  }) => {
    const file = join(directory, "control.yaml");
    writeFileSync(file, "one");
    const { texts, faults } = watching(file, 10);
    await eventually(() => texts).toEqual(["one"]);
    rmSync(file);
    await eventually(() => faults).toEqual(["ENOENT"]);
    writeFileSync(file, "two");
    await eventually(() => texts).toEqual(["one", "two"]);
    rmSync(file);
    await eventually(() => faults).toEqual(["ENOENT", "ENOENT"]);
  });

  test("whose directory is not there yet is looked for", async ({ directory, watching }) => {
    const file = join(directory, "later", "control.yaml");
    const { texts } = watching(file, 10);
    mkdirSync(join(directory, "later"));
    writeFileSync(file, "one");
    await eventually(() => texts).toEqual(["one"]);
  });

  test("that is a directory, or far too large, is a fault", async ({ directory, watching }) => {
    expect.hasAssertions();
    const large = join(directory, "large");
    writeFileSync(large, Buffer.alloc(1024 * 1024 + 1, "x"));
    const watched = [watching(directory, 10), watching(large, 10)];
    await eventually(() => watched.map(({ faults }) => faults)).toEqual([["ENOTSUP"], ["EFBIG"]]);
    expect(watched.flatMap(({ texts }) => texts)).toEqual([]);
  });

  test("is told of no more once the watch is closed", async ({ directory, watching }) => {
    const file = join(directory, "control.yaml");
    writeFileSync(file, "one");
    const [closed, open] = [watching(file, 10), watching(file, 10)];
    await eventually(() => [closed.texts, open.texts]).toEqual([["one"], ["one"]]);
    closed.close();
    closed.close();
    writeFileSync(file, "two");
    await eventually(() => open.texts).toEqual(["one", "two"]);
    expect(closed.texts).toEqual(["one"]);
  });
});
