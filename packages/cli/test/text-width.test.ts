import { describe, expect, it } from "vitest";

import { printable } from "../src/terminal/printable.ts";
import { textWidth } from "../src/terminal/text-width.ts";

describe("textWidth", () => {
  it.each([
    ["", 0],
    ["feed@1.4", 8],
    ["首页", 4],
    ["猜你喜欢 feed", 13],
    ["「疑似 / 待复核」", 17],
    ["ＡＢ，", 6],
    ["カタカナ", 8],
    ["한국어", 6],
    ["𠮷野家", 6],
    ["café", 4],
    ["cafe\u0301", 4],
    ["📚", 2],
    ["👨‍👩‍👧", 2],
    ["❤️", 2],
    ["→ · › … –", 9],
    ["│ ├─ └─", 7],
  ])("gives %j %i cells", (text, cells) => {
    expect(textWidth(text)).toBe(cells);
  });
});

describe("printable", () => {
  it("shows what would steer the terminal as code points", () => {
    expect(printable("\u001b[2Jfeed\r\n\u009b31m")).toBe("\\u{1B}[2Jfeed\\u{D}\\u{A}\\u{9B}31m");
  });

  it("shows what would reorder the line", () => {
    expect(printable("a\u202Eb\u2066c\u2028")).toBe("a\\u{202E}b\\u{2066}c\\u{2028}");
  });

  it("leaves text in any script alone", () => {
    const text = "首页 › 猜你喜欢 مرحبا 📚 café";
    expect(printable(text)).toBe(text);
  });
});
