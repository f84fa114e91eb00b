/** True of a text that a configuration takes as a name or a pattern: of one line, without blanks at its ends. */
export function isOneLine(text: string, most = 512): boolean {
  return text.length <= most && /^[^\s\p{Cc}](?:[^\p{Cc}\p{Zl}\p{Zp}]*[^\s\p{Cc}])?$/u.test(text);
}
