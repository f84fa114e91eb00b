import { describe, expect } from "vitest";

import { Selection } from "../src/selection.ts";
import {
  batchOf,
  catalog,
  DAY,
  decision,
  finding,
  held,
  idAt,
  PIN,
  remoteCall,
  remoteCallBatchOf,
  span,
  subject,
} from "./support/rows.ts";
import { test } from "./support/store.ts";

const rows = [
  decision(DAY, {
    features_read: [0, 1],
    features_declared: [0],
    unregistered: [{ source: "profile", name: "mood", how: "span" }],
    findings: [finding(0, 1)],
    interventions: [PIN],
    mode: "non_personalised",
    holds: [held(0, 12)],
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

  test("decision_holds has a row for each rule that held something back, and what became of the decision", async ({
    store,
    connection,
  }) => {
    await store.registerCatalog(catalog());
    await store.insertBatch(batchOf(rows));
    const holds = new Selection({
      decision: { type: "UUID" },
      answer: { type: "String", sql: "answer" },
      rule: { type: "String" },
      action: { type: "String", sql: "action" },
      mode: { type: "String", sql: "mode" },
      features: { type: { array: "String" } },
      items: { type: "UInt16" },
    });
    expect(await holds.from(connection, `${connection.database}.decision_holds`)).toEqual([
      {
        decision: idAt(DAY),
        answer: "non_personalised",
        rule: "M02",
        action: "strip_feature",
        mode: "enforce",
        features: ["profile.age", "#12"],
        items: 3,
      },
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

  const REST = span({ source: "", system: "*", host: "", database: "", operation: "*", target: "*" });

  test("decision_spans has a row for each client span, of the decision and of what was called for it", async ({
    store,
    connection,
  }) => {
    await store.insertBatch(batchOf([decision(DAY, { spans: [span(), REST] }), decision(DAY + 1)]));
    const redis = span({ source: "", system: "redis", operation: "HGETALL", target: "user:*", failed: 1 });
    await store.insertBatch(remoteCallBatchOf([remoteCall(DAY + 2, idAt(DAY), { spans: [redis] })]));
    const spans = new Selection({
      decision: { type: "UUID" },
      remote_call: { type: { nullable: "UUID" } },
      service: { type: "String" },
      algorithm: { type: "String" },
      source: { type: "String" },
      mapped: { type: "Bool", sql: "mapped" },
      operation: { type: "String" },
      target: { type: "String" },
      statement: { type: "String" },
      fields: { type: { array: "String" }, sql: "fields" },
      failed: { type: "UInt32" },
    });
    const of = { decision: idAt(DAY), statement: "0123456789abcdef", fields: ["age", "city"], failed: 0 };
    const own = { ...of, remote_call: null, service: "book-feed", algorithm: "feed" };
    expect(
      await spans.from(connection, `${connection.database}.decision_spans ORDER BY ts, mapped DESC`),
    ).toEqual([
      { ...own, source: "profile", mapped: true, operation: "SELECT", target: "profile" },
      { ...own, source: "", mapped: false, operation: "*", target: "*" },
      {
        ...of,
        remote_call: idAt(DAY + 2, 0xca11),
        service: "book-features",
        algorithm: "",
        source: "",
        mapped: false,
        operation: "HGETALL",
        target: "user:*",
        failed: 1,
      },
    ]);
  });

  test("unmapped_calls has those that no rule maps, but not those that were too many to be told apart", async ({
    store,
    connection,
  }) => {
    const unmapped = span({ source: "", target: "orders" });
    await store.insertBatch(batchOf([decision(DAY, { spans: [span(), unmapped, REST] })]));
    await store.insertBatch(remoteCallBatchOf([remoteCall(DAY + 2, idAt(DAY), { spans: [unmapped] })]));
    const calls = new Selection({
      decision: { type: "UUID" },
      service: { type: "String" },
      target: { type: "String" },
    });
    expect(await calls.from(connection, `${connection.database}.unmapped_calls ORDER BY ts`)).toEqual([
      { decision: idAt(DAY), service: "book-feed", target: "orders" },
      { decision: idAt(DAY), service: "book-features", target: "orders" },
    ]);
  });

  test("remote_call_features has a row for each feature that another service used for a decision", async ({
    store,
    connection,
  }) => {
    await store.registerCatalog(catalog());
    const used = {
      features_span: [0],
      unregistered: [{ source: "profile", name: "mood", how: "span" as const }],
    };
    await store.insertBatch(remoteCallBatchOf([remoteCall(DAY + 2, idAt(DAY), used)]));
    const features = new Selection({
      decision: { type: "UUID" },
      remote_call: { type: "UUID" },
      service: { type: "String", sql: "service" },
      route: { type: "String", sql: "route" },
      feature: { type: "String" },
      codes: { type: { array: "String" }, sql: "codes" },
      registered: { type: "Bool" },
      how: { type: { array: "String" } },
    });
    const call = {
      decision: idAt(DAY),
      remote_call: idAt(DAY + 2, 0xca11),
      service: "book-features",
      route: "/features/:user",
      how: ["span"],
    };
    expect(
      await features.from(connection, `${connection.database}.remote_call_features ORDER BY feature`),
    ).toEqual([
      { ...call, feature: "profile.age", codes: ["PI.BASIC"], registered: true },
      { ...call, feature: "profile.mood", codes: [], registered: false },
    ]);
  });
});
