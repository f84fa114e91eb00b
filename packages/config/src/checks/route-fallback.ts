import { pathToRegexp, type Token } from "path-to-regexp";
import { describeName, describeValue } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { entriesAt, keysAt, type LocatedNode, nodeAt, offsetOf, textAt } from "../yaml/located-node.ts";
import { undeclared } from "./check.ts";
import { tokensOf } from "./route-path.ts";

/**
 * What a route falls back to can be made of its path, and doesn't fall back itself. Whether the application has such a
 * route can't be seen here: it need not be one that delivers decisions.
 */
export function* checkFallbacks(root: LocatedNode): Generator<ProblemDraft> {
  for (const position of entriesAt(root, ["routes"]).keys()) {
    const route = ["routes", position];
    const path = [...route, "fallback"];
    const fallback = tokensOf(textAt(root, path));
    yield* checkQuery(root, route);
    if (!fallback) continue;
    if (fallback.some(({ type }) => type === "group")) {
      yield problem(root, path, "bad_format", "optional part in a fallback", {
        found: describeValue(nodeAt(root, path), path),
        expected: "a path without optional parts: there must be one way to write it",
      });
      continue;
    }
    yield* checkParameters(root, route, fallback);
    yield* checkLoops(root, route, fallback);
  }
}

/** What a fallback is told of the query is told for a fallback, and doesn't say who is asking. */
function* checkQuery(root: LocatedNode, route: Path): Generator<ProblemDraft> {
  const query = [...route, "fallbackQuery"];
  if (!nodeAt(root, query)) return;
  if (!nodeAt(root, [...route, "fallback"])) {
    yield problem(root, query, "conflict", "query of no fallback", {
      found: "no fallback",
      expected: "fallback: a path beside it, or no fallbackQuery",
    });
  }
  for (const position of entriesAt(root, query).keys()) {
    const path = [...query, position];
    const name = textAt(root, path);
    const field = keysAt(root, ["subject"]).find(
      (each) => name !== undefined && textAt(root, ["subject", each, "query"]) === name,
    );
    if (name === undefined || field === undefined) continue;
    yield problem(root, path, "conflict", "query parameter that says who is asking", {
      found: `${describeName(name)}, which subject.${field} is read from`,
      expected: "parameters that say nothing of the user: a fallback knows nobody",
    });
  }
}

function* checkParameters(
  root: LocatedNode,
  route: Path,
  fallback: readonly Token[],
): Generator<ProblemDraft> {
  const path = textAt(root, [...route, "path"]);
  const tokens = tokensOf(path);
  if (!tokens) return;
  const given = tokens.filter((token) => token.type === "param" || token.type === "wildcard");
  for (const token of fallback) {
    if (token.type !== "param" && token.type !== "wildcard") continue;
    const like = given.filter(({ type }) => type === token.type).map(({ name }) => name);
    if (like.includes(token.name)) continue;
    yield undeclared("path parameter", token.name, like, root, [...route, "fallback"]);
  }
}

/** The first route of that method that takes the fallback is the one that answers. */
function* checkLoops(root: LocatedNode, route: Path, fallback: readonly Token[]): Generator<ProblemDraft> {
  const path = [...route, "fallback"];
  const sample = sampleOf(fallback);
  const method = textAt(root, [...route, "method"]);
  for (const position of entriesAt(root, ["routes"]).keys()) {
    const other = ["routes", position];
    if (textAt(root, [...other, "method"]) !== method || !takes(textAt(root, [...other, "path"]), sample))
      continue;
    if (position === route[1]) {
      yield problem(root, path, "conflict", "fallback of a route to itself", {
        found: describeName(textAt(root, path) ?? ""),
        expected: "another path of the application",
      });
    } else if (nodeAt(root, [...other, "fallback"])) {
      yield problem(root, path, "conflict", "fallback to a route that falls back itself", {
        found: `the requests of routes[${position}]`,
        expected: "a route that needs no fallback, as it knows nothing of the user",
      });
    }
    return;
  }
}

function problem(
  root: LocatedNode,
  path: Path,
  code: ProblemDraft["code"],
  what: string,
  told: Pick<ProblemDraft, "found" | "expected">,
): ProblemDraft {
  return { code, what, path, offset: offsetOf(root, path), ...told };
}

function sampleOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.type === "text" ? token.value : "-")).join("");
}

function takes(path: string | undefined, sample: string): boolean {
  return path !== undefined && tokensOf(path) !== undefined && pathToRegexp(path).regexp.test(sample);
}
