import { CoreError } from "@probity/core";
import { describe, expect, it } from "vitest";
import { lineDiagnostics } from "../src/diagnostics.ts";
import { ProbeError } from "../src/errors.ts";

function written() {
  const lines: string[] = [];
  const time = { now: 0 };
  const tell = lineDiagnostics({ write: (line) => void lines.push(line), now: () => time.now });
  return { lines, time, tell };
}

describe("lineDiagnostics", () => {
  it("tells of a fault of ours in one line, with its code and message", () => {
    const { lines, tell } = written();
    tell("store", new ProbeError("STORAGE_UNAVAILABLE", "nobody answers\n  at this port"));
    expect(lines).toEqual(["probity: store: STORAGE_UNAVAILABLE: nobody answers · at this port\n"]);
  });

  it("keeps back the message of any other error, which may quote somebody's data", () => {
    const { lines, tell } = written();
    tell("track", new TypeError("canary-4711 is not a function"));
    tell("track", "canary-4711");
    expect(lines.length).toBe(2);
    expect(lines[0]).toMatch(/^probity: track: TypeError: at .*diagnostics\.test\.ts:\d+:\d+\)?\n$/);
    expect(lines[1]).toBe("probity: track: UNKNOWN: a string was thrown\n");
    expect(lines.join("")).not.toContain("canary");
  });

  it("keeps back a message of several lines too, whatever it looks like", () => {
    const { lines, tell } = written();
    const changed = new Error("canary-1\n    at canary-2");
    expect(changed.stack).toContain("canary-2"); // made when it is first looked at
    changed.message = "another";
    tell("track", new Error("first\n    at canary-4711"));
    tell("uses", changed);
    expect(lines[0]).toMatch(/^probity: track: Error: at .*diagnostics\.test\.ts/);
    expect(lines[1]).toBe("probity: uses: Error: at an unknown place\n");
  });

  it("tells apart what has another message, and no cause", () => {
    const { lines, tell } = written();
    for (const name of ["subject.age", "subject.id", "subject.age"]) {
      tell("input", new CoreError("INVALID_VALUE", `"${name}" can't be recorded`));
    }
    expect(lines.length).toBe(2);
  });

  it("tells apart what has another cause", () => {
    const { lines, tell } = written();
    for (const code of ["UNREACHABLE", "AUTHENTICATION", "UNREACHABLE"]) {
      tell("store", new ProbeError("STORAGE_UNAVAILABLE", `${lines.length} wait`, { cause: { code } }));
    }
    expect(lines.length).toBe(2);
  });

  it("tells of the same fault once a minute, with how many there were since", () => {
    const { lines, time, tell } = written();
    const fault = (): void => tell("store", new ProbeError("STORAGE_UNAVAILABLE", "down"));
    fault();
    fault();
    time.now = 59_999;
    fault();
    tell("input", new CoreError("INVALID_VALUE", "other"));
    expect(lines.length).toBe(2);
    time.now = 60_000;
    fault();
    expect(lines[2]).toBe("probity: store: STORAGE_UNAVAILABLE: down (2 more like it since the last line)\n");
  });
});
