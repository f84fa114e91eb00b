import { describe, expect, it } from "vitest";
import { HOME, recording } from "../support/recording.ts";

const TRACE = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const NONE = {
  trace_id: "0".repeat(32),
  span_id: "0".repeat(16),
  parent: "00000000-0000-0000-0000-000000000000",
};

describe("a row", () => {
  it("names the trace and the enclosing decision, each where there is one", () => {
    const { open, rows } = recording();
    const parent = open();
    open({ trace: TRACE, parent }).close();
    open({ trace: TRACE }).close();
    open({ parent }).close();
    open({ parent: undefined, trace: undefined }).close();
    const { traceId: trace_id, spanId: span_id } = TRACE;
    expect(rows()).toMatchObject([
      { trace_id, span_id, parent: parent.id, input_faults: [] },
      { ...NONE, trace_id, span_id, input_faults: [] },
      { ...NONE, parent: parent.id, input_faults: [] },
      { ...NONE, input_faults: [] },
    ]);
  });

  it("names a decision that is closed, or another recorder's, as the enclosing one just as well", () => {
    const other = recording().open();
    other.close();
    const { open, row } = recording();
    open({ parent: other }).close();
    expect(row().parent).toBe(other.id);
  });

  it.each([
    ["a trace", { trace: { ...TRACE, spanId: "B7AD6B7169203331" } }, "trace", { trace_id: NONE.trace_id }],
    ["a trace", { trace: { traceId: TRACE.traceId } as never }, "trace", { trace_id: NONE.trace_id }],
    ["a parent", { parent: { id: "decision-1" } as never }, "parent", { parent: NONE.parent }],
    ["a route", { route: "\ud800" }, "route", { route: "" }],
    ["a route", { route: "/x".repeat(129) }, "route", { route: "" }],
    ["a route", { route: /x/ as never }, "route", { route: "" }],
  ])("names %s that can't be recorded as a bad input, and goes without", (_, options, name, gap) => {
    const { open, row } = recording();
    open(options).close();
    expect(row()).toMatchObject({ ...gap, input_faults: [name] });
  });

  it("tells service, catalog, route, and where the user met the algorithm", () => {
    const { open, row, catalog } = recording(["profile.age"]);
    const decision = open({ outlet: "home", route: "/users/:id/feed" });
    decision.close();
    expect(decision.outlet).toBe(HOME);
    expect(row()).toMatchObject({
      service: "book-feed",
      catalog: catalog.digest,
      route: "/users/:id/feed",
      outlet: "home",
      product: "Book Feed",
      form: "website",
      access_path: ["首页"],
      function: "猜你喜欢",
      surface: "feed",
    });
  });

  it("tells the algorithm as configured, and the purpose given for this one decision", () => {
    const algorithm = {
      id: "price",
      version: "2026.1",
      type: "dispatch",
      purpose: "pricing",
      filing: "网信算备110000000000000000001号",
      serviceClass: "live",
    } as const;
    const { open, rows } = recording([], { algorithms: [algorithm] });
    const decision = open({ algorithm: "price", purpose: "marketing" });
    decision.close();
    open({ algorithm: "price" }).close();
    expect(decision.algorithm).toBe(algorithm);
    const told = {
      algorithm: "price",
      version: "2026.1",
      algorithm_type: "dispatch",
      filing: "网信算备110000000000000000001号",
      service_class: "live",
      rules: "",
      outlet: "",
      form: "other",
      surface: "other",
    };
    expect(rows()).toMatchObject([
      { ...told, purpose: "marketing" },
      { ...told, purpose: "pricing" },
    ]);
  });

  it("of an algorithm that nobody configured takes the purpose given, and a name that can be recorded", () => {
    const { open, rows } = recording();
    open({ algorithm: "ghost", purpose: "pricing" }).close();
    open({ algorithm: "phantom", purpose: "pricing" }).close();
    open({ algorithm: "ghost" }).close();
    for (const algorithm of ["\ud800", "x".repeat(257), "", 7 as never]) open({ algorithm }).close();
    expect(rows().map(({ algorithm, purpose, input_faults }) => [algorithm, purpose, input_faults])).toEqual([
      ["ghost", "pricing", ["algorithm"]],
      ["phantom", "pricing", ["algorithm"]],
      ["ghost", "content", ["algorithm"]],
      ...Array.from({ length: 4 }, () => ["?", "content", ["algorithm"]]),
    ]);
  });
});

describe("a recorder", () => {
  it.each<[string, object, string]>([
    ["type", { type: "magic" }, "algorithm_type: expected one of unknown, generation,"],
    ["purpose", { purpose: "fun" }, "purpose: expected one of content, marketing,"],
    ["service class", { serviceClass: "bank" }, "service_class: expected one of general, game,"],
    ["version", { version: 3 }, "version: expected a string, found 3"],
    ["filing number", { filing: "\ud800" }, "filing: the text holds a lone surrogate"],
  ])("is not made with an algorithm whose %s can't be recorded", (_, bad, message) => {
    const algorithm = { id: "a", version: "1", type: "ranking", purpose: "search", ...bad } as never;
    expect(() => recording([], { algorithms: [algorithm] })).toThrow(message);
  });

  it.each<[string, object, string]>([
    ["form", { form: "fax" }, "form: expected one of app, website,"],
    ["surface", { surface: "moon" }, "surface: expected one of other, home_first,"],
    ["path", { path: "首页" }, "access_path: expected an array, found string"],
    ["product", { product: 7 }, "product: expected a string, found 7"],
  ])("is not made with an outlet whose %s can't be recorded", (_, bad, message) => {
    expect(() => recording([], { outlets: [{ ...HOME, ...bad }] })).toThrow(message);
  });
});
