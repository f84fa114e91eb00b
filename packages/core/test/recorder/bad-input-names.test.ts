import { expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import { Pseudonyms } from "../../src/pseudonym.ts";
import { Recorder } from "../../src/recorder.ts";

it("keeps the counters of bad input few, however many names a service notes", () => {
  const recorder = new Recorder({
    service: "test",
    catalog: createCatalog({ sources: [], features: [] }),
    algorithms: [{ id: "feed", version: "1", type: "ranking", purpose: "content" }],
    pseudonyms: new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 1) }),
    sink: { accept: () => true },
  });
  const decision = recorder.open({ algorithm: "feed" });
  for (let n = 0; n < 1000; n += 1) decision.noteBadInput(`name-${n}`);
  expect(recorder.counters.badInput.size).toBe(129);
  expect(recorder.counters.badInput.get("other")).toBe(872);
});
