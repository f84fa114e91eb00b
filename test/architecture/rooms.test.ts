import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);

/** Who may import whom of ours: the rooms of the house. A new package gets its line here first. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  core: [],
  rules: ["core"],
  batch: ["core", "rules", "clickhouse"],
  control: ["core"],
  config: ["core", "rules"],
  clickhouse: ["core"],
  "clickhouse-local": [],
  http: ["core"],
  express: ["core", "http", "control"],
  probe: ["core", "rules", "control", "config", "clickhouse", "http", "express"],
  opentelemetry: ["core", "http", "probe"],
  report: ["core"],
  cli: ["core", "rules", "batch", "control", "config", "clickhouse", "clickhouse-local", "probe", "report"],
};

/** Rooms that may use nothing but Node itself at run time. */
const WITHOUT_DEPENDENCIES = ["core", "rules"];

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  readonly exports?: Record<string, unknown>;
  readonly private?: boolean;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), "utf8")) as Manifest;
}

function sourcesOf(folder: string): { file: string; text: string }[] {
  const files = readdirSync(new URL(`${folder}/src/`, root), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, text: readFileSync(new URL(`${folder}/src/${file}`, root), "utf8") }));
}

function oursIn(text: string): string[] {
  return [...text.matchAll(/(?:from|import\()\s*"@probity\/([a-z-]+)/g)].map((match) => match[1] ?? "");
}

/** What of a room others may import: `.` for the front door, and what else its package exports. */
function doorsOf(room: string): Readonly<Record<string, unknown>> {
  return manifestOf(`packages/${room}`).exports ?? {};
}

function doorsIn(text: string): { target: string; door: string }[] {
  const imports = text.matchAll(/(?:from|import\()\s*"@probity\/([a-z-]+)([^"]*)"/g);
  return [...imports].map(([, target = "", path = ""]) => ({ target, door: `.${path}` }));
}

describe("the house", () => {
  it("has the rooms that are listed here, and no other", () => {
    expect(readdirSync(new URL("packages/", root)).toSorted()).toEqual(Object.keys(rooms).toSorted());
  });

  it("keeps its top level fixed", () => {
    const allowed = new Set(
      "packages examples dashboards test docs package.json pnpm-workspace.yaml pnpm-lock.yaml tsconfig.base.json tsconfig.json README.md README.zh-CN.md LICENSE CONTRIBUTING.md eslint.config.js vitest.config.ts knip.json".split(
        " ",
      ),
    );
    const found = readdirSync(root).filter((name) => !name.startsWith(".") && !GENERATED.has(name));
    expect(found.filter((name) => !allowed.has(name))).toEqual([]);
  });
});

const GENERATED = new Set(["node_modules", "coverage"]);

describe.each(Object.entries(rooms))("the room %s", (room, allowed) => {
  const folder = `packages/${room}`;
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifestOf(folder);

  it("declares and imports only the rooms that it may", () => {
    const declared = Object.keys({ ...dependencies, ...peerDependencies })
      .filter((name) => name.startsWith("@probity/"))
      .map((name) => name.slice("@probity/".length));
    const imported = sourcesOf(folder).flatMap(({ text }) => oursIn(text));
    expect([...new Set([...declared, ...imported])].filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it("reaches other rooms by the doors that they have", () => {
    const used = sourcesOf(folder).flatMap(({ text }) => doorsIn(text));
    const closed = used.filter(({ target, door }) => !(door in doorsOf(target)));
    expect(closed).toEqual([]);
  });

  it("is not installed with a database of 548 MB", () => {
    expect(Object.keys(dependencies)).not.toContain("@probity/clickhouse-local");
    const asPeer = peerDependencies["@probity/clickhouse-local"];
    if (asPeer !== undefined) expect(peerDependenciesMeta["@probity/clickhouse-local"]?.optional).toBe(true);
  });

  it("reads the environment only where things are wired together", () => {
    if (room === "cli" || room === "probe") return;
    const registers = room === "opentelemetry" ? /^register[\w-]*\.ts$/ : /^$/;
    const others = sourcesOf(folder).filter(({ file }) => !registers.test(file));
    const readers = others.filter(({ text }) => /^\s*[^\s*/].*process\.env/m.test(text));
    expect(readers.map(({ file }) => file)).toEqual([]);
  });

  it("keeps every file below 400 lines", () => {
    const lengths = sourcesOf(folder)
      .map(({ text }) => text.split("\n").length)
      .toSorted((a, b) => a - b);
    expect(lengths.at(-1)).toBeLessThanOrEqual(400);
  });
});

it.each(WITHOUT_DEPENDENCIES)("%s has no dependency but rooms of ours", (room) => {
  const { dependencies = {} } = manifestOf(`packages/${room}`);
  expect(Object.keys(dependencies).filter((name) => !name.startsWith("@probity/"))).toEqual([]);
});

it("only the clickhouse room knows ClickHouse's client", () => {
  const users = Object.keys(rooms).filter(
    (room) => "@clickhouse/client" in (manifestOf(`packages/${room}`).dependencies ?? {}),
  );
  expect(users).toEqual(["clickhouse"]);
});

it("npm fetches the same pnpm that the lockfile was written with", () => {
  const { packageManager, scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
    packageManager: string;
    scripts: Record<string, string>;
  };
  expect(scripts["setup"]).toContain(packageManager);
});
