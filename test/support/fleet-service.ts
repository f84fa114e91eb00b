import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { TestDatabase } from "./database.ts";
import { serviceEnvironment } from "./spooling-service.ts";

/** What a decision of a fleet's service was like. */
export interface Answered {
  readonly mode: string;
  /** What a read of a feature gave. */
  readonly likes: string | null;
  readonly items: readonly string[];
}

/** What the rules of a service do. */
export interface Standing {
  readonly isKilled: boolean;
  readonly modes: Readonly<Record<string, string>>;
}

/** One process of several that run the same service, with a real probe. */
export interface FleetMember {
  /** Has it do something, and gives what came of it; what was refused as `{ error }`. */
  tell(order: string, given?: object): Promise<unknown>;
  decide(reader: string): Promise<Answered>;
  settings(): Promise<Standing>;
  /** Ends it as it should end. */
  close(): Promise<void>;
  /** Ends it by SIGKILL. Safe to call twice. */
  kill(): Promise<void>;
}

/** Writes the configuration of a service where readers may opt out, C01 is enforced and `control.yaml` is watched. */
export async function writeFleetConfig(directory: string, storage: TestDatabase): Promise<string> {
  const { url, database, username } = storage;
  const file = join(directory, "probity.yaml");
  const yaml = `service: book-feed
pseudonyms: { current: k1, keys: { k1: { env: PROBITY_KEY_K1 } } }
sources: { profile: {} }
features: { profile.likes: { codes: [], personal: true, purposes: [content] } }
algorithms: { feed: { type: personalised_push, version: "1.4", purpose: content } }
outlets: { home: { product: Book Feed, form: website, function: 猜你喜欢, surface: feed } }
routes: [{ method: GET, path: /feed, algorithm: feed, outlet: home }]
rules: { modes: { C01: enforce } }
control: { file: ./control.yaml }
interventions: { twoPersonSurfaces: [feed] }
storage:
  { url: "${url}", database: ${database}, username: ${username}, password: { env: STORE_PASSWORD } }
spool: { directory: ./spool }
`;
  await writeFile(file, yaml);
  return file;
}

/** Starts one process of the service with this configuration. */
export async function startFleetMember(file: string, storage: TestDatabase): Promise<FleetMember> {
  const script = fileURLToPath(new URL("fleet-service.mjs", import.meta.url));
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [script, file], {
    env: { PATH, ...serviceEnvironment(storage) },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the service ended before it answered");
    return JSON.parse(value);
  };
  const tell = async (order: string, given: object = {}): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify({ order, ...given })}\n`);
    return answer();
  };
  await answer();
  return {
    tell,
    decide: async (reader) => (await tell("decide", { reader })) as Answered,
    settings: async () => (await tell("settings")) as Standing,
    close: async () => {
      child.stdin.end(`${JSON.stringify({ order: "close" })}\n`);
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
