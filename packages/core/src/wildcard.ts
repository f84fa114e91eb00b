/**
 * Whether a text is like a pattern, in any case of letters; `*` stands for any run of characters, also for none. Takes
 * no longer than pattern times text, whatever they are: no regular expression is made of it.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const wanted = pattern.toLowerCase();
  if (!wanted.includes("*")) return (text) => text.toLowerCase() === wanted;
  return (text) => isLike(text.toLowerCase(), wanted);
}

// A star takes as little as it can. When what follows it doesn't fit, the last star takes one character more: an earlier
// one need never take more, as the last could take that as well.
function isLike(text: string, pattern: string): boolean {
  let [at, wanted] = [0, 0];
  let [star, taken] = [-1, 0];
  while (at < text.length) {
    if (pattern[wanted] === "*") {
      [star, taken] = [wanted, at];
      wanted += 1;
    } else if (pattern[wanted] === text[at]) {
      at += 1;
      wanted += 1;
    } else if (star >= 0) {
      taken += 1;
      [at, wanted] = [taken, star + 1];
    } else return false;
  }
  while (pattern[wanted] === "*") wanted += 1;
  return wanted === pattern.length;
}
