import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as semconv from "../../src/spans/semconv.ts";

const page = readFileSync(new URL("../../../../docs/reference/spans.md", import.meta.url), "utf8");

it("docs/reference/spans.md lists the attributes that are read, in their order", () => {
  const [, attributes = ""] = /## Attributes\n(.*?)\n## /su.exec(page) ?? [];
  const listed = [...attributes.matchAll(/^\| [^|]+ \| (`.+`) \|$/gm)].map(([, names = ""]) =>
    names.split(", ").map((name) => name.replaceAll("`", "")),
  );
  const read = Object.values(semconv).filter((names) => Array.isArray(names));
  expect(listed.toSorted()).toEqual(read.toSorted());
});
