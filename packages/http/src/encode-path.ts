/** What is not ASCII percent-encoded: so clients send a path, and frameworks match it as it is sent. */
export function encodeNonAscii(text: string): string {
  return text.replace(/\P{ASCII}+/gu, encodeURIComponent);
}
