import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as withDatabase, type TestDatabase } from "../../../../../test/support/database.ts";
import {
  type SpoolingService,
  startService,
  writeConfig,
} from "../../../../../test/support/spooling-service.ts";

/** Nobody listens there, on any machine. */
export function nowhere(database: TestDatabase): TestDatabase {
  return { ...database, url: "http://127.0.0.1:1" };
}

/** A machine on which services spool. */
export interface Machine {
  /** A directory of its own, with short paths. */
  readonly directory: string;
  readonly spool: string;
  readonly archive: string;
  /** Starts a service that stores into `storage`; it is killed when the test ends. */
  start(storage: TestDatabase, spool?: string): Promise<SpoolingService>;
}

/** Vitest's `test` with a database and a machine for each test. */
export const test = withDatabase.extend<{ machine: Machine }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  machine: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "probity-"));
    const services: SpoolingService[] = [];
    await use({
      directory,
      spool: join(directory, "spool"),
      archive: join(directory, "archive"),
      start: async (storage, spool = "{ directory: spool }") => {
        const service = await startService(await writeConfig(directory, storage, spool), storage);
        services.push(service);
        return service;
      },
    });
    for (const service of services) await service.kill();
    await rm(directory, { recursive: true });
  },
});

/** Every path below a directory, in order. */
export async function pathsIn(directory: string): Promise<readonly string[]> {
  return (await readdir(directory, { recursive: true })).toSorted();
}
