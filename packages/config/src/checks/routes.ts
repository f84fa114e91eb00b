import { describeWords } from "../describe.ts";
import type { ProblemDraft } from "../problem.ts";
import {
  entriesAt,
  keyOffsetOf,
  keysAt,
  type LocatedNode,
  nodeAt,
  offsetOf,
  textAt,
} from "../yaml/located-node.ts";
import { declaredIn, undeclared } from "./check.ts";
import { parametersOf, shapeOf, tokensOf } from "./route-path.ts";

/** Routes have a declared algorithm; no two take the same requests. */
export function* checkRoutes(root: LocatedNode): Generator<ProblemDraft> {
  const algorithms = declaredIn(root, ["algorithms"]);
  const first: Map<string, number> = new Map();
  for (const position of entriesAt(root, ["routes"]).keys()) {
    const at = ["routes", position];
    const algorithm = textAt(root, [...at, "algorithm"]);
    if (declaredIn(root, at) && !nodeAt(root, [...at, "algorithm"]))
      yield noAlgorithm(root, at, algorithms ?? []);
    if (algorithm !== undefined && algorithms && !algorithms.includes(algorithm)) {
      yield undeclared("algorithm", algorithm, algorithms, root, [...at, "algorithm"]);
    }
    const requests = requestsOf(root, at);
    const earlier = requests === undefined ? undefined : first.get(requests);
    if (earlier !== undefined) yield sameRequests(root, at, earlier);
    else if (requests !== undefined) first.set(requests, Number(position));
  }
}

/** Path parameters that say who is asking are parameters of a route. */
export function* checkSubject(root: LocatedNode): Generator<ProblemDraft> {
  const routes = [...entriesAt(root, ["routes"]).keys()];
  const parameters = routes.flatMap((position) =>
    parametersOf(tokensOf(textAt(root, ["routes", position, "path"]))),
  );
  if (routes.length === 0) return; // decisions are opened by code
  for (const field of entriesAt(root, ["subject"]).keys()) {
    const path = ["subject", field, "param"];
    const name = textAt(root, path);
    if (name === undefined || parameters.includes(name)) continue;
    yield undeclared("path parameter", name, [...new Set(parameters)], root, path);
  }
}

function noAlgorithm(
  root: LocatedNode,
  route: (string | number)[],
  algorithms: readonly string[],
): ProblemDraft {
  const path = [...route, "algorithm"];
  const expected = `algorithm: one of ${describeWords(algorithms)}`;
  const keys = keysAt(root, route);
  const found = keys.length === 0 ? "nothing" : `only ${describeWords(keys)}`;
  return {
    code: "missing_key",
    what: "route without an algorithm",
    path,
    offset: keyOffsetOf(root, path),
    found,
    expected,
  };
}

function sameRequests(root: LocatedNode, route: (string | number)[], earlier: number): ProblemDraft {
  const path = [...route, "path"];
  const [found, expected] = [
    `the requests of routes[${earlier}] again`,
    "one route for each method and path",
  ];
  return {
    code: "conflict",
    what: "two routes for the same requests",
    path,
    offset: offsetOf(root, path),
    found,
    expected,
  };
}

/** The same text for two routes that take the same requests. */
function requestsOf(root: LocatedNode, route: (string | number)[]): string | undefined {
  const [method, shape] = [textAt(root, [...route, "method"]), shapeOf(textAt(root, [...route, "path"]))];
  return method === undefined || shape === undefined ? undefined : `${method} ${shape}`;
}
