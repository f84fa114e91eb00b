import { type CST, Parser } from "yaml";

/**
 * Whether brackets, lists and mappings are nested deeper than `most`. Found out on the syntax tree, in a loop:
 * composing a document recurses, and at a depth of some thousands V8 ends the process instead of throwing.
 */
export function isDeeperThan(most: number, text: string): boolean {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  const visit = (token: CST.Token | null | undefined, depth: number): void => {
    if (token) open.push({ token, depth });
  };
  for (const token of new Parser().parse(text)) visit(token, 0);
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > most) return true;
    if (token.type === "document") visit(token.value, depth);
    if (!("items" in token)) continue;
    for (const item of token.items) {
      visit(item.key, depth + 1);
      visit(item.value, depth + 1);
    }
  }
  return false;
}
