import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasLuhnCheck, hasMod11Check, hasMod31Check } from "../../src/classifier/checksums.ts";
import { valueShapes } from "../../src/classifier/value-shapes.ts";

function shapesOf(text: string): string[] {
  return valueShapes.filter(({ matches }) => matches(text)).map(({ name }) => name);
}

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((each) => each.join(""));

/** A number and its check digit, found by trying all. */
function completed(body: string, check: (text: string) => boolean, characters: string): string {
  const last = Array.from(characters).filter((each) => check(body + each));
  expect(last).toHaveLength(1);
  return body + last[0]!;
}

describe("the form of", () => {
  it.each([
    // The example of GB 11643-1999 and of public descriptions of the checks; none is anybody's on purpose.
    ["11010519491231002X", ["id_card"]],
    ["440524188001010014", []],
    ["110105194912310021", []],
    ["110105194913310028", []],
    ["110105491231002", ["id_card_15"]],
    ["E12345678", ["passport"]],
    ["EA1234567", ["passport"]],
    ["EI1234567", []],
    ["4111111111111111", ["bank_card"]],
    ["4111 1111 1111 1111", ["bank_card"]],
    ["4111111111111112", []],
    ["6222020000000000003", []],
    ["490154203237518", []],
    ["356938035643809", ["imei"]],
    ["13800138000", ["mobile"]],
    ["+86 138-0013-8000", ["mobile"]],
    ["12800138000", []],
    ["138001380001", []],
    ["a.b+c@mail.example.com", ["email"]],
    ["a@b", []],
    ["192.168.0.1", ["ip"]],
    ["2001:db8::1", ["ip"]],
    ["256.1.1.1", []],
    ["31.230416,121.473701", ["coordinates"]],
    ["(-33.8688, 151.2093)", ["coordinates"]],
    ["31.23,121.47", []],
    ["131.230416,121.473701", []],
    ["京A12345", ["plate"]],
    ["京A·12345", ["plate"]],
    ["粤BD12345", ["plate"]],
    ["京I12345", []],
    ["91350100M000100Y43", ["uscc"]],
    ["91350100M000100Y44", []],
    ["00:1A:2b:3c:4D:5e", ["mac"]],
    ["1984-02-29", ["birth_date"]],
    ["1985-02-29", []],
    ["2024-01-01", []],
    ["", []],
  ])("%s is %j", (text, shapes) => expect(shapesOf(text)).toEqual(shapes));
});

describe("the check digits", () => {
  it("let no single digit be wrong", () => {
    const checks = [
      [17, hasMod11Check, "0123456789X"],
      [15, hasLuhnCheck, "0123456789"],
      [17, hasMod31Check, "0123456789ABCDEFGHJKLMNPQRTUWXY"],
    ] as const;
    for (const [length, check, characters] of checks) {
      fc.assert(
        fc.property(digits(length), fc.nat(length - 1), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
          const whole = completed(body, check, characters);
          const wrong = (Number(whole[at]) + by) % 10;
          expect(check(whole.slice(0, at) + String(wrong) + whole.slice(at + 1))).toBe(false);
        }),
      );
    }
  });
});

describe("the forms", () => {
  it("have names of their own and a title in both languages", () => {
    expect(new Set(valueShapes.map(({ name }) => name)).size).toBe(valueShapes.length);
    for (const { title } of valueShapes) {
      expect(title.zh).toMatch(/[\u4e00-\u9fff]|MAC|IMEI|IP/);
      expect(title.en).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it("are looked for in any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void shapesOf(text)));
  });
});
