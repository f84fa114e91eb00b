import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { TestDatabase } from "./database.ts";

/** A service in a process of its own, with a real probe that spools. */
export interface SpoolingService {
  /** Records so many decisions, waits until all have come as far as `stage`, and gives the stages that were reached. */
  decide(count: number, stage: "spooled" | "stored"): Promise<string>;
  /** Begins so many decisions that it will never close. */
  begin(count: number): Promise<string>;
  /** Records so many remote calls. They come as far as decisions that are recorded after them. */
  call(count: number): Promise<string>;
  /** Begins so many remote calls that it will never close. */
  beginCalls(count: number): Promise<string>;
  /** States that so many requests came to `GET /feed`: one record, which comes as far as decisions after it. */
  cover(count: number): Promise<string>;
  /** Enters so many choices, waits until all have come as far as `stage`, and gives the stages that were reached. */
  choose(count: number, stage: "spooled" | "stored"): Promise<string>;
  /** Ends it as it should end. */
  close(): Promise<void>;
  /** Ends it by SIGKILL. Safe to call twice. */
  kill(): Promise<void>;
}

/** What the service's environment has to hold. */
export function serviceEnvironment({ password }: TestDatabase): Record<string, string> {
  return { STORE_PASSWORD: password, PROBITY_KEY_K1: "0123456789abcdef0123456789abcdef" };
}

/** Writes the configuration of a service that spools, in a directory; `spool` is the section's YAML. Gives the file. */
export async function writeConfig(directory: string, storage: TestDatabase, spool: string): Promise<string> {
  const { url, database, username } = storage;
  const file = join(directory, "probity.yaml");
  const yaml = `service: book-feed
pseudonyms: { current: k1, keys: { k1: { env: PROBITY_KEY_K1 } } }
sources: { profile: {} }
features: { profile.age: { purposes: [content] } }
algorithms: { feed: { type: personalised_push, version: "1.4", purpose: content } }
outlets: { home: { product: Book Feed, form: website, function: 猜你喜欢, surface: feed } }
routes: [{ method: GET, path: /feed, algorithm: feed, outlet: home }]
subject: { id: { header: x-reader-id } }
storage:
  { url: "${url}", database: ${database}, username: ${username}, password: { env: STORE_PASSWORD } }
spool: ${spool}
`;
  await writeFile(file, yaml);
  return file;
}

/** Starts a service with this configuration. */
export async function startService(file: string, storage: TestDatabase): Promise<SpoolingService> {
  const script = fileURLToPath(new URL("spooling-service.mjs", import.meta.url));
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [script, file], {
    env: { PATH, ...serviceEnvironment(storage) },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the service ended before it answered");
    return value;
  };
  const tell = async (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`);
    return answer();
  };
  await answer();
  return {
    decide: (count, stage) => tell(`decide ${count} ${stage}`),
    begin: (count) => tell(`begin ${count}`),
    call: (count) => tell(`call ${count}`),
    beginCalls: (count) => tell(`begin-calls ${count}`),
    cover: (count) => tell(`cover ${count}`),
    choose: (count, stage) => tell(`choose ${count} ${stage}`),
    close: async () => {
      child.stdin.end("close\n");
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
