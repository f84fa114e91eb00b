import { both, listOf, mapOf, object, text, time, uri, type Schema } from "./schema.ts";

// What the published schemas of OpenLineage demand, in our own words: the files themselves are in no npm package. See
// published.ts for how to have the tests take those.

const EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json";
const ref = (name: string): Schema => ({ $ref: `${EVENT}#/$defs/${name}` });

const facet = object({ _producer: uri, _schemaURL: uri }, ["_producer", "_schemaURL"]);
const deletable = both(facet, object({ _deleted: { type: "boolean" } }));
const named = object({ namespace: text, name: text }, ["namespace", "name"]);
const withFacets = (of: Schema, key = "facets"): Schema => object({ [key]: mapOf(of) });

const event: Schema = {
  $id: EVENT,
  $defs: {
    RunFacet: facet,
    InputDatasetFacet: facet,
    JobFacet: deletable,
    DatasetFacet: deletable,
    Dataset: both(named, withFacets(ref("DatasetFacet"))),
    InputDataset: both(ref("Dataset"), withFacets(ref("InputDatasetFacet"), "inputFacets")),
    OutputDataset: both(ref("Dataset"), withFacets(facet, "outputFacets")),
    RunEvent: both(
      object({ eventTime: time, producer: uri, schemaURL: uri }, ["eventTime", "producer", "schemaURL"]),
      object(
        {
          eventType: { enum: ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"] },
          run: both(
            object({ runId: { type: "string", format: "uuid" } }, ["runId"]),
            withFacets(ref("RunFacet")),
          ),
          job: both(named, withFacets(ref("JobFacet"))),
          inputs: listOf(ref("InputDataset")),
          outputs: listOf(ref("OutputDataset")),
        },
        ["run", "job"],
      ),
    ),
  },
  $ref: "#/$defs/RunEvent",
};

/** A facet's schema: what it is a facet of, what is in it, and under which key it stands. */
function facetSchema(name: string, version: string, key: string, of: string, content: Schema): Schema {
  return {
    $id: `https://openlineage.io/spec/facets/${version}/${name}.json`,
    $defs: { [name]: both(ref(of), content) },
    ...object({ [key]: { $ref: `#/$defs/${name}` } }),
  };
}

const transformation = object(
  { type: text, subtype: text, description: text, masking: { type: "boolean" } },
  ["type"],
);
const inputField = object(
  { namespace: text, name: text, field: text, transformations: listOf(transformation) },
  ["namespace", "name", "field"],
);
const tag = object({ key: text, value: text, source: text, field: text }, ["key", "value"]);
const column = object({ name: text, type: text, description: text, ordinal_position: { type: "integer" } }, [
  "name",
]);

/** The event, and every standard facet that is written. */
export const openLineageSchemas: readonly Schema[] = [
  event,
  facetSchema(
    "ColumnLineageDatasetFacet",
    "1-2-0",
    "columnLineage",
    "DatasetFacet",
    object(
      {
        fields: mapOf(object({ inputFields: listOf(inputField) }, ["inputFields"])),
        dataset: listOf(inputField),
      },
      ["fields"],
    ),
  ),
  facetSchema("SchemaDatasetFacet", "1-2-0", "schema", "DatasetFacet", object({ fields: listOf(column) })),
  facetSchema("TagsDatasetFacet", "1-0-0", "tags", "DatasetFacet", object({ tags: listOf(tag) })),
  facetSchema(
    "JobTypeJobFacet",
    "2-0-4",
    "jobType",
    "JobFacet",
    object({ processingType: text, integration: text, jobType: text }, ["processingType", "integration"]),
  ),
];
