import { mkdir, writeFile } from "node:fs/promises";
import { cn } from "./cn/pack.ts";
import { rulesReference, taxonomyReference } from "./reference.ts";
import { taxonomy, taxonomyVersion } from "./taxonomy/taxonomy.ts";

// Run by `npm run reference`, in the repository: dist/ stands beside src/, three levels below the root.
const folder = new URL("../../../docs/reference/", import.meta.url);

await mkdir(folder, { recursive: true });
await writeFile(new URL("rules.md", folder), rulesReference(cn));
await writeFile(new URL("taxonomy.md", folder), taxonomyReference(taxonomy, taxonomyVersion));
