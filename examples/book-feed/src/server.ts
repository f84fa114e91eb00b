import { createProbe } from "@probity/probe";
import { generateDataset } from "./data/generate.ts";
import { readBookCrossing } from "./data/read-book-crossing.ts";
import { BookFeedError } from "./errors.ts";
import { serverOptions } from "./server-options.ts";
import { startService } from "./service/start.ts";

try {
  const { data, readers, postgres, probity } = serverOptions(process.argv.slice(2));
  const probe = probity === undefined ? undefined : await createProbe(probity);
  const dataset = data === undefined ? generateDataset({ readers }) : await readBookCrossing(data);
  const service = await startService({
    dataset,
    postgres,
    use: probe ? [probe.express()] : [],
    port: Number(process.env["PORT"] ?? 8080),
    onStage: (stage) => void process.stderr.write(`book-feed: ${stage} …\n`),
  });
  const close = async (): Promise<void> => {
    await service.close();
    const report = await probe?.close();
    if (report) process.stdout.write(`probe closed: ${JSON.stringify(report)}\n`);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void close());
  process.stdout.write(
    `book-feed answers at ${service.url} (try: curl -H "x-reader-id: 1" ${service.url}/feed)\n`,
  );
} catch (fault) {
  if (!(fault instanceof BookFeedError)) throw fault;
  process.stderr.write(`book-feed: ${fault.message}\n`);
  process.exitCode = 1;
}
