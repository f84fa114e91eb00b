import { checks, doubts } from "./checks/all-checks.ts";
import { doubtEnforcement } from "./checks/enforcement-doubts.ts";
import type { Config } from "./config.ts";
import { problemsError } from "./errors.ts";
import { issueDrafts } from "./issue-drafts.ts";
import { placeProblems, type ProblemDraft } from "./problem.ts";
import { type ConfigFile, configFileSchema } from "./schema/config-file.ts";
import { toConfig } from "./to-config.ts";
import type { LocatedNode } from "./yaml/located-node.ts";
import { readYaml } from "./yaml/read-yaml.ts";

export interface ParseOptions {
  /** What problems call the file, and what its paths are relative to. @default "probity.yaml" */
  readonly file?: string;
}

/**
 * Reads a configuration. Throws a `ConfigError` `INVALID_CONFIG` that holds every problem, in the order of the text;
 * only where the text is no YAML nothing else is looked at. Reads no secrets and no other files.
 */
export function parseConfig(text: string, { file = "probity.yaml" }: ParseOptions = {}): Config {
  const { root, drafts, locate } = readYaml(text);
  if (!root) throw problemsError("INVALID_CONFIG", placeProblems(drafts, file, locate));
  const problems: ProblemDraft[] = [...drafts];
  const given = validate(root, file, problems);
  if (!given) throw problemsError("INVALID_CONFIG", placeProblems(problems, file, locate));
  const config = toConfig(given, { root, file, locate });
  const warnings = doubts.flatMap((doubt) => [...doubt(root, file)]);
  warnings.push(...doubtEnforcement(config, root));
  return { ...config, warnings: placeProblems(warnings, file, locate) };
}

/** What the file says, or undefined where there are problems. A check's word for a problem goes before the schema's. */
function validate(root: LocatedNode, file: string, problems: ProblemDraft[]): ConfigFile | undefined {
  if (root.value === null) {
    problems.push(emptyFile(root));
    return undefined;
  }
  for (const check of checks) problems.push(...check(root, file));
  // Where a schema says nothing of its own, its error is empty, and we find the words.
  const { data, error } = configFileSchema.safeParse(root.value, { error: () => "" });
  if (error) problems.push(...issueDrafts(error.issues, root));
  return problems.length === 0 ? data : undefined;
}

function emptyFile({ offset }: LocatedNode): ProblemDraft {
  const expected = "a mapping with service, pseudonyms, sources, features, algorithms and storage";
  return { code: "empty", what: "empty configuration", path: [], offset, found: "nothing", expected };
}
