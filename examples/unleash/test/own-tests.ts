import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, cp, mkdir, readdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Files of Unleash's own tests: search with its ranking, what is beside it, and what it sorts. */
const FILES = [
  "dist/lib/features/feature-search/feature.search.e2e.test.js",
  "dist/lib/features/personal-dashboard/personal-dashboard-controller.e2e.test.js",
  "dist/test/e2e/api/admin/event-search.e2e.test.js",
  "dist/test/e2e/api/admin/favorites.e2e.test.js",
  "dist/test/e2e/api/admin/tags.e2e.test.js",
];

/** What its tests import that is no dependency of its own. */
const TEST_DEPENDENCIES = ["@faker-js/faker", "fetch-mock", "supertest", "vitest"];

/** Files that its tests read, and that are in another folder of what is published. */
const PAGES = ["index.html", "favicon.ico"];

/** What came of one test. */
export interface OwnTest {
  readonly file: string;
  readonly name: string;
  readonly status: string;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** How to run the tests. */
export interface RunOptions {
  /** Where {@link layOut} laid them out. */
  readonly root: string;
  readonly databaseUrl: string;
  /** Ends them when nobody waits any longer. */
  readonly signal: AbortSignal;
  /** Environment variables beside those of this process. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Lays out a copy of Unleash as npm published it, in which its own tests find what they need: their test tools, and the
 * pages that are published elsewhere. Gives the copy's folder.
 */
export async function layOut(directory: string): Promise<string> {
  const original = join(dirname(fileURLToPath(import.meta.resolve("unleash-server"))), "../..");
  const modules = join(directory, "app/node_modules");
  const root = join(modules, "unleash-server");
  const isNeeded = (source: string): boolean => !/\.(?:d\.ts|map)$/.test(source);
  await cp(join(original, "dist"), join(root, "dist"), { recursive: true, filter: isNeeded });
  await copyFile(join(original, "package.json"), join(root, "package.json"));
  for (const page of PAGES) {
    await copyFile(join(original, "frontend/build", page), join(root, "dist/test/examples", page));
  }
  for (const [name, target] of await packagesFor(original)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(target, join(modules, name), "dir");
  }
  // It imports lodash, which it doesn't declare: found where pnpm keeps what anything depends on.
  await symlink(join(original, "../../../node_modules"), join(directory, "node_modules"), "dir");
  return root;
}

// pnpm lays the dependencies of a package beside it.
async function packagesFor(original: string): Promise<ReadonlyMap<string, string>> {
  const beside = dirname(original);
  const entries = await readdir(beside);
  const scoped = entries
    .filter((name) => name.startsWith("@"))
    .map(async (scope) => (await readdir(join(beside, scope))).map((name) => `${scope}/${name}`));
  const own = [...entries.filter((name) => !name.startsWith("@")), ...(await Promise.all(scoped)).flat()];
  const packages = new Map<string, string>();
  for (const name of own)
    if (name !== "unleash-server") packages.set(name, await realpath(join(beside, name)));
  const ours = fileURLToPath(new URL("../node_modules/", import.meta.url));
  for (const name of TEST_DEPENDENCIES) packages.set(name, await realpath(join(ours, name)));
  return packages;
}

/** Runs the tests with Vitest in processes of their own, and gives what came of each, in order. */
export async function runOwnTests({ root, databaseUrl, signal, env = {} }: RunOptions): Promise<OwnTest[]> {
  const report = join(root, "report.json");
  const settings = {
    root,
    globals: true,
    include: FILES,
    exclude: [],
    globalSetup: [join(root, "dist/test-setup.js")],
    reporters: [["json", { outputFile: report }]],
    // One process for all files, as a service is one: each would load Unleash again.
    pool: "forks",
    isolate: false,
    maxWorkers: 1,
  };
  await writeFile(
    join(root, "vitest.config.mjs"),
    `export default ${JSON.stringify({ test: settings, cacheDir: join(root, ".vite") })};\n`,
  );
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run"], {
    cwd: root,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...withoutVitest(process.env), TEST_DATABASE_URL: databaseUrl, ...env },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
  }
  await once(child, "close");
  const text = await readFile(report, "utf8").catch(() => `{"testResults":[]}`);
  const results = resultsIn(JSON.parse(text) as Report, root);
  if (results.length === 0) throw new Error(`Unleash's tests did not run:\n${said.join("")}`);
  return results;
}

function resultsIn({ testResults }: Report, root: string): OwnTest[] {
  const results = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      file: name.slice(root.length + 1),
      name: fullName,
      status,
    })),
  );
  return results.toSorted((a, b) => `${a.file} ${a.name}`.localeCompare(`${b.file} ${b.name}`));
}

// This process is a worker of Vitest, and the one that is started is not.
function withoutVitest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:VITEST|TEST$|NODE_ENV$)/.test(name)),
  );
}
