import { decisionRecord } from "@probity/core";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { chunks, recorder, served } from "./support/readme-example.ts";

it("shows an example that does what it says", async () => {
  const example = await readFile(new URL("support/readme-example.ts", import.meta.url), "utf8");
  expect(await readFile(new URL("../README.md", import.meta.url), "utf8")).toContain(
    `\`\`\`ts\n${example}\`\`\``,
  );

  expect(served(Date.now())).toEqual(["9787020002207", "9787536692930"]);

  recorder.flush();
  const decisions = chunks.filter(({ table }) => table === decisionRecord.name);
  const [row] = decisions.flatMap(({ bytes, version }) => decisionRecord.decode(bytes, version));
  expect(row).toMatchObject({
    personalisation_off: true,
    interventions: [{ kind: "pin", from_rank: 2, to_rank: 1, operator: "li", approver: "wang" }],
  });
});
