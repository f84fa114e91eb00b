// Writes what is made of the schema: schema.json, which is shipped, and the reference page. Build first.
import { mkdir, writeFile } from "node:fs/promises";
import { URL } from "node:url";
import { format } from "prettier";
import { configJsonSchema } from "../dist/json-schema.js";
import { referencePage } from "../dist/reference-page.js";

const schema = configJsonSchema();
const reference = new URL("../../../docs/reference/", import.meta.url);
await mkdir(reference, { recursive: true });
await writeFile(new URL("config.md", reference), referencePage(schema));
const json = await format(JSON.stringify(schema), { parser: "json", printWidth: 110 });
await writeFile(new URL("../schema.json", import.meta.url), json);
