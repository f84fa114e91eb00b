// Writes docs/reference/records.md out of the column tables. Build first: it reads dist.
import { mkdir, writeFile } from "node:fs/promises";

import { URL } from "node:url";

import { format, resolveConfig } from "prettier";

import { recordReference } from "../dist/reference.js";

const page = new URL("../../../docs/reference/records.md", import.meta.url);
const config = await resolveConfig(page);
await mkdir(new URL(".", page), { recursive: true });
await writeFile(page, await format(recordReference(), { ...config, parser: "markdown" }));
