/**
 * The text with everything made visible that would steer a terminal or reorder what stands on the line: control
 * characters, escape sequences, directional marks. Names in records come from services, and are not to be trusted.
 */
export function printable(text: string): string {
  return text.replace(STEERING, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `\\u{${code}}`;
  });
}

const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\u{61C}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}]/gu;
