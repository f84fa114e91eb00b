import type { PathNode } from "./path-node.ts";
import type { Reads } from "./reads.ts";
import { answerSecret, isTrackable, untracked } from "./tracker.ts";

/** A map whose reads are noted: a declared key under its own name, any other under `*`, for keys may be data. */
export function trackedMap(raw: Map<unknown, unknown>, reads: Reads, node: PathNode): object {
  const see = (key: unknown, value: unknown): unknown => seen(reads, node.childOfData(untracked(key)), value);
  const noteKeys = (): void => {
    for (const key of raw.keys()) reads.mark(node.childOfData(key), undefined);
  };
  return collectionProxy(raw, reads, node, {
    get: (key: unknown) => see(key, raw.get(untracked(key))),
    has: (key: unknown) => {
      reads.mark(node.childOfData(untracked(key)), undefined);
      return raw.has(untracked(key));
    },
    forEach: (visit: (value: unknown, key: unknown, map: unknown) => void, self?: unknown) => {
      for (const [key, value] of raw) visit.call(self, see(key, value), key, raw);
    },
    *entries(): Generator<[unknown, unknown]> {
      for (const [key, value] of raw) yield [key, see(key, value)];
    },
    *values(): Generator {
      for (const [key, value] of raw) yield see(key, value);
    },
    keys: () => {
      noteKeys();
      return raw.keys();
    },
    size: () => {
      reads.mark(node.any, undefined);
      return raw.size;
    },
  });
}

/** A set whose reads are noted as `[]`. */
export function trackedSet(raw: Set<unknown>, reads: Reads, node: PathNode): object {
  const see = (value: unknown): unknown => seen(reads, node.element, value);
  const values = function* (): Generator {
    for (const value of raw) yield see(value);
  };
  return collectionProxy(raw, reads, node, {
    has: (value: unknown) => {
      reads.mark(node.element, untracked(value));
      return raw.has(untracked(value));
    },
    forEach: (visit: (value: unknown, again: unknown, set: unknown) => void, self?: unknown) => {
      for (const value of values()) visit.call(self, value, value, raw);
    },
    *entries(): Generator<[unknown, unknown]> {
      for (const value of values()) yield [value, value];
    },
    values,
    keys: values,
    size: () => {
      reads.mark(node.element, undefined);
      return raw.size;
    },
  });
}

type Methods = Readonly<Record<string, unknown>> & { readonly size: () => number };

function collectionProxy(
  raw: Map<unknown, unknown> | Set<unknown>,
  reads: Reads,
  node: PathNode,
  methods: Methods,
): object {
  const iterate = raw instanceof Map ? "entries" : "values";
  const get = (target: object, key: PropertyKey): unknown => {
    const secret = answerSecret(key, raw, reads, node);
    if (secret) return secret;
    if (key === "size") return methods.size();
    const name = key === Symbol.iterator ? iterate : key;
    if (typeof name === "string" && Object.hasOwn(methods, name)) return methods[name];
    const value: unknown = Reflect.get(target, key, target);
    return typeof value === "function" ? value.bind(target) : value;
  };
  return new Proxy(raw, { get });
}

function seen(reads: Reads, node: PathNode, value: unknown): unknown {
  if (!isTrackable(value) || node.isLeaf) {
    reads.mark(node, value);
    return value;
  }
  return reads.tracker(node).wrap(value);
}
