import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { rows } from "./support/readme-example.ts";

it("the README's example records what the README says", async () => {
  const example = await readFile(new URL("support/readme-example.ts", import.meta.url), "utf8");
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);

  expect(rows).toMatchObject([
    {
      features_read: [0],
      unregistered: [{ source: "profile", name: "rating", how: "read" }],
      age_band: "u14",
      key_id: "2026-h2",
      personalised: true,
      input_faults: [],
    },
  ]);
  expect(rows[0]?.items).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/reader-7|history|138/);
});
