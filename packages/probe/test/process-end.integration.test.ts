import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect } from "vitest";
import { directory } from "../../../test/support/directory.ts";
import { test as withDatabase } from "../../../test/support/database.ts";
import { migrate } from "./support/own-server.ts";
import { environment, NOWHERE, type TestStorage, yamlOf } from "./support/probe-config.ts";
import { storedIn } from "./support/stored.ts";

const test = withDatabase.extend<{ directory: string }>(directory);

const script = fileURLToPath(new URL("fixtures/ends-by-itself.js", import.meta.url));

async function run(
  directory: string,
  storage: TestStorage,
  deadlineMs: number,
): Promise<{ stdout: string; stderr: string }> {
  const file = join(directory, "probity.yaml");
  await writeFile(file, yamlOf(storage));
  // Rejects when the script ends with anything but 0.
  return promisify(execFile)(process.execPath, [script, file, `${deadlineMs}`], {
    env: environment(storage),
    timeout: 30_000,
  });
}

describe("a process that comes to its end without closing its probe", () => {
  test("has stored what it recorded", async ({ database, directory }) => {
    await migrate(database);
    expect(await run(directory, database, 10_000)).toEqual({ stdout: "ended", stderr: "" });
    expect(await storedIn(database)).toEqual({ rows: 1, ids: 1, firstSeq: 1, lastSeq: 1 });
  });

  test("ends after its deadline with no storage, and has said why on stderr", async ({ directory }) => {
    const { stdout, stderr } = await run(directory, NOWHERE, 1_000);
    expect(stdout).toBe("ended");
    expect(stderr).toMatch(
      /^probity: store: STORAGE_UNAVAILABLE: decisions wait in memory: cannot reach ClickHouse at http:\/\/127\.0\.0\.1:1: ECONNREFUSED \(UNREACHABLE\)\n$/,
    );
  });
});

describe("a process that does nothing but wait for a receipt", () => {
  test("goes on until it has it, and with its probe open", async ({ database, directory }) => {
    await migrate(database);
    const file = join(directory, "probity.yaml");
    await writeFile(file, yamlOf(database));
    const waits = fileURLToPath(new URL("fixtures/waits-twice.js", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [waits, file], {
      env: environment(database),
      timeout: 30_000,
    });
    expect(stdout).toBe("stored stored ");
  });
});
