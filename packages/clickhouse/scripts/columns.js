// Prints the column definitions that a migration creates or adds: node scripts/columns.js decisions 1
import { catalogRecord, decisionRecord, gapRecord } from "@probity/core";

import { columnDefinitions } from "../dist/ddl.js";

const [name, version = "1"] = process.argv.slice(2);
const record = [decisionRecord, catalogRecord, gapRecord].find((each) => each.name === name);
if (!record) throw new Error(`no record "${name}", there are decisions, catalog_features and gaps`);
console.log(columnDefinitions(record, Number(version)));
