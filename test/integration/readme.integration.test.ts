import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openStore } from "@probity/clickhouse";
import { describe, expect } from "vitest";
import { test } from "../support/database.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The README's first code block of that language. */
function block(readme: string, language: string): string {
  const found = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(readme)?.[1];
  if (found === undefined) throw new Error(`the README has no ${language} block`);
  return found;
}

/** What the test needs of the example beside what it says: any free port, and an end. */
function runnable(code: string): string {
  expect(code).toContain("app.listen(3000);");
  return `${code.replace("app.listen(3000);", "const server = app.listen(0, () => console.log(server.address().port));")}
process.once("SIGTERM", async () => {
  await probe.close();
  process.exit(0);
});`;
}

describe.each(["README.md", "README.zh-CN.md"])("the service of ten lines in %s", (file) => {
  test("records what it reads and delivers, and not what it doesn't", async ({ database }) => {
    const readme = await readFile(join(here, "../..", file), "utf8");
    const yaml = block(await readFile(join(here, "../../README.md"), "utf8"), "yaml");
    const folder = await mkdtemp(join(here, "readme-"));
    const store = openStore(database);
    await store.migrate();
    try {
      await writeFile(join(folder, "app.mjs"), runnable(block(readme, "ts")));
      const placed = yaml.replace(
        "username: writer",
        `username: ${database.username}\n  database: ${database.database}`,
      );
      await writeFile(join(folder, "probity.yaml"), placed);
      const service = spawn(process.execPath, ["app.mjs"], {
        cwd: folder,
        env: {
          ...process.env,
          PROBITY_PSEUDONYM_KEY: "hex:" + "42".repeat(32),
          PROBITY_CLICKHOUSE_URL: database.url,
          PROBITY_CLICKHOUSE_PASSWORD: database.password,
        },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const exited = once(service, "exit");
      const [port] = (await once(createInterface(service.stdout), "line")) as [string];
      const answer = await fetch(`http://127.0.0.1:${port}/feed`, { headers: { "x-user-id": "u-1" } });
      const id = answer.headers.get("probity-decision-id") ?? "";
      await answer.text();
      service.kill("SIGTERM");
      expect(await exited).toEqual([0, null]);

      const path = await store.path(id);
      expect(path?.sources.flatMap(({ features }) => features.map(({ name }) => name)).toSorted()).toEqual([
        "profile.age",
        "profile.interests[]",
      ]);
      expect(path?.decision.items).toHaveLength(1);
      expect(path?.decision.key_id).toBe("k1");
    } finally {
      await store.close();
      await rm(folder, { recursive: true });
    }
  });
});
