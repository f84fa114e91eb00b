/** The smallest part of a statement. Comments and the contents of values are gone. */
export interface Token {
  /** `value` is a literal or a parameter; `mark` is punctuation. */
  readonly kind: "word" | "quoted" | "value" | "operator" | "mark";
  /** A name as it is meant, an operator or mark as it is written; `?` for a value. */
  readonly text: string;
  /** A word in upper case, an operator or mark as it is; empty for what can be no keyword. */
  readonly key: string;
  /** Of a value that is a path into JSON, the path, where all of its steps are known names. */
  readonly path?: string;
}
