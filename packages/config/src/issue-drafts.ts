import { nearestWord } from "@probity/rules";
import type { z } from "zod";
import { describeName, describeValue, describeWords } from "./describe.ts";
import { configJsonSchema, expectedBy, type JsonSchema, mappingOf, schemaAt } from "./json-schema.ts";
import { type Path, printPath } from "./place.ts";
import type { ProblemDraft } from "./problem.ts";
import { keyOffsetOf, keysAt, type LocatedNode, nodeAt, offsetOf } from "./yaml/located-node.ts";

type Issue = z.core.$ZodIssue;

interface Scene {
  readonly root: LocatedNode;
  readonly schema: JsonSchema;
}

/** Says in our words what zod found wrong with the values of a file. */
export function issueDrafts(issues: readonly Issue[], root: LocatedNode): ProblemDraft[] {
  const scene = { root, schema: configJsonSchema() };
  return allDrafts(issues, [], scene);
}

// A mapping with an unknown key needs no second word on which keys it must have.
function allDrafts(issues: readonly Issue[], above: Path, scene: Scene): ProblemDraft[] {
  const misspelt = new Set(
    issues.filter(({ code }) => code === "unrecognized_keys").map(({ path }) => printPath(path as Path)),
  );
  return issues
    .filter(({ code, path }) => code !== "custom" || !misspelt.has(printPath(path as Path)))
    .flatMap((issue) => draftsOf(issue, above, scene));
}

function draftsOf(issue: Issue, above: Path, scene: Scene): ProblemDraft[] {
  const path = [...above, ...(issue.path as Path)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, path, scene));
    case "invalid_key":
      return issue.issues.slice(0, 1).map(({ message }) => badName(message, path, scene));
    case "invalid_union":
      return unionDrafts(issue, path, scene);
    case "invalid_type":
      if (!nodeAt(scene.root, path)) return [missingKey(issue.message, path, scene)];
      return [wrongType(issue, path, scene)];
    case "invalid_value":
      if (!nodeAt(scene.root, path)) return [missingKey(issue.message, path, scene)];
      return [unknownWord(issue.values.map(String), path, scene)];
    case "too_big":
    case "too_small":
      return [valueDraft("out_of_range", "out of range", expectedAt(path, scene), path, scene)];
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "not_multiple_of":
      return [valueDraft("bad_format", "not in the expected form", issue.message, path, scene)];
  }
}

// The alternatives are told apart by their type: what is wrong within the right one is worth telling.
function unionDrafts(issue: z.core.$ZodIssueInvalidUnion, path: Path, scene: Scene): ProblemDraft[] {
  const isOfType = (issues: readonly Issue[]): boolean =>
    !issues.some(({ code, path: below }) => code === "invalid_type" && below.length === 0);
  const meant = issue.errors.find(isOfType);
  if (meant) return allDrafts(meant, path, scene);
  return [valueDraft("wrong_type", "wrong type", expectedAt(path, scene), path, scene)];
}

function unknownKey(key: string, above: Path, { root, schema }: Scene): ProblemDraft {
  const path = [...above, key];
  const keys = Object.keys(mappingOf(schemaAt(schema, above) ?? {}).properties ?? {});
  const [offset, nearest] = [keyOffsetOf(root, path), nearestWord(key, keys)];
  const expected = `one of ${describeWords(keys)}`;
  return {
    code: "unknown_key",
    what: "unknown key",
    path,
    offset,
    found: describeName(key),
    expected,
    nearest,
  };
}

function missingKey(expected: string, path: Path, { root, schema }: Scene): ProblemDraft {
  const keys = keysAt(root, path.slice(0, -1));
  return {
    code: "missing_key",
    what: "missing key",
    path,
    offset: keyOffsetOf(root, path),
    found: keys.length === 0 ? "nothing" : `only ${describeWords(keys)}`,
    expected: `${String(path.at(-1))}: ${expected || expectedBy(schemaAt(schema, path) ?? {})}`,
  };
}

function badName(expected: string, path: Path, { root }: Scene): ProblemDraft {
  const found = describeName(String(path.at(-1)));
  return {
    code: "bad_name",
    what: "name that can't be used",
    path,
    offset: keyOffsetOf(root, path),
    found,
    expected,
  };
}

function wrongType(issue: z.core.$ZodIssueInvalidType, path: Path, scene: Scene): ProblemDraft {
  const expected = issue.message || expectedAt(path, scene);
  const { value, source } = nodeAt(scene.root, path) ?? {};
  // A version of 1.10 is the number 1.1, and a filing number loses its last digits: show how to keep them.
  const isUnquoted = issue.expected === "string" && (typeof value === "number" || typeof value === "boolean");
  const quoted =
    isUnquoted && source !== undefined ? `${expected}, in quotes: ${describeName(source)}` : expected;
  return valueDraft("wrong_type", "wrong type", quoted, path, scene);
}

function unknownWord(words: readonly string[], path: Path, scene: Scene): ProblemDraft {
  const value = nodeAt(scene.root, path)?.value;
  const nearest = typeof value === "string" ? nearestWord(value, words) : undefined;
  return { ...valueDraft("unknown_word", "unknown word", expectedAt(path, scene), path, scene), nearest };
}

function valueDraft(
  code: ProblemDraft["code"],
  what: string,
  expected: string,
  path: Path,
  { root }: Scene,
): ProblemDraft {
  const found = describeValue(nodeAt(root, path), path);
  return { code, what, path, offset: offsetOf(root, path), found, expected };
}

function expectedAt(path: Path, { schema }: Scene): string {
  return expectedBy(schemaAt(schema, path) ?? {});
}
