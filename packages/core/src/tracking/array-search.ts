import { trackerOf } from "./recognise.ts";

type Method = (...given: unknown[]) => unknown;

const { includes, indexOf, lastIndexOf } = Array.prototype as unknown as Readonly<Record<string, Method>>;

const searches: ReadonlyMap<unknown, Method> = new Map(
  [includes, indexOf, lastIndexOf].flatMap((method) => (method ? [[method, searching(method)]] : [])),
);

/** The form of an array's search method that finds tracked elements; undefined for every other function. */
export function searchOf(method: unknown): Method | undefined {
  return searches.get(method);
}

function searching(method: Method): Method {
  function search(this: unknown, ...given: unknown[]): unknown {
    const tracker = trackerOf(this);
    return tracker ? tracker.search(method, given) : method.apply(this, given);
  }
  const { name, length } = method;
  return Object.defineProperties(search, { name: { value: name }, length: { value: length } });
}
