import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStore, type Store } from "@probity/clickhouse";
import { type ClickHouseConnection, startClickHouse } from "@probity/clickhouse-local";
import { runCli, systemIo } from "@probity/cli";
import { type Config, loadConfig } from "@probity/config";
import { createProbe } from "@probity/probe";
import type { Dataset } from "../data/dataset.ts";
import { generateDataset } from "../data/generate.ts";
import { readBookCrossing } from "../data/read-book-crossing.ts";
import { replay, type ReplayResult } from "../replay.ts";
import { startService } from "../service/start.ts";
import { ENFORCED_RULES } from "./enforced-rules.ts";
import type { DemoOptions } from "./options.ts";
import { progressBar } from "./progress.ts";

const configFile = fileURLToPath(new URL("../../probity.yaml", import.meta.url));

/** What was started and has to be ended, the last first. */
class Running {
  readonly #ends: (() => Promise<unknown>)[] = [];

  ends(end: () => Promise<unknown>): void {
    this.#ends.unshift(end);
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
  }
}

/**
 * The demo: a ClickHouse of its own, the book feed with the probe in it, readers who ask, and a look at what was
 * recorded. The exit code is 0 when every answered ranking request is a row in ClickHouse.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const running = new Running();
  const interrupted = new Promise<"interrupted">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve("interrupted"));
  });
  try {
    const outcome = await Promise.race([show(options, running), interrupted]);
    if (outcome === "interrupted") return 130;
    if (!options.once) await interrupted;
    return outcome ? 0 : 1;
  } finally {
    await running.end();
  }
}

async function show(options: DemoOptions, running: Running): Promise<boolean> {
  say("ClickHouse out of npm …");
  const { writer, environment } = await startStorage(running);

  say("the book feed, with Postgres, a recommender and the probe …");
  const dataset = options.data === undefined ? generateDataset() : await readBookCrossing(options.data);
  const probe = await createProbe(await demoConfig(running, options.enforce), { env: environment });
  running.ends(() => probe.close());
  const service = await startService({ dataset, use: [probe.express()] });
  running.ends(() => service.close());

  const result = await walk(service.url, dataset, options.requests);
  await probe.flush();

  const store = openStore({ ...writer, database: "probity" });
  running.ends(() => store.close());
  const isWhole = await compare(result, store);
  await tell(store, environment, options.enforce);
  if (!options.once) whereNext(service.url, environment);
  return isWhole;
}

/** What a demo that was killed left in its spool belongs to a database that is gone: each has a spool of its own. */
async function demoConfig(running: Running, isEnforced: boolean): Promise<Config> {
  const { spool, ...config } = await loadConfig(configFile);
  const modes = new Map(ENFORCED_RULES.map((rule) => [rule, "enforce"] as const));
  const directory = await mkdtemp(join(tmpdir(), "probity-spool-"));
  running.ends(() => rm(directory, { recursive: true, force: true }));
  const rules = isEnforced ? { ...config.rules, modes } : config.rules;
  return { ...config, rules, ...(spool && { spool: { ...spool, directory } }) };
}

async function startStorage(
  running: Running,
): Promise<{ writer: ClickHouseConnection; environment: Record<string, string> }> {
  const directory = await mkdtemp(join(tmpdir(), "probity-demo-"));
  running.ends(() => rm(directory, { recursive: true, force: true }));
  const clickhouse = await startClickHouse({ directory });
  running.ends(() => clickhouse.stop());
  const admin = openStore({ ...clickhouse.connection("admin"), database: "probity" });
  await admin.migrate();
  await admin.close();
  const writer = clickhouse.connection("writer");
  const environment = {
    PROBITY_CLICKHOUSE_URL: writer.url,
    PROBITY_CLICKHOUSE_PASSWORD: writer.password,
    PROBITY_PSEUDONYM_KEY: `hex:${randomBytes(32).toString("hex")}`,
  };
  return { writer, environment };
}

function walk(url: string, dataset: Dataset, requests: number): Promise<ReplayResult> {
  say(`${dataset.users.length} readers, ${dataset.books.length} books, ${dataset.ratings.length} ratings`);
  return replay({ url, dataset, requests, onProgress: progressBar("readers ask", process.stdout) });
}

/** The promise of the whole thing: every answer is on record, and nothing else is. */
async function compare({ answered }: ReplayResult, store: Store): Promise<boolean> {
  const answers = answered.feed + answered.hot + answered.search;
  const { decisions } = await store.overview();
  const verdict = answers === decisions ? "each answer is on record" : "THEY SHOULD BE THE SAME";
  process.stdout.write(
    `\n${answers} ranking requests answered, ${decisions} decisions in ClickHouse: ${verdict}\n\n`,
  );
  return answers === decisions;
}

/** What an officer would look at, by the command that they would use. */
async function tell(
  store: Store,
  environment: Readonly<Record<string, string>>,
  isEnforced: boolean,
): Promise<void> {
  const probity = async (...args: string[]): Promise<void> => {
    process.stdout.write(`$ probity ${args.join(" ")}\n`);
    const io = systemIo();
    await runCli([...args, "--config", configFile], { ...io, env: { ...io.env, ...environment } });
    process.stdout.write("\n");
  };
  await probity("overview");
  // Enforced, a child's feed is not personalised, and so no hit; what it would have shown is one.
  const rule = isEnforced ? "M01" : "M02";
  const minor = await store.decisions({ algorithm: "feed", rule }, { limit: 1 });
  const intervened = await store.decisions({ isIntervened: true }, { limit: 1 });
  for (const { id } of [...minor.rows, ...intervened.rows]) await probity("path", id);
}

function whereNext(url: string, environment: Readonly<Record<string, string>>): void {
  const exports = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  process.stdout.write(`All of it stays up until Ctrl-C. In another terminal:

${exports.join("\n")}
  alias probity="node packages/cli/dist/bin.js"
  probity decisions --config examples/book-feed/probity.yaml --minors
  probity decisions --config examples/book-feed/probity.yaml --feature profile.age
  probity doctor --config examples/book-feed/probity.yaml
  curl -i -H "x-reader-id: 1" ${url}/feed      # the answer names its decision
`);
}

function say(what: string): void {
  process.stdout.write(`${what}\n`);
}
