import { expect, it } from "vitest";
import { decisionRecord, remoteCallRecord } from "../../src/index.ts";

// Each record is a literal, so that its types can be declared file by file; what both have is written twice, and held here.
const shared = [
  "catalog",
  "features_read",
  "features_declared",
  "features_span",
  "unregistered",
  "calls",
  "spans",
  "input_faults",
] as const;

it.each(shared)("%s is the same column in a decision and in a remote call", (name) => {
  expect(remoteCallRecord.columns[name].type).toEqual(decisionRecord.columns[name].type);
});

it("a remote call ends as a decision does", () => {
  expect(remoteCallRecord.columns.outcome.type).toEqual(decisionRecord.columns.outcome.type);
});
