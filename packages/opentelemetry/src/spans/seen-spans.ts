const seen: WeakSet<object> = new WeakSet();

/** Notes that a span is observed. False if it was before: by a span processor, say, and now beside it. */
export function observeOnce(span: object): boolean {
  if (seen.has(span)) return false;
  seen.add(span);
  return true;
}
