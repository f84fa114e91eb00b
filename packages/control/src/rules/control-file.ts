import { z } from "zod";
import { ControlError } from "../errors.ts";
import { CONTROL_MODES, type ControlMode } from "./control-settings.ts";
import { type Path, readYaml, type YamlText } from "./yaml-text.ts";

/** What stands in a control file. */
export interface ControlFile {
  /** Who wrote it: a member of staff. */
  readonly by: string;
  readonly reason: string;
  /** Nothing is enforced. @default false */
  readonly killSwitch: boolean;
  /** By rule id. */
  readonly modes: ReadonlyMap<string, ControlMode>;
  /** By outlet id, then rule id. */
  readonly outlets: ReadonlyMap<string, ReadonlyMap<string, ControlMode>>;
}

/** What the names in a control file are held against. */
export interface ControlNames {
  /** @default any rule */
  readonly rules?: ReadonlySet<string> | undefined;
  /** @default any outlet */
  readonly outlets?: ReadonlySet<string> | undefined;
}

export interface ControlFileOptions extends ControlNames {
  /** What problems call it. @default "control.yaml" */
  readonly file?: string;
}

const EXPECTED = "expected a mapping with by, reason, and killSwitch, modes or outlets";
const mode = z.enum(CONTROL_MODES, `expected one of ${CONTROL_MODES.join(", ")}`);
const modes = z.record(z.string(), mode, "expected modes by rule id");
const line = z
  .string("expected a text of one line")
  .regex(/^\S(?:[^\p{Cc}]*\S)?$/u, "expected a text of one line")
  .max(256, "expected at most 256 characters");

/** A control file, as data: YAML 1.2 or JSON. */
export const controlFileSchema: z.ZodType<ControlFileData> = z.strictObject(
  {
    by: line,
    reason: line,
    killSwitch: z.boolean("expected true or false").default(false),
    modes: modes.default({}),
    outlets: z.record(z.string(), modes, "expected modes by outlet id, then rule id").default({}),
  },
  { error: ({ code, keys }) => (code === "unrecognized_keys" ? unknownKey(keys) : EXPECTED) },
);

function unknownKey(keys: unknown): string {
  const named = Array.isArray(keys) ? keys.join(", ").slice(0, 64) : "";
  return `unknown key ${named}; ${EXPECTED}`;
}

interface ControlFileData {
  readonly by: string;
  readonly reason: string;
  readonly killSwitch: boolean;
  readonly modes: Readonly<Record<string, ControlMode>>;
  readonly outlets: Readonly<Record<string, Readonly<Record<string, ControlMode>>>>;
}

/**
 * Reads a control file. Throws a `ControlError` `INVALID` that tells every problem with line and column. A file with
 * nothing in it is a problem, too: it may be half written. `modes: {}` says that nothing is to be changed.
 */
export function parseControlFile(text: string, options: ControlFileOptions = {}): ControlFile {
  const { file = "control.yaml" } = options;
  const yaml = readYaml(text, file);
  if (yaml.value === null) throw problemsError([yaml.problem([], `there is nothing in it; ${EXPECTED}`)]);
  const { data, error } = controlFileSchema.safeParse(yaml.value);
  if (error)
    throw problemsError(error.issues.map(({ path, message }) => yaml.problem(path as Path, message)));
  const unknown = [...unknownNames(data, options, yaml)];
  if (unknown.length > 0) throw problemsError(unknown);
  return {
    ...data,
    modes: new Map(Object.entries(data.modes)),
    outlets: new Map(
      Object.entries(data.outlets).map(([id, byRule]) => [id, new Map(Object.entries(byRule))]),
    ),
  };
}

function* unknownNames(
  data: ControlFileData,
  { rules, outlets }: ControlNames,
  yaml: YamlText,
): Generator<string> {
  const rulesAt = function* (given: Readonly<Record<string, unknown>>, path: Path): Generator<string> {
    for (const rule of Object.keys(given))
      if (rules && !rules.has(rule)) yield yaml.problem([...path, rule], "there is no rule of that id");
  };
  yield* rulesAt(data.modes, ["modes"]);
  for (const [outlet, given] of Object.entries(data.outlets)) {
    if (outlets && !outlets.has(outlet))
      yield yaml.problem(["outlets", outlet], "there is no outlet of that id");
    yield* rulesAt(given, ["outlets", outlet]);
  }
}

function problemsError(problems: readonly string[]): ControlError {
  const [first = ""] = problems;
  const message = problems.length === 1 ? first : [`${problems.length} problems:`, ...problems].join("\n  ");
  return new ControlError("INVALID", message);
}
