import { InstrumentationBase, isWrapped } from "@opentelemetry/instrumentation";
import { describe, expect, it } from "vitest";
import { keepToOwnWraps } from "../../src/register/own-wraps.ts";

class Client {
  ask(): string {
    return "answer";
  }
}

/** An instrumentation as those of OpenTelemetry are written, of which two copies know nothing of each other. */
class Instrumentation extends InstrumentationBase {
  readonly #name: string;

  constructor(name: string) {
    super(name, "1", { enabled: false });
    this.#name = name;
  }

  protected override init(): undefined {
    return undefined;
  }

  patch(client: Client): void {
    const name = this.#name;
    if (isWrapped(Reflect.get(client, "ask"))) this._unwrap(client, "ask");
    this._wrap(client, "ask", (original) => {
      return function (this: Client) {
        return `${name}(${original.call(this)})`;
      };
    });
  }

  unpatch(client: Client): void {
    this._unwrap(client, "ask");
  }
}

function ours(): Instrumentation {
  const instrumentation = new Instrumentation("ours");
  keepToOwnWraps(instrumentation);
  return instrumentation;
}

describe("an instrumentation that keeps to its own wraps", () => {
  it("patches and unpatches what nobody else has", () => {
    const client = new Client();
    const instrumentation = ours();
    instrumentation.patch(client);
    instrumentation.patch(client);
    expect(client.ask()).toBe("ours(answer)");
    instrumentation.unpatch(client);
    expect(client.ask()).toBe("answer");
  });

  it("gives way to another that comes after it, and leaves that when it goes", () => {
    const client = new Client();
    const instrumentation = ours();
    instrumentation.patch(client);
    new Instrumentation("theirs").patch(client);
    expect(client.ask()).toBe("theirs(answer)");
    instrumentation.unpatch(client);
    expect(client.ask()).toBe("theirs(answer)");
  });

  it("leaves another that was there before it", () => {
    const client = new Client();
    new Instrumentation("theirs").patch(client);
    const instrumentation = ours();
    instrumentation.patch(client);
    expect(client.ask()).toBe("theirs(answer)");
    instrumentation.unpatch(client);
    expect(client.ask()).toBe("theirs(answer)");
  });
});
