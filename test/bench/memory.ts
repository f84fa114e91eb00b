import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { Child } from "./express/child.ts";
import { Storage } from "./express/storage.ts";
import { hangUp } from "./memory/aborts.ts";
import { environment } from "./measure.ts";

/** Requests in all, and how many lie between two looks; of each hundred, so many hang up. */
const REQUESTS = 1_000_000;
const BETWEEN_LOOKS = 50_000;
const HANG_UPS = 2;
/** The heap may grow by so much from the fifth of the way, when everything is compiled and every cache is full, to the end. */
const MOST_GROWTH = 16 * 1024 * 1024;

interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

interface Look extends Memory {
  readonly requests: number;
}

const configuration = `
service: memory
pseudonyms: { current: bench, keys: { bench: { env: PROBITY_PSEUDONYM_KEY } } }
sources:
  readers: { system: postgresql, dataset: readers }
features:
  readers.id: { personal: true, purposes: [content] }
  readers.age: { purposes: [content] }
algorithms:
  rank: { type: personalised_push, version: "1", purpose: content }
routes:
  - { method: GET, path: /rank, algorithm: rank, items: "items[].id" }
subject: { id: { header: x-reader-id } }
storage:
  url: { env: PROBITY_CLICKHOUSE_URL }
  database: probity
  username: writer
  password: { env: PROBITY_CLICKHOUSE_PASSWORD }
`;

/** A million decisions of a service whose clients hang up and whose spans never end: does memory stay flat? */
export async function memory(json: boolean): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "probity-bench-"));
  const storage = await Storage.start(join(directory, "clickhouse"));
  const file = join(directory, "probity.yaml");
  await writeFile(file, configuration);
  const service = new Child({
    args: [
      "--expose-gc",
      ...["--import", new URL("otel/sdk.mjs", import.meta.url).href],
      ...["--import", import.meta.resolve("@probity/opentelemetry/register")],
      ...["--import", import.meta.resolve("tsx")],
      fileURLToPath(new URL("memory/service.ts", import.meta.url)),
    ],
    env: { PROBITY_CONFIG: file, PROBITY_REQUIRED: "1", ...storage.environment },
    log: join(directory, "service.log"),
  });
  try {
    const url = await service.says("answers at ");
    const looks = await looksAt(service, url);
    await service.end("SIGTERM");
    const { decisions, doubled, gaps } = await storage.of("memory");
    const settled = looks[Math.floor(looks.length / 5)]?.heapUsed ?? Number.NaN;
    const growth = (looks.at(-1)?.heapUsed ?? Number.NaN) - settled;
    const hungUp = (REQUESTS / 100) * HANG_UPS;
    const isWhole = decisions >= REQUESTS - hungUp && decisions <= REQUESTS && doubled === 0;
    const met = growth <= MOST_GROWTH && isWhole;
    const result = { environment: environment(), looks, decisions, doubled, gaps, growth, met };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : text(result));
    return met ? 0 : 1;
  } finally {
    await service.end("SIGKILL");
    await storage.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function looksAt(service: Child, url: string): Promise<Look[]> {
  const looks: Look[] = [];
  for (let requests = 0; requests < REQUESTS; requests += BETWEEN_LOOKS) {
    const hungUp = (BETWEEN_LOOKS / 100) * HANG_UPS;
    const answered = autocannon({
      url: `${url}/rank`,
      connections: 16,
      amount: BETWEEN_LOOKS - hungUp,
      headers: { "x-reader-id": "1" },
    });
    await Promise.all([answered, hangUp(url, hungUp)]);
    looks.push({ requests: requests + BETWEEN_LOOKS, ...(await service.ask<Memory>({})) });
    process.stderr.write(`memory: ${requests + BETWEEN_LOOKS} of ${REQUESTS}\n`);
  }
  return looks;
}

function text(result: {
  readonly environment: Readonly<Record<string, string>>;
  readonly looks: readonly Look[];
  readonly decisions: number;
  readonly doubled: number;
  readonly growth: number;
  readonly met: boolean;
}): string {
  const { looks, decisions, doubled, growth, met } = result;
  return `${[
    `${"requests".padStart(10)}${"heap MB".padStart(10)}${"external MB".padStart(14)}${"RSS MB".padStart(10)}`,
    ...looks.map(
      ({ requests, heapUsed, external, rss }) =>
        String(requests).padStart(10) +
        mebibytes(heapUsed).padStart(10) +
        mebibytes(external).padStart(14) +
        mebibytes(rss).padStart(10),
    ),
    "",
    `environment: ${Object.values(result.environment).join(", ")}`,
    `${decisions} decisions are stored, ${doubled} doubled`,
    `from a fifth of the way to the end the heap grew by ${mebibytes(growth)} MB; at most ${mebibytes(MOST_GROWTH)}: ${met ? "met" : "NOT MET"}`,
  ].join("\n")}\n`;
}

function mebibytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(1);
}
