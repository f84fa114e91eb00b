import { LineCounter, parseDocument } from "yaml";
import type { Locate, ProblemDraft } from "../problem.ts";
import { locateNodes } from "./locate-nodes.ts";
import { isDeeperThan } from "./depth.ts";
import type { LocatedNode } from "./located-node.ts";
import { syntaxDraft, syntaxDrafts } from "./syntax-faults.ts";

/** What was read of a text. */
export interface YamlReading {
  /** Undefined when the text is no YAML. */
  readonly root: LocatedNode | undefined;
  readonly drafts: readonly ProblemDraft[];
  readonly locate: Locate;
}

/** A configuration has no more than half a dozen levels. */
const MOST_LEVELS = 64;

/** Reads one YAML 1.2 document. Never throws, whatever it is given. */
export function readYaml(text: string): YamlReading {
  const lines = new LineCounter();
  const locate: Locate = (offset) => {
    const { line, col: column } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, column) };
  };
  if (isDeeperThan(MOST_LEVELS, text)) {
    const draft = syntaxDraft(0, `more than ${MOST_LEVELS} levels of nesting`, "a flatter file");
    return { root: undefined, drafts: [draft], locate };
  }
  // Known tags would make dates, sets and bytes of values; a configuration has no use for them.
  const options = {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    resolveKnownTags: false,
  } as const;
  const document = parseDocument(text, options);
  const lineOf = (offset: number): number => locate(offset).line;
  const drafts = syntaxDrafts([...document.errors, ...document.warnings], lineOf);
  if (document.directives.yaml.version !== "1.2") {
    drafts.push(
      syntaxDraft(0, `YAML ${document.directives.yaml.version}`, "YAML 1.2, which needs no directive"),
    );
  }
  if (drafts.length > 0) return { root: undefined, drafts, locate };
  return { ...locateNodes(document.contents, lineOf), locate };
}
