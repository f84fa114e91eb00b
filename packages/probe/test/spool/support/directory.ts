import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "vitest";

/** A directory of its own for each test. */
export const test = base.extend<{ directory: string }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "probity-spool-"));
    await use(directory);
    await rm(directory, { recursive: true, force: true });
  },
});
