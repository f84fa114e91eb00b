import { expect, it } from "vitest";
import * as core from "../src/index.ts";

it("exports these names, and a new one is a decision", () => {
  expect(Object.keys(core).toSorted()).toEqual([
    "ByteWriter",
    "CoreError",
    "FeatureSet",
    "ITEM_FLAGS",
    "Pseudonyms",
    "RecentMap",
    "RecordTable",
    "Recorder",
    "UNKNOWN_SUBJECT",
    "ageBandOf",
    "callerBelow",
    "catalogRecord",
    "clickhouseType",
    "coverageRecord",
    "createCatalog",
    "currentDecision",
    "decisionRecord",
    "gapRecord",
    "hostFilter",
    "isCoreError",
    "isMinor",
    "isPersonalisation",
    "placeOfFeature",
    "remoteCallRecord",
    "runInDecision",
    "timeOfDecisionId",
    "untrack",
    "wildcard",
  ]);
});
