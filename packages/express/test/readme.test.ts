import { decisionRecord } from "@probity/core";
import { readFile } from "node:fs/promises";
import request from "supertest";
import { expect, it } from "vitest";
import { app, chunks, recorder } from "./support/readme-example.ts";

it("shows an example that does what it says", async () => {
  const example = await readFile(new URL("support/readme-example.ts", import.meta.url), "utf8");
  expect(await readFile(new URL("../README.md", import.meta.url), "utf8")).toContain(
    `\`\`\`ts\n${example}\`\`\``,
  );

  const { headers } = await request(app).get("/feed").set("x-reader-id", "r1").expect(200);

  await expect.poll(() => (recorder.flush(), chunks.length), { interval: 2 }).toBe(1);
  expect(decisionRecord.decode(chunks[0]!.bytes)).toEqual([
    expect.objectContaining({
      id: headers["probity-decision-id"],
      features_read: [0],
      items: [expect.anything()],
      key_id: "2026-h2",
      input_faults: [],
    }),
  ]);
});
