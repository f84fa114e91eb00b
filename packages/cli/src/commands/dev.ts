import { resolve } from "node:path";

import { defineCommand, type Command, type Surroundings } from "../command.ts";
import { json } from "../common-parameters.ts";
import { CliError } from "../errors.ts";
import { jsonLine } from "../json-text.ts";
import { devEnvironment, devText, type DevServer } from "../local/dev-server.ts";
import { importLocal } from "../local/import-local.ts";
import { keptPasswords } from "../local/kept-passwords.ts";
import type { Parameter } from "../command.ts";
import type { LocalServerPort } from "../ports.ts";

const DATABASE = "probity";

/** A local ClickHouse for development. */
export const dev: Command = defineCommand({
  name: "dev",
  summary: "Start a local ClickHouse with the tables in it",
  details:
    "A real server on 127.0.0.1, for development only: it runs until Ctrl-C, and its data stays. " +
    "Prints where it is, who may log in, and what to paste.",
  parameters: {
    directory: directory(),
    httpPort: port(),
    json,
  },

  async run({ directory: given, httpPort, json: asJson }, surroundings) {
    const { io, ports } = surroundings;
    const local = await importLocal(ports);
    const interrupted = io.interrupted();
    const directory = resolve(io.cwd, given);
    const passwords = await keptPasswords(directory);
    io.err(`starting ClickHouse on ${directory}\n`);
    const users = local.defaultUsers({ database: DATABASE, passwords });
    const server = await local.startClickHouse({ directory, httpPort, users }).catch((cause: unknown) => {
      throw isPortInUse(cause) ? portInUse(httpPort, cause) : cause;
    });
    try {
      const migration = await migrated(server, surroundings);
      const ready: DevServer = { url: server.url, database: DATABASE, directory, passwords, ...migration };
      io.out(asJson ? jsonLine({ ...ready, env: devEnvironment(ready) }) : devText(ready));
      io.err("Ctrl-C ends it; the data stays\n");
      await untilEnded(server, interrupted);
      io.err("\nstopping ClickHouse\n");
    } finally {
      await server.stop();
    }
    return 0;
  },
});

async function migrated(
  server: LocalServerPort,
  { ports, io }: Surroundings,
): Promise<Pick<DevServer, "schema" | "applied">> {
  const store = ports.openStore({ ...server.connection("admin"), database: DATABASE });
  try {
    return await store.migrate({ onProgress: (file) => io.err(`applying ${file}\n`) });
  } finally {
    await store.close();
  }
}

async function untilEnded(server: LocalServerPort, interrupted: Promise<void>): Promise<void> {
  const exit = await Promise.race([interrupted, server.exited]);
  if (exit === undefined) return;
  const { code, signal } = exit;
  throw new CliError(
    "SERVER_ENDED",
    `ClickHouse ended by itself (${signal ?? `exit code ${code ?? "unknown"}`})`,
  );
}

// By name and code, as the package itself may not be there.
function isPortInUse(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    cause.name === "LocalClickHouseError" &&
    "code" in cause &&
    cause.code === "PORT_IN_USE"
  );
}

function portInUse(port: number, cause: unknown): CliError {
  const advice = "choose another with --http-port, 0 for a free one";
  return new CliError("PORT_IN_USE", `port ${port} is in use by another program: ${advice}`, { cause });
}

function directory(): Parameter<string> {
  const fallback = ".probity/clickhouse";
  return {
    usage: "--directory <path>",
    description: "where its data lives",
    parse: (given) => given,
    fallback,
  };
}

function port(): Parameter<number> {
  return {
    usage: "--http-port <port>",
    description: "port of its HTTP interface; 0 takes a free one",
    parse: (given) => {
      const value = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
      if (value <= 65_535) return value;
      throw new RangeError("expected a port from 0 to 65535");
    },
    fallback: 8123,
  };
}
