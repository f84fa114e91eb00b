import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, describe, expect } from "vitest";
import { loadConfig } from "../src/load-config.ts";
import { resolveSecrets } from "../src/secrets/resolve-secrets.ts";
import { example, exampleWith } from "./support/example.ts";

/** Gives each test a directory of its own. */
const test = base.extend<{ directory: string }>({
  // eslint-disable-next-line no-empty-pattern
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "probity-config-"));
    await use(directory);
    await rm(directory, { recursive: true });
  },
});

describe("loadConfig", () => {
  test("reads a file, with the mark that some editors put before UTF-8", async ({ directory }) => {
    const file = join(directory, "probity.yaml");
    await writeFile(file, `\uFEFF${example}`);
    expect(await loadConfig(file)).toMatchObject({ file, service: "book-feed" });
  });

  test("names the file as it was given", async ({ directory }) => {
    const file = join(directory, "probity.yaml");
    await writeFile(file, "service: a\n");
    await expect(loadConfig(file)).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      problems: expect.arrayContaining([expect.objectContaining({ file, path: "storage" })]),
    });
  });

  test("tells of a file that isn't there", async ({ directory }) => {
    const file = join(directory, "probty.yaml");
    await expect(loadConfig(file)).rejects.toMatchObject({
      code: "UNREADABLE_FILE",
      message: `${file}: there is no such file; give the path of a probity.yaml`,
    });
  });

  test("tells of a directory in place of a file", async ({ directory }) => {
    await expect(loadConfig(directory)).rejects.toMatchObject({
      code: "UNREADABLE_FILE",
      message: `${directory}: it can't be read (EISDIR); give the path of a probity.yaml`,
    });
  });

  test("tells of a file in another encoding", async ({ directory }) => {
    const file = join(directory, "probity.yaml");
    await writeFile(file, Buffer.from(example, "utf16le"));
    await expect(loadConfig(file)).rejects.toMatchObject({
      code: "UNREADABLE_FILE",
      message: `${file}: it is no text in UTF-8; save it as UTF-8`,
    });
  });

  test("finds secret files beside the configuration, wherever the process runs", async ({ directory }) => {
    const file = join(directory, "probity.yaml");
    await writeFile(file, exampleWith(["{ env: PROBITY_KEY_2026_H2 }", "{ file: key }"]));
    await writeFile(join(directory, "key"), "hex:000102030405060708090a0b0c0d0e0f\n");
    const config = await loadConfig(file);
    const secrets = await resolveSecrets(config, { env: { PROBITY_CLICKHOUSE_PASSWORD: "sesame" } });
    expect(secrets.pseudonyms.current.secret).toEqual(Uint8Array.from({ length: 16 }, (_, n) => n));
  });
});
