import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A fixture for Vitest's `test.extend`: a directory of its own for each test, which is gone after it. */
export const directory = {
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  directory: async ({}, use: (directory: string) => Promise<void>): Promise<void> => {
    const made = await mkdtemp(join(tmpdir(), "probity-"));
    await use(made);
    await rm(made, { recursive: true, force: true });
  },
};
