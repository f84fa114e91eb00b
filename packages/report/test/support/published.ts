import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

import ownFacets from "../../schemas/open-lineage-facets.json" with { type: "json" };
import { openLineageSchemas } from "./open-lineage-schemas.ts";
import { provSchema } from "./prov-schema.ts";
import type { Schema } from "./schema.ts";

/**
 * A directory with the published schema files, for who has them: `OpenLineage.json` 2-0-2, the facets' files beside it
 * under their own names, and `prov-json.json`. Without, the tests take what is written of them here.
 */
const directory = process.env["PROBITY_TEST_SCHEMAS"];

const FACETS = ["ColumnLineageDatasetFacet", "SchemaDatasetFacet", "TagsDatasetFacet", "JobTypeJobFacet"];

function published(file: string): Schema {
  const text = readFileSync(join(directory ?? "", file), "utf8");
  const { $schema, id, ...schema } = JSON.parse(text) as Record<string, unknown>;
  // Draft 4 has an `id`, and words that mean the same today.
  return String($schema).includes("draft-04")
    ? schema
    : { $schema, ...(id !== undefined && { id }), ...schema };
}

function validator(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  formats.default(ajv);
  return ajv;
}

const openLineage = validator();
const given = ["OpenLineage", ...FACETS].map((name) => `${name}.json`);
for (const schema of directory === undefined ? openLineageSchemas : given.map(published))
  openLineage.addSchema(schema);
openLineage.addSchema(ownFacets);

/** What of a value is not as the schema of that address has it. */
export function faultsBy(schemaUrl: string, value: unknown): readonly string[] {
  const validate = openLineage.getSchema(schemaUrl);
  return validate ? faultsOf(validate, value) : [`there is no schema ${schemaUrl}`];
}

const prov = validator().compile(directory === undefined ? provSchema : published("prov-json.json"));

/** What of a document is not as PROV-JSON has it. */
export function faultsOfProv(document: unknown): readonly string[] {
  return faultsOf(prov, document);
}

function faultsOf(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
