/** What a method is, to be compared: not to be called. */
export function methodOf(owner: object, name: string): unknown {
  return Reflect.get(owner, name);
}
