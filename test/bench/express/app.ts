import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Call } from "./call.ts";

/** A service that is measured. */
export interface App {
  readonly name: string;
  readonly title: string;
  /** The text of its configuration. */
  readonly configuration: () => Promise<string>;
  /** Whether it needs a Postgres to itself. */
  readonly hasPostgres: boolean;
  /** Arguments of Node; `postgres` is where its Postgres answers. */
  readonly args: (configuration: string | undefined, postgres: string | undefined) => readonly string[];
  /** What it is asked, over and over. */
  readonly calls: readonly Call[];
}

const example = (path: string): string =>
  fileURLToPath(new URL(`../../../examples/book-feed/${path}`, import.meta.url));

const preload = new URL("preload/usage.mjs", import.meta.url).href;

/** Arguments of Node that have a program tell how much CPU it uses. */
export const measured: readonly string[] = ["--import", preload];

const READERS = 300;
const WORDS = ["the", "house", "river", "night", "war", "garden", "winter", "letters"];

function bookFeedCalls(): Call[] {
  return Array.from({ length: READERS }, (_, n) => {
    const headers = { "x-reader-id": String(n + 1) };
    const path = ["/feed", "/hot", "/feed", `/search?q=${WORDS[n % WORDS.length]}`][n % 4] ?? "/feed";
    return { path, headers };
  });
}

/** The example, as it is: Express 5, the real client of a Postgres, a recommender, 20 books of 200 that it ranked. */
export const bookFeed: App = {
  name: "book-feed",
  title: "examples/book-feed, its Postgres in a process of its own",
  configuration: () => readFile(example("probity.yaml"), "utf8"),
  hasPostgres: true,
  args: (configuration, postgres = "") => [
    ...measured,
    example("dist/server.js"),
    ...["--readers", String(READERS), "--postgres", postgres, "--connections", "1"],
    ...(configuration === undefined ? [] : ["--probity", configuration]),
  ],
  calls: bookFeedCalls(),
};

/** The program that is a Postgres for the example. */
export const postgresArgs: readonly string[] = [...measured, example("dist/postgres.js")];

const plainConfiguration = `
service: plain
pseudonyms: { current: bench, keys: { bench: { env: PROBITY_PSEUDONYM_KEY } } }
sources:
  profile: { system: memory, dataset: profiles }
features:
${Array.from({ length: 12 }, (_, n) => `  profile.signal${n}: { purposes: [content] }`).join("\n")}
algorithms:
  rank:
    type: personalised_push
    version: "1"
    purpose: content
routes:
  - { method: GET, path: /rank, algorithm: rank, items: "items[].id" }
subject: { id: { header: x-reader-id } }
rules: { packs: [cn] }
storage:
  url: { env: PROBITY_CLICKHOUSE_URL }
  database: probity
  username: writer
  password: { env: PROBITY_CLICKHOUSE_PASSWORD }
`;

/** One endpoint that ranks 200 items in memory: a service that costs next to nothing itself. */
export const plain: App = {
  name: "plain",
  title: "one endpoint that ranks 200 items in memory",
  configuration: () => Promise.resolve(plainConfiguration),
  hasPostgres: false,
  args: (configuration) => [
    ...measured,
    ...["--import", import.meta.resolve("tsx"), fileURLToPath(new URL("plain-service.ts", import.meta.url))],
    ...(configuration === undefined ? [] : [configuration]),
  ],
  calls: Array.from({ length: READERS }, (_, n) => ({
    path: "/rank",
    headers: { "x-reader-id": String(n) },
  })),
};
