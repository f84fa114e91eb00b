/** Names that are remembered. */
const MOST_NAMES = 256;

/** The same function, which remembers what it made of names: what is few, and comes with each call. */
export function remembered(make: (name: string) => string): (name: string) => string {
  const made: Map<string, string> = new Map();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const shown = make(name);
    if (made.size < MOST_NAMES) made.set(name, shown);
    return shown;
  };
}
