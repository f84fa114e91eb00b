import { SpanKind } from "@opentelemetry/api";
import fc from "fast-check";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { catalog, observing, statement } from "../support/observing.ts";
import { SpanObserver } from "../../src/index.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("a statement that can't be read", () => {
  const odd = statement("SELECT FROB(x FOR WHICH y) BY z FROM readers WHERE name = 'Alice'");

  it("is recorded by its operation and digest, and the record says that something is missing", () => {
    const { see, row } = observing();
    see(odd);
    expect(row().spans).toMatchObject([{ source: "", operation: "SELECT", target: "", fields: [] }]);
    expect(row().spans[0]?.statement).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
    expect(row().input_faults).toEqual(["span.statement"]);
  });

  it("is told of once, by its digest, and without a word of it", () => {
    const { see, faults } = observing();
    for (let n = 0; n < 3; n += 1) see(odd);
    see(statement("SELECT FROB(x FOR WHICH y) BY z FROM readers WHERE name = 'Bob'"));
    const told = faults.filter(({ where }) => where === "otel.sql");
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toMatch(
      /^a statement with digest [0-9a-f]{16} \(postgresql SELECT\) could not be read: its columns are not in the record$/,
    );
  });

  it("is of a source where the span itself names the table", () => {
    const { see, row } = observing();
    see({ ...odd, "db.collection.name": "readers" });
    expect(row().spans).toMatchObject([{ source: "profile", target: "readers", fields: [] }]);
  });

  it("that is too long to be read is known by what it begins with", () => {
    const { see, row } = observing();
    see(statement(`SELECT age FROM readers WHERE id IN (${"'x' || 'y', ".repeat(8_000)} 1)`));
    expect(row().spans).toMatchObject([{ operation: "SELECT", target: "" }]);
    expect(row().input_faults).toEqual(["span.statement"]);
  });
});

describe("spans without bounds", () => {
  it("ten thousand in one decision are recorded as 64 and a rest, and none is lost", () => {
    const { see, row } = observing();
    for (let n = 0; n < 10_000; n += 1) see(statement(`SELECT age, c${n % 300} FROM readers`));
    const { spans, calls, input_faults } = row();
    expect(spans).toHaveLength(65);
    expect(spans.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
    expect(spans.at(-1)).toMatchObject({ operation: "*", target: "*" });
    expect(calls).toMatchObject([{ source: "profile", how: "span", count: 10_000 }]);
    expect(input_faults).toEqual(["spans.truncated"]);
  });

  it("that never end are held by nobody", async () => {
    const { observer } = observing();
    const calls = Array.from({ length: 1_000 }, (_, n) => {
      const started = observer.start({ kind: SpanKind.CLIENT, name: `span ${n}` });
      if (!started) throw new Error("expected a call");
      return new WeakRef(started);
    });
    await setImmediate(); // a WeakRef holds what it was made of until the work at hand is done
    collectGarbage();
    expect(calls.filter((call) => call.deref() !== undefined)).toEqual([]);
  });

  it("that end after the decision are counted as late", () => {
    const { observer, recorder, row } = observing();
    const call = observer.start({
      kind: SpanKind.CLIENT,
      name: "late",
      attributes: statement("SELECT age FROM readers"),
    });
    expect(row().spans).toEqual([]);
    if (call) observer.end(call);
    expect(recorder.counters.spans.get("late")).toBe(1);
  });

  it("that start after the decision, outside of one, or are no client's, are nothing", () => {
    const { observer, decision } = observing();
    const attributes = statement("SELECT age FROM readers");
    expect(observer.start({ kind: SpanKind.SERVER, name: "s", attributes })).toBeUndefined();
    expect(observer.start({ kind: SpanKind.INTERNAL, name: "s" })).toBeUndefined();
    expect(observer.start({ kind: undefined, name: "s", attributes })).toBeDefined();
    decision.close();
    expect(observer.start({ kind: SpanKind.CLIENT, name: "s", attributes })).toBeUndefined();
    const outside = new SpanObserver({ catalog, onFault: () => undefined });
    expect(outside.start({ kind: SpanKind.CLIENT, name: "s", attributes })).toBeUndefined();
  });

  it("keep their time, in whatever form it is given", () => {
    const { observer, row } = observing();
    const now = Date.now();
    const seen = (
      startTime: number | Date | [number, number],
      endTime: number | Date | [number, number],
      text: string,
    ) => {
      const call = observer.start({
        kind: SpanKind.CLIENT,
        name: "s",
        attributes: statement(text),
        startTime,
      });
      if (call) observer.end(call, { endTime });
    };
    seen(now + 1_000, now + 1_250, "SELECT a FROM t1");
    seen(new Date(now + 1_000), new Date(now + 1_250), "SELECT a FROM t2");
    seen([Math.floor(now / 1e3) + 1, 0], [Math.floor(now / 1e3) + 1, 250e6], "SELECT a FROM t3");
    seen(now + 1_000, now, "SELECT a FROM t4");
    expect(row().spans.map(({ took_us }) => took_us)).toEqual([250_000, 250_000, 250_000, 0]);
  });
});

describe("attributes of any kind", () => {
  const name = fc.constantFrom(
    ...(
      "db.system.name db.system db.query.text db.statement db.operation.name db.collection.name db.namespace " +
      "server.address server.port http.request.method url.full url.path http.target http.url rpc.system rpc.service " +
      "rpc.method messaging.system messaging.destination.name messaging.operation.type error.type"
    ).split(" "),
  );
  const canary = "canary-7f3a@example.org";
  const value = fc.oneof(
    fc.constantFrom("postgresql", "mysql", "redis", "mongodb", "kafka", "grpc", "GET", "find", "hmget"),
    fc.constantFrom(
      `SELECT a FROM t WHERE b = '${canary}'`,
      `hmget user:${canary}:tags liked`,
      `{"filter":{"a":"${canary}"}}`,
      `http://h/${canary}/x?q=${canary}`,
      canary,
    ),
    fc.string({ maxLength: 40 }),
    fc.anything(),
  );

  it("throw nothing, and let nothing out that may be data", () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 10 }), fc.string(), (attributes, spanName) => {
        const { see, row, faults } = observing();
        see(attributes, spanName);
        expect(faults.filter(({ where }) => where === "otel.span")).toEqual([]);
        expect(JSON.stringify([row().spans, row().unregistered, faults])).not.toContain("7f3a");
      }),
      { numRuns: 400 },
    );
  });
});
