import { decisionRecord } from "@probity/core";
import { readFile } from "node:fs/promises";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { exchange, get } from "../../../test/support/raw.ts";
import { chunks, recorder, server } from "./support/readme-example.ts";

it("shows an example that does what it says", async () => {
  const example = await readFile(new URL("support/readme-example.ts", import.meta.url), "utf8");
  expect(await readFile(new URL("../README.md", import.meta.url), "utf8")).toContain(
    `\`\`\`ts\n${example}\`\`\``,
  );

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const answer = await exchange(port, get("/feed", ["X-Reader-Id: r1"]));
  const other = await exchange(port, get("/other"));
  server.close();

  await expect.poll(() => (recorder.flush(), chunks.length), { interval: 2 }).toBe(1);
  const [row] = decisionRecord.decode(chunks[0]!.bytes);
  expect(row).toMatchObject({ features_declared: [0], items: [{}], key_id: "2026-h2", input_faults: [] });
  expect(answer.toString()).toContain(`\r\nProbity-Decision-Id: ${row?.id}\r\n`);
  expect(other.toString()).not.toContain("Probity");
});
