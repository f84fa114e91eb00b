/** A word of a name as its writer parted it: ideographs in a row, or letters, or digits. */
export interface Token {
  /** In form NFKC and lower case. */
  readonly text: string;
  readonly isChinese: boolean;
}

/** Of a longer name the first so many UTF-16 units are looked at: no name that a person gave is longer. */
export const MOST_NAME_UNITS = 256;

/**
 * The words of a name: parted at all that is no letter or digit, where ideographs, letters and digits meet, and in
 * camelCase (`userID`, `IDCard`, `homeAddress`). One pass over at most {@link MOST_NAME_UNITS} units.
 */
export function tokensOf(name: string): readonly Token[] {
  const characters = Array.from(name.slice(0, MOST_NAME_UNITS).normalize("NFKC"));
  const tokens: Token[] = [];
  let text = "";
  let last: CharacterClass = "other";
  for (const [i, character] of characters.entries()) {
    const now = classOf(character);
    if (text !== "" && parts(last, now, characters[i + 1])) {
      tokens.push({ text: text.toLowerCase(), isChinese: last === "ideograph" });
      text = "";
    }
    if (now !== "other") text += character;
    last = now;
  }
  if (text !== "") tokens.push({ text: text.toLowerCase(), isChinese: last === "ideograph" });
  return tokens;
}

type CharacterClass = "ideograph" | "capital" | "small" | "digit" | "other";

function classOf(character: string): CharacterClass {
  if (/\p{Script=Han}/u.test(character)) return "ideograph";
  if (/\p{Lu}/u.test(character)) return "capital";
  if (/\p{L}/u.test(character)) return "small";
  return /\p{N}/u.test(character) ? "digit" : "other";
}

// `ID` in `IDCard` ends before the last capital: a small letter follows it.
function parts(last: CharacterClass, now: CharacterClass, next: string | undefined): boolean {
  if (last === now) return now === "capital" && next !== undefined && classOf(next) === "small";
  return !(last === "capital" && now === "small");
}
