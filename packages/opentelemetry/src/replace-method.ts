type Method = (...args: unknown[]) => unknown;

/** The marks by which OpenTelemetry's instrumentations know a method that one of them stands around. */
interface Marks {
  __wrapped?: boolean;
  __original?: Method;
  __unwrap?: () => void;
}

/**
 * Puts `make(original)` in the place of a method of `target`, inherited or its own, and gives what takes it out again.
 * Others may stand around it, before or after: OpenTelemetry's instrumentations take off whatever bears their marks, so
 * ours bears none of its own, and passes on those of the method that it stands around. Where it can't be taken out, as
 * somebody else stands around it by then, it only passes calls on from then on.
 */
export function replaceMethod(target: object, name: string, make: (original: Method) => Method): () => void {
  const methods = target as Record<string, Method & Marks>;
  const before = Object.getOwnPropertyDescriptor(target, name);
  let original: Method & Marks = methods[name] as Method;
  let isIn = true;
  const ours = make(function (this: unknown, ...args) {
    return Reflect.apply(original, this, args);
  });
  const placed: Method & Marks = function (this: unknown, ...args) {
    return Reflect.apply(isIn ? ours : original, this, args);
  };
  if (original.__wrapped === true) {
    placed.__wrapped = true;
    placed.__original = original.__original as Method;
    placed.__unwrap = () => {
      if (original.__wrapped === true) original = original.__original as Method;
      delete placed.__wrapped;
      delete placed.__original;
      delete placed.__unwrap;
    };
  }
  Object.defineProperty(target, name, {
    value: placed,
    configurable: true,
    writable: true,
    enumerable: before?.enumerable ?? false,
  });
  return () => {
    isIn = false;
    if (methods[name] !== placed) return;
    // What it stands around may have been taken off meanwhile, and then what was there before is no longer right.
    if (before?.value === original) Object.defineProperty(target, name, before);
    else if (before) Object.defineProperty(target, name, { ...before, value: original });
    else Reflect.deleteProperty(target, name);
  };
}
