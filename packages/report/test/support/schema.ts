/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: "string" };
export const uri: Schema = { type: "string", format: "uri" };
export const time: Schema = { type: "string", format: "date-time" };

/** An object in which these have to be of that form, and those have to be there. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): Schema {
  return { type: "object", properties, required };
}

export function listOf(items: Schema): Schema {
  return { type: "array", items };
}

export function mapOf(values: Schema): Schema {
  return { type: "object", additionalProperties: values };
}

/** An object that is all of these at once. */
export function both(...schemas: readonly Schema[]): Schema {
  return { allOf: schemas };
}
