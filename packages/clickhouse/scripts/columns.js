// Prints the column definitions that a migration creates or adds: node scripts/columns.js decisions 1
import {
  catalogRecord,
  coverageRecord,
  decisionRecord,
  gapRecord,
  LEDGERS,
  remoteCallRecord,
} from "@probity/core";

import { columnDefinitions } from "../dist/ddl.js";

const [name, version = "1"] = process.argv.slice(2);
const records = [decisionRecord, remoteCallRecord, coverageRecord, catalogRecord, gapRecord, ...LEDGERS];
const record = records.find((each) => each.name === name);
if (!record) throw new Error(`no record "${name}", there are ${records.map((each) => each.name).join(", ")}`);
console.log(columnDefinitions(record, Number(version)));
