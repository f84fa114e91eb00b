/** How sure a suggestion is: `low` is worth a look, `high` hardly ever means something else. */
export type Confidence = "high" | "medium" | "low";

/** In which writing a word is known. */
export type Writing = "chinese" | "pinyin" | "initials" | "english";

/** A word that names of features hold, and what it stands for. */
export interface NameWord {
  /** Codes of the taxonomy, or one kind of personal data without a code, such as `mobile`. */
  readonly stands: readonly string[];
  readonly writing: Writing;
  /** Its parts, which a name may part or write as one: `id_card`, `idCard`, `idcard`. */
  readonly parts: readonly string[];
  readonly confidence: Confidence;
  /** Words beside which it means something else. */
  readonly unless: readonly string[];
}

/** The words for one thing. Parts are joined by dots; `~` marks medium, `?` low confidence; `/a+b` what it can't stand beside. */
export interface NameWords {
  readonly stands: string;
  readonly chinese?: string;
  readonly pinyin?: string;
  readonly initials?: string;
  readonly english?: string;
}

/** Spells the words out. */
export function spellOut({ stands, ...written }: NameWords): NameWord[] {
  return Object.entries(written).flatMap(([writing, words]) =>
    words.split(" ").map((word) => spellWord(stands.split(" "), writing as Writing, word)),
  );
}

function spellWord(stands: readonly string[], writing: Writing, text: string): NameWord {
  const [marked = "", unless] = text.split("/");
  const confidence = marked.endsWith("?") ? "low" : marked.endsWith("~") ? "medium" : "high";
  const word = confidence === "high" ? marked : marked.slice(0, -1);
  return { stands, writing, parts: word.split("."), confidence, unless: unless?.split("+") ?? [] };
}
