import type { StorePort } from "../../src/index.ts";

type Queries = StorePort["batch"];

const nothing = () => Promise.resolve({ rows: [], query: "SELECT 1", parameters: {} });

/** Queries of the rules over stored records that find nothing, but what the test says. */
export function fakeQueries(answers: Partial<Queries> = {}): Queries {
  return {
    optOutLag: nothing,
    pricePairs: nothing,
    unbackedInterventions: nothing,
    listLogs: nothing,
    listOrder: nothing,
    runTimeFacts: nothing,
    recordedLosses: nothing,
    sequenceHoles: nothing,
    coverageShares: nothing,
    retention: nothing,
    minorsByMonth: nothing,
    unknownAges: nothing,
    rankedLists: nothing,
    repeatedItems: nothing,
    ignoredFeedback: nothing,
    dispatchStretches: nothing,
    feedbackHours: nothing,
    lateCases: nothing,
    storedFindings: () => Promise.resolve([]),
    ...answers,
  };
}
