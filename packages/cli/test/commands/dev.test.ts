import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { defaultUsers, LocalClickHouseError, type Exit } from "@probity/clickhouse-local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { LocalClickHousePort, LocalServerPort, Ports } from "../../src/index.ts";
import { fakeStore, opens } from "../support/store.ts";
import { probity, type Call } from "../support/terminal.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "probity-dev-"));
});
afterEach(() => rm(cwd, { recursive: true }));

type StartOptions = Parameters<LocalClickHousePort["startClickHouse"]>[0];

/** A local server that does nothing but be there, and what happened to it. */
function local(exited: Promise<Exit> = new Promise(() => {})) {
  const started: StartOptions[] = [];
  const stopped: string[] = [];
  const startClickHouse = (options: StartOptions): Promise<LocalServerPort> => {
    started.push(options);
    const { httpPort, users } = options;
    const url = `http://127.0.0.1:${httpPort}`;
    return Promise.resolve({
      url,
      exited,
      connection: (name) => ({
        url,
        username: name,
        password: users.find((user) => user.name === name)?.password ?? "",
      }),
      stop: () => {
        stopped.push(url);
        return Promise.resolve({ code: 0, signal: null });
      },
    });
  };
  const store = fakeStore({ migrate: () => Promise.resolve({ applied: ["0001_a.sql"], schema: 6 }) });
  const { openStore, opened } = opens(store);
  const ports: Partial<Ports> = {
    openStore,
    importLocalClickHouse: () => Promise.resolve({ startClickHouse, defaultUsers }),
  };
  return { ports, started, stopped, opened };
}

describe("probity dev", () => {
  it("starts, migrates as admin, says how to get there, and stops when asked to", async () => {
    const { ports, started, stopped, opened } = local();
    const { exitCode, out, err } = await probity(["dev"], { cwd, ports });
    const directory = join(cwd, ".probity/clickhouse");
    const kept = JSON.parse(await readFile(join(directory, "dev-passwords.json"), "utf8")) as Record<
      string,
      string
    >;
    expect(exitCode).toBe(0);
    expect(started).toMatchObject([{ directory, httpPort: 8123 }]);
    expect(opened).toEqual([
      { url: "http://127.0.0.1:8123", username: "admin", password: kept["admin"], database: "probity" },
    ]);
    expect(out).toContain(
      "ClickHouse  http://127.0.0.1:8123\ndatabase    probity, at migration 6 (1 applied now)\n",
    );
    expect(out).toContain(
      "\nPROBITY_CLICKHOUSE_URL=http://127.0.0.1:8123\nPROBITY_CLICKHOUSE_USER=writer\n" +
        `PROBITY_CLICKHOUSE_PASSWORD=${kept["writer"] ?? ""}\n`,
    );
    expect(err).toBe(
      `starting ClickHouse on ${directory}\nCtrl-C ends it; the data stays\n\nstopping ClickHouse\n`,
    );
    expect(stopped).toEqual(["http://127.0.0.1:8123"]);
  });

  it("stays until it is asked to stop", async () => {
    const { ports, stopped } = local();
    let call: Promise<Call> | undefined;
    let interrupt = (): void => {};
    const interruption: Promise<void> = new Promise((resolve) => {
      interrupt = resolve;
    });
    const ready: Promise<void> = new Promise((resolve) => {
      const err = (text: string): void => {
        if (text.startsWith("Ctrl-C")) resolve();
      };
      call = probity(["dev"], { cwd, ports, interrupted: () => interruption, err });
    });
    await ready;
    expect(stopped).toEqual([]);
    interrupt();
    expect((await call)?.exitCode).toBe(0);
    expect(stopped).toHaveLength(1);
  });

  it("keeps its passwords, for whoever has pasted them, and shows them to the owner alone", async () => {
    const first = await probity(["dev", "--json"], { cwd, ports: local().ports });
    const second = await probity(["dev", "--json"], { cwd, ports: local().ports });
    expect(JSON.parse(second.out)).toEqual(JSON.parse(first.out));
    const { mode } = await stat(join(cwd, ".probity/clickhouse/dev-passwords.json"));
    expect(mode & 0o777).toBe(0o600);
  });

  it("gives one line of JSON, and stays", async () => {
    const { out } = await probity(["dev", "--json", "--http-port", "0", "--directory", "data"], {
      cwd,
      ports: local().ports,
    });
    expect(out.indexOf("\n")).toBe(out.length - 1);
    expect(JSON.parse(out)).toMatchObject({
      url: "http://127.0.0.1:0",
      database: "probity",
      directory: join(cwd, "data"),
      schema: 6,
      env: { PROBITY_CLICKHOUSE_USER: "writer" },
    });
  });

  it("says so when the server ends by itself", async () => {
    const { ports, stopped } = local(Promise.resolve({ code: null, signal: "SIGKILL" }));
    const { exitCode, err } = await probity(["dev"], {
      cwd,
      ports,
      interrupted: () => new Promise(() => {}),
    });
    expect(exitCode).toBe(2);
    expect(err).toMatch(/probity: ClickHouse ended by itself \(SIGKILL\)\n$/);
    expect(stopped).toHaveLength(1);
  });

  it("stops the server when the migrations fail", async () => {
    const { ports, stopped } = local();
    const { exitCode } = await probity(["dev"], { cwd, ports: { ...ports, openStore: () => fakeStore() } });
    expect(exitCode).toBe(2);
    expect(stopped).toHaveLength(1);
  });

  it("says how to install the local server where it is missing", async () => {
    const cause = Object.assign(
      new Error("Cannot find package '@probity/clickhouse-local' imported from x"),
      {
        code: "ERR_MODULE_NOT_FOUND",
      },
    );
    const ports = { importLocalClickHouse: () => Promise.reject(cause) };
    expect(await probity(["dev"], { cwd, ports })).toEqual({
      exitCode: 2,
      out: "",
      err:
        "probity: the local ClickHouse (548 MB) is a package of its own, which is not installed here:\n" +
        "  npm install --save-dev @probity/clickhouse-local\n" +
        "Or use a server of yours: probity migrate --url <url>\n",
    });
  });

  it("does not take a package of the local server's that is missing for the local server", async () => {
    const cause = Object.assign(
      new Error("Cannot find package 'chdb' imported from @probity/clickhouse-local"),
      {
        code: "ERR_MODULE_NOT_FOUND",
      },
    );
    const { err } = await probity(["dev"], {
      cwd,
      ports: { importLocalClickHouse: () => Promise.reject(cause) },
    });
    expect(err).toMatch(/^probity: Error: Cannot find package 'chdb'/);
  });

  it("says which port is taken, and which option chooses another", async () => {
    const error = new LocalClickHouseError("PORT_IN_USE", "httpPort 8123 is in use by another program");
    const startClickHouse = () => Promise.reject(error);
    const ports = { importLocalClickHouse: () => Promise.resolve({ startClickHouse, defaultUsers }) };
    const { exitCode, err } = await probity(["dev"], { cwd, ports });
    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /\nprobity: port 8123 is in use by another program: choose another with --http-port, 0 for a free one\n$/,
    );
  });

  it.each(["-1", "65536", "http", "80.5"])("refuses port %s", async (port) => {
    expect(await probity(["dev", `--http-port=${port}`], { cwd })).toEqual({
      exitCode: 2,
      out: "",
      err: `error: option '--http-port <port>' argument '${port}' is invalid. expected a port from 0 to 65535\n`,
    });
  });
});
