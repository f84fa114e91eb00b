import { expect, it } from "vitest";
import { decisionRecord, findingRecord, interventionRecord, listSnapshotRecord } from "../../src/index.ts";

// Columns are literals, so the words are written again in each record that has them.
it("surfaces, kinds, severities and actions are the same words, by the same numbers, in every record", () => {
  const { surface, interventions, findings } = decisionRecord.columns;
  expect(interventionRecord.columns.surface.type).toEqual(surface.type);
  expect(listSnapshotRecord.columns.surface.type).toEqual(surface.type);
  expect(interventionRecord.columns.kind.type).toEqual(interventions.type.array.tuple.kind);
  expect(findingRecord.columns.severity.type).toEqual(findings.type.array.tuple.severity);
  expect(findingRecord.columns.action.type).toEqual(findings.type.array.tuple.action);
  expect(decisionRecord.columns.holds.type.array.tuple.action).toEqual(findings.type.array.tuple.action);
  expect(decisionRecord.columns.holds.type.array.tuple.mode).toEqual(findings.type.array.tuple.mode);
});
