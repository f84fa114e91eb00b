import { describe, expect, it } from "vitest";
import { parseTraceParent } from "../src/trace-parent.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

describe("parseTraceParent", () => {
  it.each([
    `00-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-00`,
    `cc-${TRACE}-${SPAN}-01`,
    `cc-${TRACE}-${SPAN}-01-what-the-future-will-be-like`,
  ])("reads %s", (header) => {
    expect(parseTraceParent(header)).toEqual({ traceId: TRACE, spanId: SPAN });
  });

  it.each([
    ["nothing", undefined],
    ["an empty header", ""],
    ["version ff", `ff-${TRACE}-${SPAN}-01`],
    ["more fields than version 00 has", `00-${TRACE}-${SPAN}-01-more`],
    ["a later version with something glued on", `cc-${TRACE}-${SPAN}-01.more`],
    ["upper case", `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ["a trace id of zeros", `00-${"0".repeat(32)}-${SPAN}-01`],
    ["a span id of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["a trace id that is too short", `00-${TRACE.slice(1)}-${SPAN}-01`],
    ["missing flags", `00-${TRACE}-${SPAN}`],
    ["a space before it", ` 00-${TRACE}-${SPAN}-01`],
    ["a line after it", `00-${TRACE}-${SPAN}-01\n`],
    ["two headers, joined by Node", `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`],
    ["a list", [`00-${TRACE}-${SPAN}-01`]],
  ])("ignores %s", (_, header) => {
    expect(parseTraceParent(header)).toBeUndefined();
  });
});
