/** Words that no interest tag may hold (违法和不良信息关键词), made ready for looking up. */
export interface TagLexicon {
  /** SHA-256 of its entries, as 64 hexadecimal digits: the same entries give the same digest. */
  readonly digest: string;
  /** How many words it holds. */
  readonly size: number;
  /** The codes of the words that stand in `tag`, such as `TAG.ILLEGAL`; empty for none. Never throws. */
  find(tag: string): readonly string[];
}
