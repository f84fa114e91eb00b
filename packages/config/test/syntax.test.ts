import { describe, expect, it } from "vitest";
import { example, printedProblems, problemsIn } from "./support/example.ts";

describe("a text that is no configuration", () => {
  it.each([
    ["an empty file", ""],
    ["nothing but a comment", "# to do\n"],
  ])("%s", (_, text) => {
    expect(printedProblems(text)).toEqual([
      "probity.yaml:1:1 empty configuration; found nothing, expected a mapping with service, pseudonyms, sources, features, algorithms and storage",
    ]);
  });

  it.each([
    ["a list", "- service: a\n", "a list"],
    ["a text", "service\n", '"service"'],
  ])("%s", (_, text, found) => {
    expect(printedProblems(text)).toEqual([
      `probity.yaml:1:1 wrong type; found ${found}, expected a mapping with service, pseudonyms, sources, features, spans, algorithms, outlets, routes, subject, rules, control, interventions, choices, feedback, minors, propagation, telemetry, storage, spool`,
    ]);
  });

  it("an empty mapping lacks every key that has no default", () => {
    expect(problemsIn("{}").map(({ code, path }) => [code, path])).toEqual(
      ["service", "pseudonyms", "sources", "features", "algorithms", "storage"].map((key) => [
        "missing_key",
        key,
      ]),
    );
  });
});

describe("a text that is no YAML", () => {
  it.each([
    ["a tab", "a:\n\t- b", "2:1", "a tab at the start of a line, expected blanks"],
    [
      "a : in a text",
      "a: b: c",
      "1:4",
      "a second : in one line, expected quotes around a text that holds a :, or the entry on a line of its own",
    ],
    [
      "an open quote",
      'a: "b',
      "1:6",
      "the end of something unfinished, expected the closing quote or bracket, a comma, or a blank after : or before #",
    ],
    [
      "an open bracket",
      "{a: 1",
      "1:6",
      "the end of something unfinished, expected the closing quote or bracket, a comma, or a blank after : or before #",
    ],
    [
      "a reserved character",
      "a: @b",
      "1:4",
      "a text that begins with @, `, %, or another reserved character, expected quotes around it",
    ],
    ["a tag of one's own", "a: !secret b", "1:4", "a tag that isn't known here, expected no tag"],
    ["a tag of another schema", "a: !!binary aGk=", "1:4", "a tag that isn't known here, expected no tag"],
    ["two documents", "a: 1\n---\nb: 2", "2:1", "a second document after ---, expected one document"],
    ["YAML 1.1", "%YAML 1.1\n---\na: yes", "1:1", "YAML 1.1, expected YAML 1.2, which needs no directive"],
    [
      "an unknown directive",
      "%HELLO\n---\na: 1",
      "1:1",
      "a directive that is none of YAML 1.2, expected no directive",
    ],
  ])("%s", (_, text, place, told) => {
    expect(printedProblems(text)).toEqual([`probity.yaml:${place} not valid YAML; found ${told}`]);
  });

  it("one problem a line, and nothing else about the file", () => {
    const text = `${example}\nbad: "a" "b" "c"\nworse: [\n`;
    expect(problemsIn(text).map(({ code, line }) => [code, line])).toEqual([
      ["syntax", 41],
      ["syntax", 43],
    ]);
  });

  it.each(["[", "- ", "{a: ", "? ", "[{a: "])("%j a hundred thousand times", (opening) => {
    expect(printedProblems(opening.repeat(100_000))).toEqual([
      "probity.yaml:1:1 not valid YAML; found more than 64 levels of nesting, expected a flatter file",
    ]);
  });
});

describe("keys, texts and aliases that can't be used", () => {
  it.each([
    [
      "a list as a key",
      "? [a]\n: 1",
      "1:3",
      "key that can't be used; found a list or mapping, expected a name",
    ],
    ["nothing as a key", ": 1", "1:1", "key that can't be used; found nothing, expected a name"],
    [
      "a key that JavaScript keeps for itself",
      "__proto__: 1",
      "1:1",
      'key that can\'t be used; found "__proto__", expected a name',
    ],
    [
      "half a surrogate pair",
      'service: "\\uD83D"',
      "1:10",
      "service: text that can't be recorded; found half of a surrogate pair, expected well-formed Unicode",
    ],
    [
      "an alias to nothing",
      "service: &name a\nrules: *nmae",
      "2:8",
      'rules: alias to nothing; found *"nmae", expected an anchor of that name before; did you mean "name"?',
    ],
    [
      "an alias within its anchor",
      "rules: &all { modes: *all }",
      "1:22",
      'rules.modes: alias within its own anchor; found *"all", expected an anchor that ended before',
    ],
  ])("%s", (_, text, place, told) => {
    expect(printedProblems(text)).toContain(`probity.yaml:${place} ${told}`);
  });

  it("aliases of aliases are looked at once, however many they stand for", () => {
    const levels = Array.from({ length: 40 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}]`);
    const text = `l0: &l0 [1]\n${levels.join("\n")}\nfeatures: *l40`;
    expect(problemsIn(text)).toContainEqual(
      expect.objectContaining({ code: "wrong_type", path: "features" }),
    );
  });
});
