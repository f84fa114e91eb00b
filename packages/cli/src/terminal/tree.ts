/** A line, and what hangs under it. */
export interface TreeNode {
  readonly text: string;
  readonly children?: readonly TreeNode[];
}

/** Draws a tree with box characters: the root's text, then a line for every node beneath. */
export function formatTree({ text, children = [] }: TreeNode): string {
  return [text, ...branches(children)].map((line) => `${line}\n`).join("");
}

function branches(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap(({ text, children = [] }, position) => {
    const isLast = position === nodes.length - 1;
    const trunk = isLast ? "   " : "│  ";
    return [`${isLast ? "└─" : "├─"} ${text}`, ...branches(children).map((line) => trunk + line)];
  });
}
