import Module, { createRequire } from "node:module";
import { isAbsolute } from "node:path";

/** What Node calls to load a module of CommonJS, whoever asks for it. */
interface Loading {
  _load: (request: string, parent: unknown, ...more: unknown[]) => unknown;
}

/**
 * Has packages of CommonJS that are loaded by `import` go through `require` all the same, where instrumentations meet them.
 * Node loads such a package by the loader of CommonJS, but not by the method that is patched for `require`. It is done here
 * and not by a loader hook, which would be in the way of the one that an SDK brings: of two, one alone takes effect. What is
 * given back ends that.
 */
export function requireImportedPackages(names: readonly string[]): () => void {
  const loading = Module as unknown as Loading;
  const { _load: load } = loading;
  const isMeant = new RegExp(`[\\\\/]node_modules[\\\\/](?:${names.map(escaped).join("|")})[\\\\/]`);
  const ours: Loading["_load"] = function (this: unknown, request, parent, ...more) {
    // Whoever requires it is its parent; one that is imported has none.
    const isImported = !parent && more[0] !== true && isAbsolute(request);
    if (isImported && isMeant.test(request)) return createRequire(request)(request);
    return Reflect.apply(load, this, [request, parent, ...more]);
  };
  loading._load = ours;
  return () => {
    if (loading._load === ours) loading._load = load;
  };
}

function escaped(name: string): string {
  return name.replaceAll("/", String.raw`[\\/]`).replaceAll(".", String.raw`\.`);
}
