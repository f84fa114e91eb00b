import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { entriesAt, keysAt, type LocatedNode, nodeAt, textAt } from "../yaml/located-node.ts";
import { declaredIn, undeclared } from "./check.ts";
import { parametersOf, tokensOf } from "./route-path.ts";

/** The outlets that routes name, or lead to by what a request says, are declared; the path parameter that says it, too. */
export function* checkRouteOutlets(root: LocatedNode): Generator<ProblemDraft> {
  const outlets = nodeAt(root, ["outlets"]) ? declaredIn(root, ["outlets"]) : [];
  for (const position of entriesAt(root, ["routes"]).keys()) {
    const route = ["routes", position];
    for (const path of outletsOf(root, [...route, "outlet"])) {
      const id = textAt(root, path);
      if (id !== undefined && outlets && !outlets.includes(id))
        yield undeclared("outlet", id, outlets, root, path);
    }
    yield* checkParameter(root, route);
  }
}

/** Where the ids stand. */
function outletsOf(root: LocatedNode, outlet: Path): readonly Path[] {
  const map = [...outlet, "map"];
  return [outlet, ...keysAt(root, map).map((word) => [...map, word]), [...outlet, "default"]];
}

function* checkParameter(root: LocatedNode, route: Path): Generator<ProblemDraft> {
  const path = [...route, "outlet", "param"];
  const name = textAt(root, path);
  const tokens = tokensOf(textAt(root, [...route, "path"]));
  if (name === undefined || tokens === undefined) return;
  const parameters = parametersOf(tokens);
  if (!parameters.includes(name))
    yield undeclared("path parameter", name, [...new Set(parameters)], root, path);
}
