import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";

/** How Unleash is started. */
export interface UnleashOptions {
  readonly databaseUrl: string;
  /** Options of Node in front of the script, such as `--import` and what is to be imported. @default none */
  readonly nodeOptions?: readonly string[];
  /** Environment variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Unleash as a process of its own. */
export interface Unleash {
  readonly url: string;
  /** What it wrote to its error output. */
  readonly said: () => string;
  /** Ends it as an orchestrator does, by SIGTERM, and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

// What npm installed, as it is: its own server, with its own migrations, not a line of it changed.
const SERVER = fileURLToPath(new URL("../server.js", import.meta.resolve("unleash-server")));
const PACKAGE = fileURLToPath(new URL("../", import.meta.url));

/** Starts Unleash on a free port of the loopback address; it makes its tables itself. Nothing is asked of the Internet. */
export async function startUnleash(options: UnleashOptions): Promise<Unleash> {
  const { databaseUrl, nodeOptions = [], env = {} } = options;
  const port = await freePort();
  const child = spawn(process.execPath, [...nodeOptions, SERVER], {
    cwd: PACKAGE,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      DATABASE_SSL: "false",
      HTTP_HOST: "127.0.0.1",
      HTTP_PORT: String(port),
      CHECK_VERSION: "false",
      SEND_TELEMETRY: "false",
      ...env,
    },
  });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const url = `http://127.0.0.1:${port}`;
  await healthy(`${url}/health`, child, () => said.join(""));
  return { url, said: () => said.join(""), stop: () => stop(child) };
}

async function healthy(url: string, child: ChildProcess, said: () => string): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Unleash did not start: ${said()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
