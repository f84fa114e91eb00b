/**
 * The valid word that somebody most likely meant: fewest slips of the keyboard (a letter wrong, missing, extra, or two
 * swapped), case aside. A word that ends or begins with what was written counts as near (`MED.COND` for
 * `SPI.MED.COND`). Undefined when nothing is near.
 */
export function nearestWord(written: string, words: Iterable<string>): string | undefined {
  if (written === "" || written.length > MOST_COMPARED) return undefined;
  const wanted = fold(written);
  const most = Math.max(1, Math.floor(wanted.length / 3));
  let nearest: string | undefined;
  let least = most + 1;
  for (const word of words) {
    const slips = slipsBetween(wanted, fold(word), most);
    if (slips < least) [nearest, least] = [word, slips];
  }
  return nearest;
}

/** A longer word is no slip of the keyboard, and would take long to compare. */
const MOST_COMPARED = 200;

/** Letters that a shorter form must have to stand for a longer word. */
const LEAST_PART = 3;

const fold = (word: string): string => word.normalize("NFKC").toLowerCase();

function slipsBetween(written: string, word: string, most: number): number {
  if (Math.abs(written.length - word.length) <= most) {
    const slips = distance(written, word);
    if (slips <= most) return slips;
  }
  const isPart = written.length >= LEAST_PART && (word.endsWith(written) || word.startsWith(written));
  return isPart ? most : Infinity;
}

/** Optimal string alignment distance (Damerau-Levenshtein without editing a swapped pair again). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = cell(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(cell(row, j - 1) + 1, cell(last, j) + 1, substituted);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) least = Math.min(least, cell(beforeLast, j - 2) + 1);
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return cell(last, b.length);
}

const cell = (row: readonly number[], at: number): number => row[at] ?? Infinity;
