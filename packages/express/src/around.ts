type Method = (...args: unknown[]) => unknown;

/** Runs in place of a method. `proceed` calls the method itself, with its own arguments, and answers what it answers. */
export type Advice = (proceed: () => unknown, args: readonly unknown[]) => unknown;

/**
 * Puts `advice` around one method of one object. An inherited method is looked up anew at each call, because Express
 * swaps the prototype of request and response for each sub-app, and a sub-app may have methods of its own there.
 */
export function around(target: object, name: string, advice: Advice): void {
  const own = Object.hasOwn(target, name) ? (Reflect.get(target, name) as Method) : undefined;
  const inherited = (): Method => Reflect.get(Object.getPrototypeOf(target) as object, name) as Method;
  const value = function (this: unknown, ...args: unknown[]): unknown {
    return advice(() => Reflect.apply(own ?? inherited(), this, args), args);
  };
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}
