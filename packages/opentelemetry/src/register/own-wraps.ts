import { isWrapped } from "@opentelemetry/instrumentation";

type Wrap = (target: Record<string, unknown>, name: string, wrapper: unknown) => unknown;
type Unwrap = (target: Record<string, unknown>, name: string) => unknown;

interface Wrapping {
  _wrap: Wrap;
  _unwrap: Unwrap;
}

/**
 * Has an instrumentation leave alone what another one has wrapped. By itself it takes off whatever wrapper it finds, be it
 * another's: an instrumentation of the application's own would be lost. The other way round that is just right: where the
 * application's own comes later, ours is taken off, and each call is seen once.
 */
export function keepToOwnWraps(instrumentation: object): void {
  const own: WeakSet<object> = new WeakSet();
  const base = instrumentation as Wrapping;
  const { _wrap: wrap, _unwrap: unwrap } = base;
  const isOthers = (method: unknown): boolean =>
    typeof method === "function" && isWrapped(method) && !own.has(method);
  base._wrap = (target, name, wrapper) => {
    if (isOthers(target[name])) return target[name];
    const wrapped = wrap(target, name, wrapper);
    if (typeof wrapped === "function") own.add(wrapped);
    return wrapped;
  };
  base._unwrap = (target, name) => (isOthers(target[name]) ? undefined : unwrap(target, name));
}
