import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { ProbityInstrumentation } from "../src/index.ts";
import { libraryInstrumentations } from "../src/register/libraries.ts";
import * as semconv from "../src/spans/semconv.ts";

let readme = "";

beforeAll(async () => {
  readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
});

describe("the README", () => {
  it("names each module that is instrumented, with the versions that are", async () => {
    const libraries = await libraryInstrumentations(() => true);
    const ours = new ProbityInstrumentation();
    const definitions = [...libraries, ours].flatMap((each) => each.getModuleDefinitions());
    const rows = readme.split("\n").filter((line) => line.startsWith("| `"));
    const unsaid = definitions.filter(({ name, supportedVersions }) => {
      const row = rows.filter((line) => line.includes(`\`${name}\``)).join("\n");
      return !supportedVersions.every((range) => row.includes(range));
    });
    expect(unsaid.map(({ name, supportedVersions }) => `${name} ${supportedVersions.join(", ")}`)).toEqual(
      [],
    );
  });

  it("shows how it is set up in code, which a test of a service does", async () => {
    const app = new URL("../../../test/apps/sdk-2/in-code.mjs", import.meta.url);
    expect(readme).toContain(`\`\`\`js\n${await readFile(app, "utf8")}\`\`\``);
  });

  it("names each library by which instrumentations are chosen", async () => {
    const names: string[] = ["http", "undici"];
    await libraryInstrumentations((name) => names.push(name) < 0);
    const [row = ""] = readme
      .split("\n")
      .filter((line) => line.includes("OTEL_NODE_ENABLED_INSTRUMENTATIONS"));
    expect(names.filter((name) => !row.includes(`\`${name}\``))).toEqual([]);
  });

  it("names each attribute that is read, by its stable name", () => {
    const stable = Object.values(semconv).flatMap((names) =>
      Array.isArray(names) ? [String(names[0])] : [],
    );
    expect(stable.length).toBeGreaterThan(15);
    expect(stable.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
