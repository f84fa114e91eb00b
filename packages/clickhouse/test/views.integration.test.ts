import { describe, expect } from "vitest";

import { Selection } from "../src/selection.ts";
import { batchOf, catalog, DAY, decision, finding, idAt, PIN, subject } from "./support/rows.ts";
import { test } from "./support/store.ts";

const rows = [
  decision(DAY, {
    features_read: [0, 1],
    features_declared: [0],
    unregistered: [{ source: "profile", name: "mood", how: "span" }],
    findings: [finding(0, 1)],
    interventions: [PIN],
  }),
  decision(DAY + 1, { catalog: "ff".repeat(32), features_read: [12], findings: [finding(12)] }),
  decision(DAY + 2),
];

describe("for people with SQL", () => {
  test("decision_features has a row for each feature that a decision used, by name", async ({
    store,
    connection,
  }) => {
    await store.registerCatalog(catalog());
    // The same catalog out of another service must not double anything.
    await store.registerCatalog(catalog().map((row) => ({ ...row, service: "other" })));
    await store.insertBatch(batchOf(rows));
    const features = new Selection({
      decision: { type: "UUID" },
      feature: { type: "String" },
      source: { type: "String", sql: "source" },
      codes: { type: { array: "String" }, sql: "codes" },
      personal: { type: { nullable: "Bool" } },
      registered: { type: "Bool" },
      how: { type: { array: "String" } },
      subject: { type: "String" },
    });
    const found = await features.from(
      connection,
      `${connection.database}.decision_features ORDER BY ts, feature`,
    );
    const first = { decision: idAt(DAY), subject: subject(1), source: "profile" };
    const known = { ...first, codes: ["PI.BASIC"], personal: true, registered: true };
    expect(found).toEqual([
      { ...known, feature: "profile.age", how: ["declared", "read"] },
      { ...known, feature: "profile.city", how: ["read"] },
      { ...first, feature: "profile.mood", codes: [], personal: null, registered: false, how: ["span"] },
      {
        ...known,
        decision: idAt(DAY + 1),
        feature: "#12",
        source: "",
        codes: [],
        personal: null,
        how: ["read"],
      },
    ]);
  });

  test("decision_findings has a row for each hit, with the features by name", async ({
    store,
    connection,
  }) => {
    await store.registerCatalog(catalog());
    await store.insertBatch(batchOf(rows));
    const findings = new Selection({
      decision: { type: "UUID" },
      rule: { type: "String" },
      severity: { type: "String", sql: "severity" },
      features: { type: { array: "String" } },
      detail: { type: "String" },
    });
    const hit = { rule: "M01", severity: "high", detail: "PI.AGE" };
    expect(await findings.from(connection, `${connection.database}.decision_findings ORDER BY ts`)).toEqual([
      { ...hit, decision: idAt(DAY), features: ["profile.age", "profile.city"] },
      { ...hit, decision: idAt(DAY + 1), features: ["#12"] },
    ]);
  });

  test("decision_interventions has a row for each touch, item ids as hexadecimal digits", async ({
    store,
    connection,
  }) => {
    await store.insertBatch(batchOf(rows));
    const interventions = new Selection({
      decision: { type: "UUID" },
      intervention: { type: "String" },
      kind: { type: "String", sql: "kind" },
      item: { type: "String" },
      to_rank: { type: "UInt16" },
      operator: { type: "String" },
      valid_from: { type: { nullable: "DateTime64(3, 'UTC')" } },
      valid_to: { type: { nullable: "DateTime64(3, 'UTC')" } },
    });
    expect(await interventions.from(connection, `${connection.database}.decision_interventions`)).toEqual([
      {
        decision: idAt(DAY),
        intervention: PIN.id,
        kind: "pin",
        item: PIN.item,
        to_rank: 1,
        operator: "li.wei",
        valid_from: DAY,
        valid_to: null,
      },
    ]);
  });
});
