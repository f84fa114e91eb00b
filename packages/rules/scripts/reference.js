// Writes the reference pages of the rules and the taxonomy. Build first.
import { mkdir, writeFile } from "node:fs/promises";
import { URL } from "node:url";
import { cn, codeCombinations, taxonomy, taxonomyChanges } from "../dist/index.js";
import { rulesReference, taxonomyReference } from "../dist/reference.js";

const reference = new URL("../../../docs/reference/", import.meta.url);
await mkdir(reference, { recursive: true });
await writeFile(new URL("rules.md", reference), rulesReference(cn));
await writeFile(
  new URL("taxonomy.md", reference),
  taxonomyReference({ codes: taxonomy, changes: taxonomyChanges, combinations: codeCombinations }),
);
