/** How many cells of a terminal a text takes: two for CJK and emoji, none for marks that sit on another character. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length; // most cells of most tables, and a hundred times faster
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += cellsOf(segment);
  return width;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function cellsOf(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  const first = grapheme.codePointAt(0) ?? 0;
  if (WIDE.some(([from, to]) => first >= from && first <= to)) return 2;
  return NO_CELL.test(grapheme) ? 0 : 1;
}

const ASCII = /^[ -~]*$/;
// An emoji by default, or a character that a variation selector or a keycap makes one.
const EMOJI = /^(?:\p{Emoji_Presentation}|.\u{FE0F})/u;
const NO_CELL = /^[\p{M}\p{Cc}\p{Cf}\u{1160}-\u{11FF}]+$/u;

/** Code points of East Asian width W or F (Unicode, UAX #11), emoji aside. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], // Hangul Jamo
  [0x2e80, 0x303e], // CJK radicals, symbols and punctuation
  [0x3041, 0x33ff], // Kana, Bopomofo, enclosed and compatibility characters
  [0x3400, 0x4dbf], // CJK extension A
  [0x4e00, 0xa4cf], // CJK unified ideographs, Yi
  [0xa960, 0xa97c], // Hangul Jamo extended A
  [0xac00, 0xd7a3], // Hangul syllables
  [0xf900, 0xfaff], // CJK compatibility ideographs
  [0xfe10, 0xfe19], // vertical forms
  [0xfe30, 0xfe6f], // CJK compatibility forms
  [0xff01, 0xff60], // full-width forms
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff], // Tangut, Khitan, Nüshu
  [0x1aff0, 0x1b2ff], // Kana supplements
  [0x1f200, 0x1f265], // enclosed ideographs
  [0x20000, 0x3fffd], // CJK extensions B and on
];
