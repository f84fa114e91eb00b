import { type JsonSchema, mappingOf } from "./json-schema.ts";

/** More words than these stand below the table. */
const MOST_IN_CELL = 12;

interface Row {
  readonly key: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** @internal The reference page of `probity.yaml`, in Markdown, from its schema. */
export function referencePage(schema: JsonSchema): string {
  const sections = Object.entries(schema.properties ?? {}).map(([key, below]) => {
    return section({ key, schema: below, isRequired: schema.required?.includes(key) ?? false });
  });
  return `${[HEAD, ...sections].join("\n\n")}\n`;
}

const HEAD = `<!-- Generated from the schema by packages/config/scripts/generate.js. Do not edit. -->

# probity.yaml

Every key that \`probity.yaml\` can have. Keys that are not listed are refused. \`<name>\` stands for a name of your own,
\`[]\` for an element of a list. The same as JSON Schema: \`@probity/config/schema.json\`.

\`probity.yaml\` 的全部配置项；未列出的键一律拒绝。\`<name>\` 为自定名称，\`[]\` 为列表元素。`;

function section(row: Row): string {
  const rows = [...rowsOf(row)];
  const lists = rows
    .filter(({ schema }) => isLongList(schema.items ?? schema))
    .map(({ key, schema }) => `\`${key}\`: ${words(schema.items ?? schema)}`);
  const table = ["| key | value | default | meaning |", "| --- | --- | --- | --- |", ...rows.map(tableRow)];
  return [`## ${row.key}`, table.join("\n"), ...lists].join("\n\n");
}

function* rowsOf({ key, schema, isRequired }: Row): Generator<Row> {
  yield { key, schema, isRequired };
  const { properties = {}, required = [], ...mapping } = mappingOf(schema);
  if (isChoiceOfKeys(mapping)) return;
  for (const [name, below] of Object.entries(properties)) {
    yield* rowsOf({ key: `${key}.${name}`, schema: below, isRequired: required.includes(name) });
  }
  const { additionalProperties: byName, items } = schema;
  if (typeof byName === "object") yield* rowsOf({ key: `${key}.<name>`, schema: byName, isRequired: false });
  if (items?.properties) yield* rowsOf({ key: `${key}[]`, schema: items, isRequired: false });
}

function tableRow({ key, schema, isRequired }: Row): string {
  const fallback = schema.default === undefined ? "" : code(JSON.stringify(schema.default));
  const cells = [code(key), value(schema), isRequired ? "required" : fallback, meaning(schema)];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function meaning({ description = "" }: JsonSchema): string {
  return description.replaceAll("\n", "<br>");
}

function value(schema: JsonSchema): string {
  if (isLongList(schema)) return "one of those below";
  if (schema.enum) return words(schema);
  if (schema.anyOf) return schema.anyOf.map(value).join(" or ");
  if (typeof schema.type === "object")
    return schema.type.map((type) => value({ ...schema, type })).join(" or ");
  if (isChoiceOfKeys(schema))
    return Object.keys(schema.properties ?? {})
      .map((key) => code(`{ ${key}: … }`))
      .join(" or ");
  if (schema.type === "integer") return `${schema.minimum ?? ""} to ${schema.maximum ?? ""}`;
  if (schema.type === "number")
    return schema.minimum === undefined ? "number" : `number from ${schema.minimum}`;
  if (schema.type === "array" && schema.maxItems === 0) return code("[]");
  if (schema.type === "array")
    return schema.items?.properties ? "list" : `list of ${value(schema.items ?? {})}`;
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.type === "boolean") return "`true` or `false`";
  if (schema.type === "null") return code("null");
  return schema.type === "string" ? "text" : "mapping";
}

// A reference and its like: a mapping of exactly one of its keys.
function isChoiceOfKeys({ maxProperties }: JsonSchema): boolean {
  return maxProperties === 1;
}

function isLongList(schema: JsonSchema): boolean {
  return (schema.enum?.length ?? 0) > MOST_IN_CELL;
}

function words(schema: JsonSchema): string {
  return (schema.enum ?? []).map(code).join(", ");
}

function code(text: string): string {
  return `\`${text}\``;
}
