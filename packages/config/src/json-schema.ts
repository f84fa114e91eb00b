import { z } from "zod";
import { describeWords } from "./describe.ts";
import type { Path } from "./place.ts";
import { configFileSchema } from "./schema/config-file.ts";

/** The parts of JSON Schema (draft 2020-12) that the configuration's schema is made of. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** The JSON Schema of `probity.yaml`: what editors complete and check. */
export function configJsonSchema(): JsonSchema {
  return z.toJSONSchema(configFileSchema, { io: "input", target: "draft-2020-12" }) as JsonSchema;
}

/** The schema of what stands at a path; of a mapping that may also be a text, the mapping's. */
export function schemaAt(root: JsonSchema, path: Path): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const step of path) {
    const { properties, additionalProperties, items }: JsonSchema = mappingOf(schema);
    const isNamed = properties !== undefined && Object.hasOwn(properties, step);
    const below: JsonSchema | boolean | undefined =
      typeof step === "number" ? items : isNamed ? properties[step] : additionalProperties;
    schema = typeof below === "object" ? below : undefined;
    if (schema === undefined) return undefined;
  }
  return schema;
}

/** Of a choice, the alternative that is a mapping. */
export function mappingOf(schema: JsonSchema): JsonSchema {
  return schema.anyOf?.find(({ type }) => type === "object") ?? schema;
}

/** What a value of the schema is, in words. */
export function expectedBy(schema: JsonSchema): string {
  if (schema.enum)
    return schema.enum.length > 1 ? `one of ${describeWords(schema.enum)}` : (schema.enum[0] ?? "nothing");
  if (schema.anyOf) return schema.anyOf.map(expectedBy).join(", or ");
  if (typeof schema.type === "object")
    return schema.type.map((type) => expectedBy({ ...schema, type })).join(", or ");
  if (schema.type === "string") {
    return schema.maxLength === undefined ? "a text" : `a text of up to ${schema.maxLength} characters`;
  }
  if (schema.type === "integer")
    return `a whole number from ${schema.minimum ?? 0} to ${schema.maximum ?? "any"}`;
  if (schema.const !== undefined) return String(schema.const);
  if (schema.type === "number")
    return schema.minimum === undefined ? "a number" : `a number from ${schema.minimum}`;
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "array" && schema.minItems === 1) return "a list with something in it";
  if (schema.type === "array") return schema.maxItems === 0 ? "an empty list" : "a list";
  if (schema.type === "null") return "null";
  return schema.properties ? `a mapping with ${describeWords(Object.keys(schema.properties))}` : "a mapping";
}
