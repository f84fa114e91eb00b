import { parse, type Token } from "path-to-regexp";

/** What a path in the syntax of path-to-regexp 8 is made of; undefined where it isn't one, which is told elsewhere. */
export function tokensOf(path: string | undefined): Token[] | undefined {
  if (path === undefined) return undefined;
  try {
    return parse(path).tokens;
  } catch {
    return undefined;
  }
}

/** The same text for two paths that take the same requests: names of parameters and case make no difference. */
export function shapeOf(path: string | undefined): string | undefined {
  const tokens = tokensOf(path?.toLowerCase().replace(/(?<=.)\/$/, ""));
  if (tokens === undefined) return undefined;
  return JSON.stringify(tokens, (key, value: unknown) => (key === "name" ? undefined : value));
}

/** Names of the parameters of a path. */
export function parametersOf(tokens: readonly Token[] = []): string[] {
  return tokens.flatMap((token) => {
    if (token.type === "group") return parametersOf(token.tokens);
    return token.type === "text" ? [] : [token.name];
  });
}
