import { parseArgs } from "node:util";
import { generateDataset } from "./data/generate.ts";
import { readBookCrossing } from "./data/read-book-crossing.ts";
import { BookFeedError } from "./errors.ts";
import { startService } from "./service/start.ts";

const { values } = parseArgs({ options: { data: { type: "string" } } });
try {
  const dataset = values.data === undefined ? generateDataset() : await readBookCrossing(values.data);
  const service = await startService({
    dataset,
    port: Number(process.env["PORT"] ?? 8080),
    onStage: (stage) => void process.stderr.write(`book-feed: ${stage} …\n`),
  });
  process.stdout.write(
    `book-feed answers at ${service.url} (try: curl -H "x-reader-id: 1" ${service.url}/feed)\n`,
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void service.close());
} catch (fault) {
  if (!(fault instanceof BookFeedError)) throw fault;
  process.stderr.write(`book-feed: ${fault.message}\n`);
  process.exitCode = 1;
}
