/**
 * The path that a string names, `city`, `{address,city}`, `$.address.city` or `$.tags[0]`, as features are named:
 * `address.city`, `tags[]`. Undefined where a step is not known to be a name: it may be somebody's data.
 */
export function jsonPath(text: string, isName: (key: string) => boolean): string | undefined {
  if (text.length > MOST_PATH) return undefined;
  const steps = stepsOf(text);
  const path: string[] = [];
  for (const step of steps) {
    const [, name = "", elements = ""] = /^"?([^"[\]]*)"?((?:\[[\d*]*\])*)$/.exec(step) ?? [];
    if (name === "" || !isName(name)) return undefined;
    path.push(name + elements.replaceAll(/\[[\d*]*\]/g, "[]"));
  }
  return path.length > 0 ? path.join(".") : undefined;
}

const MOST_PATH = 256;

function stepsOf(text: string): string[] {
  if (text.startsWith("$.")) return text.slice(2).split(".");
  if (text.startsWith("{") && text.endsWith("}")) return text.slice(1, -1).split(",");
  return [text];
}
