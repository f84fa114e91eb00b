/**
 * Whether a text is like a pattern, in any case of letters; `*` stands for any run of characters, also for none. Takes
 * no longer than pattern times text, whatever they are: no regular expression is made of it.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const [first = "", ...others] = pattern.toLowerCase().split("*");
  const last = others.pop();
  if (last === undefined) return (text) => text.toLowerCase() === first;
  return (given) => {
    const text = given.toLowerCase();
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    return standInOrder(others, text.slice(first.length, end));
  };
}

// Each at the first place where it can stand: looking at later ones could gain nothing.
function standInOrder(pieces: readonly string[], text: string): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return true;
}
