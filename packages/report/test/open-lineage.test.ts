import { describe, expect, it } from "vitest";

import { openLineageEvent, type Facet, type OpenLineageEvent } from "../src/index.ts";
import { faultsBy } from "./support/published.ts";
import {
  CHILD,
  childPath,
  feature,
  ID,
  pathOf,
  PIN,
  remoteCall,
  richPath,
  source,
  SPAN,
} from "./support/some-path.ts";

const EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json";

function facetsIn({ run, job, inputs, outputs }: OpenLineageEvent): Facet[] {
  const all = [
    ...[run.facets, job.facets],
    ...inputs.flatMap(({ facets, inputFacets = {} }) => [facets, inputFacets]),
    ...outputs.map(({ facets }) => facets),
  ];
  return all.flatMap((facets) => Object.values(facets));
}

const lineageOf = (event: OpenLineageEvent) => event.outputs[0]?.facets["columnLineage"] ?? expect.fail();
const kindsOf = (fields: unknown) =>
  (fields as { field: string; transformations: { type: string; subtype: string; masking: boolean }[] }[]).map(
    ({ field, transformations }) =>
      [field, ...transformations.map(({ type, subtype, masking }) => `${type}/${subtype}/${masking}`)].join(
        " ",
      ),
  );

describe("openLineageEvent", () => {
  it.each([
    ["everything in it", richPath],
    ["nothing in it", pathOf({ outlet: "", subject: "0".repeat(64), route: "" })],
  ])("is a run event by the published schema, and each facet by its own, with %s", (_, path) => {
    const event = openLineageEvent(path);
    expect(faultsBy(EVENT, event)).toEqual([]);
    expect(faultsBy(event.schemaURL, event)).toEqual([]);
    const facets = facetsIn(event);
    expect(facets.length).toBeGreaterThan(3);
    for (const facet of facets) expect(faultsBy(facet._schemaURL, facet)).toEqual([]);
  });

  it.each([
    ["no run", (event: OpenLineageEvent) => ({ ...event, run: undefined })],
    ["a run id that is no UUID", (event: OpenLineageEvent) => ({ ...event, run: { runId: "7" } })],
    ["a time that is none", (event: OpenLineageEvent) => ({ ...event, eventTime: "now" })],
    ["an unknown type", (event: OpenLineageEvent) => ({ ...event, eventType: "DONE" })],
    ["an output without a name", (event: OpenLineageEvent) => ({ ...event, outputs: [{ namespace: "x" }] })],
  ])("is held against a schema that refuses %s", (_, spoil) => {
    const event = openLineageEvent(richPath);
    const spoilt = JSON.parse(JSON.stringify(spoil(event))) as unknown;
    expect(faultsBy(event.schemaURL, spoilt)).not.toEqual([]);
  });

  it.each([
    ["a column lineage without fields", "columnLineage", { fields: undefined }],
    [
      "an input field without a name",
      "columnLineage",
      { fields: { rank: { inputFields: [{ field: "x" }] } } },
    ],
    ["a schema with a field of no name", "schema", { fields: [{}] }],
    ["a facet of nobody", "schema", { _producer: undefined }],
  ])("has facets that are held against schemas that refuse %s", (_, key, wrong) => {
    const facet = openLineageEvent(richPath).outputs[0]?.facets[key] ?? expect.fail();
    const spoilt = JSON.parse(JSON.stringify({ ...facet, ...wrong })) as unknown;
    expect(faultsBy(facet._schemaURL, spoilt)).not.toEqual([]);
  });

  it("is the run of the decision, of the job that is the algorithm's version", () => {
    expect(openLineageEvent(richPath)).toMatchObject({
      eventType: "COMPLETE",
      eventTime: "2026-11-21T11:31:04.127Z",
      producer: "urn:probity:report:0.1.0",
      run: {
        runId: ID,
        facets: {
          probity_decision: {
            outlet: "home",
            personalised: true,
            items: 2,
            interventions: ["pin"],
            findings: [{ rule: "M02", status: "suspected, to be reviewed" }],
            unmappedCalls: 3,
            unprovenRemoteCalls: 1,
            children: [CHILD],
          },
        },
      },
      job: { namespace: "book-feed", name: "feed@1.4", facets: { jobType: { integration: "PROBITY" } } },
    });
  });

  it.each([
    ["delivered", "COMPLETE"],
    ["unmodified", "COMPLETE"],
    ["aborted", "ABORT"],
    ["failed", "FAIL"],
  ] as const)("says of one that was %s: %s", (outcome, expected) => {
    expect(openLineageEvent(pathOf({ outcome })).eventType).toBe(expected);
  });

  it("has sources as inputs, by the system's address where a span told it, with the fields that were used", () => {
    const [profile, flags, books, request, ...others] = openLineageEvent(richPath).inputs;
    expect(profile).toMatchObject({
      namespace: "postgres://db.internal",
      name: "shop.public.readers",
      facets: {
        schema: { fields: [{ name: "age" }, { name: "interests[]" }, { name: "mood" }] },
        tags: {
          tags: [
            { field: "age", key: "personal", value: "true" },
            { field: "interests[]", key: "sensitivity", value: "LEG.BROWSE" },
            { field: "interests[]", key: "personal", value: "true" },
            { field: "mood", key: "registered", value: "false" },
          ],
        },
      },
      inputFacets: { probity_dataCall: { readBy: ["book-feed"], sources: ["profile"], calls: 2 } },
    });
    expect(flags).toMatchObject({ namespace: "probity://book-feed", name: "flags" });
    expect(books).toMatchObject({
      namespace: "probity://book-features/redis",
      name: "books",
      inputFacets: { probity_dataCall: { readBy: ["book-features"] } },
    });
    expect(request).toMatchObject({ namespace: "probity://book-feed", name: "request /feed" });
    expect(others).toEqual([]);
  });

  it("has a data set once that two services read", () => {
    const profile = source("profile", {
      spans: [SPAN],
      dataset: "readers",
      features: [feature("profile.age")],
    });
    const readers = source("readers", {
      spans: [SPAN],
      dataset: "readers",
      features: [feature("readers.city")],
    });
    const path = pathOf({}, { sources: [profile], remoteCalls: [remoteCall({}, { sources: [readers] })] });
    const [one, ...others] = openLineageEvent(path).inputs;
    expect(one).toMatchObject({
      name: "shop.readers",
      facets: { schema: { fields: [{ name: "age" }, { name: "city" }] } },
      inputFacets: {
        probity_dataCall: {
          readBy: ["book-feed", "book-features"],
          sources: ["profile", "readers"],
          calls: 4,
        },
      },
    });
    expect(others).toMatchObject([{ name: "request /feed" }]);
  });

  it("takes no stranger's word for what was read", () => {
    expect(JSON.stringify(openLineageEvent(richPath))).not.toContain("secrets");
  });

  it("tells how each input came into what was delivered", () => {
    const event = openLineageEvent(richPath);
    expect(event.outputs).toMatchObject([{ namespace: "probity://book-feed", name: "outlet home" }]);
    const { fields, dataset } = lineageOf(event) as unknown as {
      fields: Record<string, { inputFields: unknown }>;
      dataset: unknown;
    };
    const direct = ["interests[]", "mood", "rating"].map((name) => `${name} DIRECT/TRANSFORMATION/false`);
    expect(kindsOf(fields["rank"]?.inputFields)).toEqual(direct);
    expect(kindsOf(fields["score"]?.inputFields)).toEqual(direct);
    expect(kindsOf(fields["subject"]?.inputFields)).toEqual(["subject.id DIRECT/TRANSFORMATION/true"]);
    expect(kindsOf(dataset)).toEqual(["age INDIRECT/CONDITIONAL/false", "pin INDIRECT/SORT/false"]);
  });

  it("tells of features that only filter, and of people who took something out", () => {
    const profile = source("profile", { features: [feature("profile.city")] });
    const removal = { ...PIN, kind: "remove" } as const;
    const path = pathOf(
      { algorithm_type: "retrieval", interventions: [removal, PIN] },
      { sources: [profile] },
    );
    const { fields, dataset } = lineageOf(openLineageEvent(path));
    expect(Object.keys(fields as object)).toEqual(["subject"]);
    expect(kindsOf(dataset)).toEqual([
      "city INDIRECT/FILTER/false",
      "remove INDIRECT/FILTER/false",
      "pin INDIRECT/SORT/false",
    ]);
  });

  it("has no score where none was given, and no subject where nobody is signed in", () => {
    const items = [{ id: "a".repeat(16), score: Number.NaN, flags: 0 }];
    const path = pathOf(
      { items, subject: "0".repeat(64) },
      { sources: [source("profile", { features: [feature("profile.a")] })] },
    );
    const event = openLineageEvent(path);
    expect(event.outputs[0]?.facets["schema"]).toMatchObject({
      fields: [{ name: "item" }, { name: "rank" }],
    });
    expect(Object.keys(lineageOf(event)["fields"] as object)).toEqual(["rank"]);
    expect(event.inputs).toHaveLength(1);
  });

  it("holds no pseudonym of a person or an item, and no name of an operator", () => {
    const text = JSON.stringify(openLineageEvent(richPath));
    const { subject, items, interventions } = richPath.decision;
    const kept = [subject, items[0]?.id, interventions[0]?.operator, interventions[0]?.reason];
    expect(kept.filter((each) => text.includes(each ?? expect.fail()))).toEqual([]);
  });

  it("is of its own decision: one inside it has a run of its own", () => {
    const inside = childPath({}, { sources: [source("inner", { features: [feature("inner.x")] })] });
    const event = openLineageEvent(pathOf({}, { children: [inside] }));
    expect(JSON.stringify(event)).not.toContain("inner");
  });
});
