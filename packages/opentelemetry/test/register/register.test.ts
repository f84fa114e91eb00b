import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const built = (name: string): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** There is no ClickHouse, which is told, and nothing else here is about that. */
const NO_STORE = /^probity: store: STORAGE_UNAVAILABLE: .+\n/gm;

let directory = "";

/** Runs Node in a directory of its own, with a configuration there that is right, and no ClickHouse. */
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const options = { cwd: directory, env: { PATH: process.env["PATH"] ?? "", ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const code = typeof error?.code === "number" ? error.code : error ? -1 : 0;
      resolve({ code, stdout, stderr: stderr.replaceAll(NO_STORE, "") });
    });
  });
}

const registered = (script: string): string[] => ["--import", built("register.js"), fixture(script)];
const SECRETS = { PROBITY_KEY: `hex:${"5a".repeat(32)}` };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "probity-register-"));
  await writeFile(join(directory, "probity.yaml"), CONFIGURATION);
  await writeFile(
    join(directory, "broken.yaml"),
    CONFIGURATION.replace("  feed:", "  feed: { typ: x }\n  other:"),
  );
});

afterAll(async () => rm(directory, { recursive: true }));

describe("register", () => {
  it("reads probity.yaml in the working directory, and says nothing when all is well", async () => {
    expect(await run(registered("prints.mjs"), SECRETS)).toEqual({ code: 0, stdout: "ran\n", stderr: "" });
  });

  it.each([
    [
      "isn't there",
      { PROBITY_CONFIG: "nowhere.yaml" },
      "nowhere.yaml: there is no such file; give the path of a probity.yaml",
    ],
    [
      "is broken",
      { PROBITY_CONFIG: "broken.yaml" },
      /broken\.yaml:\d+:\d+ algorithms\.feed\.type: missing key; .+\(and \d+ more: see `probity check`\)/,
    ],
    [
      "lacks a secret",
      {},
      /probity\.yaml:3:\d+ pseudonyms\.keys\.k1\.env: missing secret: environment variable PROBITY_KEY; .+/,
    ],
  ] as const)(
    "tells in one line of a configuration that %s, and the application runs",
    async (_, env, message) => {
      const { stderr, ...ran } = await run(registered("prints.mjs"), env);
      expect(ran).toEqual({ code: 0, stdout: "ran\n" });
      expect(stderr.split("\n")).toHaveLength(2);
      expect(stderr).toMatch(/^probity: nothing is recorded: /);
      expect(stderr).toMatch(message);
    },
  );

  it("ends the process instead where PROBITY_REQUIRED is 1", async () => {
    const env = { PROBITY_CONFIG: "nowhere.yaml", PROBITY_REQUIRED: "1" };
    expect(await run(registered("prints.mjs"), env)).toMatchObject({ code: 1, stdout: "" });
    expect(await run(registered("prints.mjs"), { ...SECRETS, PROBITY_REQUIRED: "1" })).toMatchObject({
      code: 0,
      stdout: "ran\n",
    });
  });

  it("does nothing in worker threads, and what it does in child processes of their own", async () => {
    const NODE_OPTIONS = `--import ${built("register.js")}`;
    const { stdout, stderr } = await run([fixture("starts-others.mjs")], { ...SECRETS, NODE_OPTIONS });
    expect(stdout.split("\n").toSorted()).toEqual(["", "main: true", "process: true", "thread: false"]);
    expect(stderr).toBe("");
  });

  it("opens one probe, however often it is loaded", async () => {
    const again = new URL("../../dist/register.js?again", import.meta.url).href;
    const { code, stderr } = await run(["--import", again, ...registered("prints.mjs")], SECRETS);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("says by --require that it must be --import, and the application runs", async () => {
    const args = ["--require", built("register-required.js"), fixture("prints.mjs")];
    const message =
      "probity: nothing is recorded: load @probity/opentelemetry/register with --import, not --require\n";
    const { stderr, ...ran } = await run(args);
    expect(ran).toEqual({ code: 0, stdout: "ran\n" });
    expect(stderr).toContain(message);
    expect(await run(args, { PROBITY_REQUIRED: "1" })).toMatchObject({ code: 1, stdout: "" });
  });
});

const CONFIGURATION = `
service: feed
pseudonyms: { current: k1, keys: { k1: { env: PROBITY_KEY } } }
sources: { profile: { system: postgresql, dataset: readers } }
features: { profile.age: { codes: [], purposes: [content] } }
algorithms:
  feed: { type: personalised_push, version: "1", purpose: content }
outlets:
  home: { product: Books, form: website, path: [首页], function: 猜你喜欢, surface: feed }
routes: [{ method: GET, path: /feed, algorithm: feed, outlet: home }]
rules: { packs: [cn] }
storage: { url: "http://127.0.0.1:1", database: probity, username: writer }
`;
