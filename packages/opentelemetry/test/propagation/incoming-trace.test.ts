import { describe, expect, it } from "vitest";
import { traceIn } from "../../src/propagation/incoming-trace.ts";

const TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

const read = (headers: Record<string, unknown>): ReturnType<typeof traceIn> =>
  traceIn((name) => headers[name]);

describe("the trace context of a request", () => {
  it("is read, and kept as it came", () => {
    expect(read({ traceparent: TRACE_PARENT, tracestate: "a=b,c=d" })).toEqual({
      traceparent: TRACE_PARENT,
      tracestate: "a=b,c=d",
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
    });
  });

  it.each([
    ["is missing", undefined],
    ["is empty", ""],
    ["has upper case", TRACE_PARENT.toUpperCase()],
    ["has a trace of zeros", TRACE_PARENT.replace(/-0a\w+/, `-${"0".repeat(32)}`)],
    ["has a span of zeros", TRACE_PARENT.replace(/-b7\w+/, `-${"0".repeat(16)}`)],
    ["is of another version", TRACE_PARENT.replace(/^00/, "ff")],
    ["has something behind it", `${TRACE_PARENT}-x`],
    ["came twice", `${TRACE_PARENT}, ${TRACE_PARENT}`],
    ["is no text", [TRACE_PARENT]],
  ])("is none where it %s", (_, traceparent) => {
    expect(read({ traceparent, tracestate: "a=b" })).toBeUndefined();
  });

  it.each([
    ["is empty", ""],
    ["is longer than everybody passes on", "a".repeat(513)],
    ["is no text", ["a=b"]],
  ])("goes without its state where that %s", (_, tracestate) => {
    expect(read({ traceparent: TRACE_PARENT, tracestate })).toMatchObject({ tracestate: undefined });
  });
});
