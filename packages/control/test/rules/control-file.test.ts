import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isControlError, parseControlFile } from "../../src/index.ts";
import { thrown } from "../support/recorded.ts";

const names = { rules: new Set(["M04", "S01"]), outlets: new Set(["home"]) };

function problemOf(text: string): string {
  const error = thrown(() => parseControlFile(text, { ...names, file: "control.yaml" }));
  expect(isControlError(error, "INVALID")).toBe(true);
  return (error as Error).message;
}

describe("a control file", () => {
  it("says who wants what, and why", () => {
    const text = `by: li
reason: INC-17
killSwitch: true
modes: { M04: off }
outlets:
  home: { S01: enforce }
`;
    expect(parseControlFile(text, names)).toEqual({
      ...{ by: "li", reason: "INC-17", killSwitch: true, modes: new Map([["M04", "off"]]) },
      outlets: new Map([["home", new Map([["S01", "enforce"]])]]),
    });
  });

  it("may be JSON", () => {
    const text = JSON.stringify({ by: "li", reason: "INC-17", modes: { M04: "shadow" } });
    expect(parseControlFile(text, names).modes).toEqual(new Map([["M04", "shadow"]]));
    expect(parseControlFile(text, names).killSwitch).toBe(false);
  });

  const head = "by: li\nreason: INC-17\n";

  it.each<[string, string, string]>([
    ["nothing in it", "", "control.yaml:1:1 there is nothing in it; expected a mapping with by, reason"],
    ["only a comment", "# later\n", "there is nothing in it"],
    ["no name", "reason: INC-17\n", "control.yaml:1:1 by: expected a text of one line"],
    ["an unknown key", `${head}modus: {}\n`, "control.yaml:1:1 unknown key modus; expected a mapping"],
    [
      "an unknown mode",
      `${head}modes: { M04: of }\n`,
      "control.yaml:3:15 modes.M04: expected one of off, observe, shadow, enforce",
    ],
    [
      "an unknown rule",
      `${head}modes: { M99: off }\n`,
      "control.yaml:3:15 modes.M99: there is no rule of that id",
    ],
    ["an unknown outlet", `${head}outlets: { hoem: {} }\n`, "outlets.hoem: there is no outlet of that id"],
    [
      "a switch that is none",
      `${head}killSwitch: perhaps\n`,
      "control.yaml:3:13 killSwitch: expected true or false",
    ],
    ["a list", "- 1\n", "control.yaml:1:1 expected a mapping with by, reason"],
    ["no YAML", "by: [li\n", "control.yaml:2:1 no YAML: BAD_INDENT"],
    ["a key twice", `${head}by: wang\n`, "control.yaml:3:1 no YAML: DUPLICATE_KEY"],
    [
      "an alias",
      `${head}modes: &m { M04: off }\noutlets: { home: *m }\n`,
      "control.yaml: aliases are not read; write it out",
    ],
    ["too many levels", "[".repeat(20), "control.yaml:1:1 more than 16 levels of nesting"],
    ["a hundred thousand levels", "[".repeat(60_000), "more than 16 levels of nesting"],
    [
      "too many characters",
      "#".repeat(65_537),
      "control.yaml: 65537 characters; a control file has 65536 at most",
    ],
  ])("with %s is refused, with the place", (_, text, message) => {
    expect(problemOf(text)).toContain(message);
  });

  it("has all its problems told at once", () => {
    const message = problemOf(`${head}modes: { M99: off, M98: off }\n`);
    expect(message).toMatch(/^2 problems:\n {2}control\.yaml:3:15 .*\n {2}control\.yaml:3:25 /);
  });

  it("is read or refused, whatever stands in it", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string({
            unit: fc.constantFrom("[", "]", "{", "}", ":", "-", "&", "*", "!", "|", "\n", " ", "a"),
          }),
        ),
        (text) => {
          try {
            parseControlFile(text, names);
          } catch (error) {
            expect(isControlError(error, "INVALID")).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
