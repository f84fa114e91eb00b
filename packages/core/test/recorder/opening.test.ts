import { describe, expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import type { Chunk } from "../../src/chunk.ts";
import type { Decision } from "../../src/decision.ts";
import { Pseudonyms } from "../../src/pseudonym.ts";
import { decisionRecord, type DecisionRow, type Purpose } from "../../src/record/decision-record.ts";
import { Recorder } from "../../src/recorder.ts";
import type { OpenOptions } from "../../src/recorder-options.ts";

function openedWith(options: Partial<OpenOptions>): DecisionRow | undefined {
  const chunks: Chunk[] = [];
  const recorder = new Recorder({
    service: "test",
    catalog: createCatalog({ sources: [], features: [] }),
    algorithms: [{ id: "feed", version: "1", type: "personalised_push", purpose: "search" }],
    pseudonyms: new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 1) }),
    sink: { accept: (chunk) => chunks.push(chunk) > 0 },
  });
  recorder.open({ algorithm: "feed", ...options }).close();
  recorder.flush();
  return chunks.flatMap(({ bytes }) => decisionRecord.decode(bytes))[0];
}

describe("opening a decision", () => {
  it.each([
    ["a purpose that is none", { purpose: "fun" as Purpose }, "purpose"],
    ["a purpose of the object prototype", { purpose: "toString" as Purpose }, "purpose"],
    ["a trace id that is none", { trace: { traceId: "no", spanId: "0".repeat(16) } }, "trace"],
    ["an outlet that nobody configured", { outlet: "moon" }, "outlet"],
    ["a route that is ill-formed", { route: "/\ud800" }, "route"],
    ["a parent that is no decision", { parent: { id: "7" } as Decision }, "parent"],
  ])("with %s is recorded all the same, and says so", (_, options, fault) => {
    expect(openedWith(options)).toMatchObject({
      algorithm: "feed",
      purpose: "search",
      input_faults: [fault],
    });
  });

  it("with an algorithm that nobody configured is recorded under that name", () => {
    expect(openedWith({ algorithm: "ghost" })).toMatchObject({
      algorithm: "ghost",
      algorithm_type: "unknown",
      version: "",
      input_faults: ["algorithm"],
    });
  });
});
