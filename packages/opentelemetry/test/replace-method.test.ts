import { InstrumentationBase } from "@opentelemetry/instrumentation";
import { describe, expect, it } from "vitest";
import { replaceMethod } from "../src/replace-method.ts";
import { methodOf } from "./support/methods.ts";

class Base {
  ask(name: string): string {
    return `${name} asked`;
  }
}
class Client extends Base {}

/** OpenTelemetry's way to stand around a method, and to take itself off again. */
class Theirs extends InstrumentationBase {
  constructor() {
    super("theirs", "1", { enabled: false });
  }

  protected override init(): undefined {
    return undefined;
  }

  wrap(target: Base): void {
    this._wrap(target, "ask", (original) => {
      return function (this: Base, name) {
        return `theirs(${original.call(this, name)})`;
      };
    });
  }

  unwrap(target: Base): void {
    this._unwrap(target, "ask");
  }
}

function ours(target: object): () => void {
  return replaceMethod(target, "ask", (original) => {
    return function (this: unknown, ...args) {
      return `ours(${String(Reflect.apply(original, this, args))})`;
    };
  });
}

describe("a method that is replaced", () => {
  it.each([
    ["its own", Base.prototype],
    ["an inherited one", Client.prototype],
  ])("is there again afterwards, as it was: %s", (_, target) => {
    const before = Object.getOwnPropertyDescriptors(target);
    const stop = ours(target);
    expect(new Client().ask("a")).toBe("ours(a asked)");
    expect(Object.keys(target)).toEqual([]);
    stop();
    expect(Object.getOwnPropertyDescriptors(target)).toEqual(before);
    expect(new Client().ask("a")).toBe("a asked");
  });

  it("stays replaced where an instrumentation of OpenTelemetry comes after it, and goes", () => {
    const target = new Base();
    const theirs = new Theirs();
    const stop = ours(target);
    theirs.wrap(target);
    expect(target.ask("a")).toBe("theirs(ours(a asked))");
    theirs.unwrap(target);
    expect(target.ask("a")).toBe("ours(a asked)");
    stop();
    expect(methodOf(target, "ask")).toBe(methodOf(Base.prototype, "ask"));
  });

  it("stays replaced where an instrumentation of OpenTelemetry was there before, and goes", () => {
    const target = new Base();
    const theirs = new Theirs();
    theirs.wrap(target);
    const stop = ours(target);
    expect(target.ask("a")).toBe("ours(theirs(a asked))");
    theirs.unwrap(target);
    expect(target.ask("a")).toBe("ours(a asked)");
    theirs.wrap(target);
    expect(target.ask("a")).toBe("theirs(ours(a asked))");
    theirs.unwrap(target);
    stop();
    expect(target.ask("a")).toBe("a asked");
  });

  it("only passes calls on, once it has ended below somebody else's", () => {
    const target = new Base();
    const stop = ours(target);
    const theirs = new Theirs();
    theirs.wrap(target);
    stop();
    expect(target.ask("a")).toBe("theirs(a asked)");
    theirs.unwrap(target);
    expect(target.ask("a")).toBe("a asked");
  });
});
