import { listOf, mapOf, object, text, time, uri, type Schema } from "./schema.ts";

// What the schema of the W3C Member Submission "The PROV-JSON Serialization" (2013-04-24) demands of the parts that are
// written, in our own words: the file itself is in no npm package. See published.ts for how to have the tests take it.

const simple: Schema = { type: ["string", "boolean", "number"] };
const closed = (properties: Readonly<Record<string, Schema>>): Schema => ({
  ...object(properties, Object.keys(properties)),
  additionalProperties: false,
});
const single: Schema = { anyOf: [simple, closed({ $: simple, type: uri }), closed({ $: text, lang: text })] };
const literal: Schema = { anyOf: [single, listOf(single)] };

/** Attributes of which these have to be of that form, those have to be there, and all others are literals. */
function attributes(known: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { ...object(known, required), additionalProperties: literal };
}

/** Things, or relations, by their names. */
function named(of: Schema): Schema {
  return mapOf(of);
}

/** A relation of these, of which some have to be there, and when it was. */
function relation(roles: readonly string[], required: readonly string[] = roles, when?: "prov:time"): Schema {
  const known = Object.fromEntries(roles.map((role) => [role, uri]));
  return named(attributes({ ...known, ...(when && { [when]: time }) }, required));
}

export const provSchema: Schema = {
  ...object({
    prefix: {
      type: "object",
      patternProperties: { "^[a-zA-Z0-9_-]+$": uri },
      additionalProperties: false,
    },
    entity: named(attributes({})),
    agent: named(attributes({})),
    activity: named(attributes({ "prov:startTime": time, "prov:endTime": time })),
    used: relation(["prov:activity", "prov:entity"], ["prov:activity"], "prov:time"),
    wasGeneratedBy: relation(["prov:entity", "prov:activity"], ["prov:entity"], "prov:time"),
    wasInformedBy: relation(["prov:informed", "prov:informant"]),
    wasDerivedFrom: relation(
      ["prov:generatedEntity", "prov:usedEntity", "prov:activity", "prov:generation", "prov:usage"],
      ["prov:generatedEntity", "prov:usedEntity"],
    ),
    wasAttributedTo: relation(["prov:entity", "prov:agent"]),
    wasAssociatedWith: relation(["prov:activity", "prov:agent", "prov:plan"], ["prov:activity"]),
    actedOnBehalfOf: relation(
      ["prov:delegate", "prov:responsible", "prov:activity"],
      ["prov:delegate", "prov:responsible"],
    ),
  }),
  additionalProperties: false,
};
