import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";

import { afterEach, beforeEach, expect, it } from "vitest";

import { run, start } from "./support/bin.ts";
import { recordDecisions } from "./support/recorded.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "probity-dev-"));
});
afterEach(() => rm(cwd, { recursive: true }));

interface Ready {
  readonly url: string;
  readonly database: string;
  readonly passwords: Readonly<Record<"admin" | "writer" | "reader", string>>;
  readonly applied: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** `probity dev` on a free port; `end` sends it a signal, and gives its exit code. */
async function dev(): Promise<{
  ready: Ready;
  end: (signal: "SIGINT" | "SIGTERM") => Promise<number | null>;
}> {
  const child = start(["dev", "--json", "--http-port", "0"], { cwd });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const end = async (signal: "SIGINT" | "SIGTERM"): Promise<number | null> => {
    const exit = once(child, "exit") as Promise<[number | null]>;
    child.kill(signal);
    return (await exit)[0];
  };
  return { ready: JSON.parse(line) as Ready, end };
}

it("runs until Ctrl-C, and keeps data and passwords for the next time", async () => {
  const first = await dev();
  expect(first.ready.applied.length).toBeGreaterThan(0);
  const { url, database, passwords, env } = first.ready;
  const { feed } = await recordDecisions({ url, database, username: "writer", password: passwords.writer });
  expect(await run(["doctor"], { cwd, env })).toMatchObject({ exitCode: 0 });
  expect(await first.end("SIGINT")).toBe(0);
  await expect(fetch(url)).rejects.toThrow();

  const second = await dev();
  expect(second.ready).toMatchObject({ passwords, applied: [] });
  const asReader = { PROBITY_CLICKHOUSE_USER: "reader", PROBITY_CLICKHOUSE_PASSWORD: passwords.reader };
  const { exitCode, out } = await run(["path", feed], { cwd, env: { ...second.ready.env, ...asReader } });
  expect({ exitCode, head: out.split("\n")[0] }).toEqual({ exitCode: 0, head: `Decision ${feed}` });
  const doctor = await run(["doctor"], { cwd, env: { ...second.ready.env, ...asReader } });
  expect(doctor.exitCode).toBe(1);
  expect(doctor.out).toContain("→ grant the user INSERT on the database");
  expect(await second.end("SIGTERM")).toBe(0);
});

it("says which port is taken, and which option chooses another", async () => {
  const { ready, end } = await dev();
  const port = new URL(ready.url).port;
  const { exitCode, err } = await run(["dev", "--directory", "other", "--http-port", port], { cwd });
  expect(exitCode).toBe(2);
  expect(err).toContain(
    `probity: port ${port} is in use by another program: choose another with --http-port, 0 for a free one\n`,
  );
  expect(await end("SIGINT")).toBe(0);
});
