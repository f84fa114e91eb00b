import { describe, expect } from "vitest";

import { batchRules } from "../src/index.ts";
import { test } from "./support/store.ts";

describe("rules over empty tables", () => {
  test("have nothing to say, each of them", async ({ look }) => {
    const filed = new Map([["feed", { outlets: ["home"] }]]);
    const said = [];
    for (const { id } of batchRules) {
      const { rule, cases, findings } = await look(id, { filed });
      said.push({ rule, cases, findings });
    }
    expect(said).toEqual(batchRules.map(({ id }) => ({ rule: id, cases: 0, findings: [] })));
  });
});
