import { parseArgs } from "node:util";
import { generateDataset } from "./data/generate.ts";
import { readBookCrossing } from "./data/read-book-crossing.ts";
import { startService } from "./service/start.ts";

const { values } = parseArgs({ options: { data: { type: "string" } } });
const dataset = values.data === undefined ? generateDataset() : await readBookCrossing(values.data);
const service = await startService({ dataset, port: Number(process.env["PORT"] ?? 8080) });
process.stdout.write(
  `book-feed answers at ${service.url} (try: curl -H "x-reader-id: 1" ${service.url}/feed)\n`,
);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void service.close());
