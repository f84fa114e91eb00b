/** What has the same key together, in the order of their first. */
export function grouped<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => readonly string[],
): readonly [first: Value, ...others: Value[]][] {
  const groups = new Map<string, [Value, ...Value[]]>();
  for (const value of values) {
    const key = JSON.stringify(keyOf(value));
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups.values()];
}
