// Prints the column definitions that a migration creates or adds: node scripts/columns.js decisions 1
import { catalogRecord, decisionRecord } from "@probity/core";

import { columnDefinitions } from "../dist/ddl.js";

const [name, version = "1"] = process.argv.slice(2);
const record = [decisionRecord, catalogRecord].find((each) => each.name === name);
if (!record) throw new Error(`no record "${name}", there are decisions and catalog_features`);
console.log(columnDefinitions(record, Number(version)));
