/**
 * How reads inside a value can be followed:
 * - `value`: not at all; it is one value. Dates, typed arrays, promises, URLs … keep their state where no proxy reaches.
 * - `open`: plain objects, arrays and instances of classes, through a proxy of the object itself.
 * - `hidden`: instances of classes with private fields, whose methods work on the object itself only.
 * - `map`, `set`: through proxies that know what their methods do.
 */
export type Kind = "value" | "open" | "hidden" | "map" | "set";

/** Never throws, and runs no code of the service, unless the value is a proxy of the service's own. */
export function kindOf(value: object): Kind {
  try {
    const prototype = Reflect.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return "open";
    return kindOfInstance(prototype);
  } catch {
    return "value"; // a revoked proxy, for one
  }
}

const kinds: WeakMap<object, Kind> = new WeakMap<object, Kind>([
  [Object.prototype, "open"],
  [Array.prototype, "open"],
  [Map.prototype, "map"],
  [Set.prototype, "set"],
]);

function kindOfInstance(prototype: object): Kind {
  let kind = kinds.get(prototype);
  if (kind === undefined) {
    const parent = Reflect.getPrototypeOf(prototype);
    kind = parent === null ? "open" : refined(kindOfInstance(parent), prototype);
    kinds.set(prototype, kind);
  }
  return kind;
}

/** What a class makes of the kind that it inherits. */
function refined(inherited: Kind, prototype: object): Kind {
  const { name, source } = classOf(prototype);
  if (inherited === "value" || isOfPlatform(prototype, source)) return "value";
  return inherited === "open" && hidesState(name, source) ? "hidden" : inherited;
}

function classOf(prototype: object): { readonly name: string; readonly source: string } {
  const made: unknown = Reflect.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof made !== "function") return { name: "", source: "" };
  return { name: made.name, source: Function.prototype.toString.call(made) };
}

// Classes of the language are native code. Those of the platform are tagged by a property that can't be assigned to.
function isOfPlatform(prototype: object, source: string): boolean {
  if (/\{\s*\[native code\]\s*\}$/.test(source)) return true;
  return Reflect.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)?.writable === false;
}

/**
 * Private fields as they are written (`this.#x`), as TypeScript, Babel, swc and esbuild lower them
 * (`__classPrivateFieldGet(this, …)`, `__privateAdd(this, …)`), and state kept beside the object (`weakMap.get(this)`).
 * Those of the class itself (`Account.#made`) are none of the instance's.
 */
function hidesState(name: string, source: string): boolean {
  const ofInstances = name === "" ? source : source.replaceAll(`${name}.#`, "");
  return /\.\s*#[\p{L}_$]|private\w*\(\s*this\b|\.(?:get|has|set)\(\s*this\b/iu.test(ofInstances);
}
