type Method = (...args: unknown[]) => unknown;

/**
 * Runs in place of a method. `proceed` calls the method itself, with its own arguments unless it is given others, and
 * answers what it answers.
 */
export type Advice = (proceed: (others?: readonly unknown[]) => unknown, args: readonly unknown[]) => unknown;

/**
 * Puts `advice` around one method of one object. An inherited method is looked up anew at each call, because Express
 * swaps the prototype of request and response for each sub-app, and a sub-app may have methods of its own there.
 * Costs a microsecond or two, because that swap leaves V8 with a shape for each single object.
 */
export function around(target: object, name: string, advice: Advice): void {
  const methods = target as Record<string, Method>;
  const own = Object.hasOwn(target, name) ? methods[name] : undefined;
  methods[name] = function (this: unknown, ...args) {
    const method = own ?? (Object.getPrototypeOf(target) as Record<string, Method>)[name];
    return advice((others = args) => Reflect.apply(method as Method, this, others), args);
  };
}
