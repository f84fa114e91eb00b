import { currentDecision, runInDecision } from "@probity/core";
import { replaceMethod } from "../replace-method.ts";

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Has callbacks that methods of `prototype` are given last find the decision that the method was called in, or none where it
 * was called in none. A pool calls back whoever waits for a connection from within the request that gives one back, and a
 * connection from within the one that opened it: what is read then would be recorded in a decision about somebody else.
 * What is given back ends that.
 */
export function keepDecision(prototype: object, methods: readonly string[]): () => void {
  const stops = methods.flatMap((name) => {
    const owner = ownerOf(prototype, name);
    return owner ? [replaceMethod(owner, name, keeping)] : [];
  });
  return () => {
    for (const stop of stops) stop();
  };
}

function keeping(original: Callback): Callback {
  return function (this: unknown, ...args) {
    const callback = args.at(-1);
    if (typeof callback === "function") {
      const decision = currentDecision();
      args[args.length - 1] = function (this: unknown, ...results: unknown[]) {
        return runInDecision(decision, () => Reflect.apply(callback as Callback, this, results));
      };
    }
    return Reflect.apply(original, this, args);
  };
}

/** Where in the chain of prototypes a method stands; undefined where it doesn't, in a version that has none. */
function ownerOf(prototype: object | null, name: string): object | undefined {
  for (let owner = prototype; owner; owner = Object.getPrototypeOf(owner) as object | null)
    if (Object.hasOwn(owner, name)) return owner;
  return undefined;
}
