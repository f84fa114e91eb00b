// Writes the reference pages of the rules and the taxonomy. Build first.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { URL } from "node:url";
import { codeCombinations, rulePacks, taxonomy, taxonomyChanges } from "../dist/index.js";
import { taxonomyReference } from "../dist/reference.js";
import { rulePage } from "../dist/rule-page.js";
import { rulesReference } from "../dist/rules-index.js";

const reference = new URL("../../../docs/reference/", import.meta.url);
const pages = new URL("rules/", reference);
await rm(pages, { recursive: true, force: true });
await mkdir(pages, { recursive: true });
const packs = [...rulePacks.values()];
await writeFile(new URL("rules.md", reference), rulesReference(packs));
for (const pack of packs) {
  for (const rule of pack.rules) await writeFile(new URL(`${rule.id}.md`, pages), rulePage(rule, pack));
}
await writeFile(
  new URL("taxonomy.md", reference),
  taxonomyReference({ codes: taxonomy, changes: taxonomyChanges, combinations: codeCombinations }),
);
