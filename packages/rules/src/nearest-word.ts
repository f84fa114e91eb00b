/**
 * The valid word that somebody most likely meant: fewest slips of the keyboard (a letter wrong, missing, extra, or two
 * swapped), case aside. A word that ends or begins with what was written counts as near (`MED.COND` for
 * `SPI.MED.COND`). The first of equals; undefined when nothing is near.
 */
export function nearestWord(written: string, words: Iterable<string>): string | undefined {
  if (written === "" || written.length > MOST_COMPARED) return undefined;
  const wanted = fold(written);
  const most = Math.max(1, Math.floor(wanted.length / 3));
  let nearest: string | undefined;
  let least = most + 1;
  for (const word of words) {
    const folded = fold(word);
    const slips = distance(wanted, folded, least - 1) ?? (isPart(wanted, folded) ? most : Infinity);
    if (slips < least) [nearest, least] = [word, slips];
    if (least === 0) break;
  }
  return nearest;
}

/** A longer word is no slip of the keyboard, and would take long to compare. */
const MOST_COMPARED = 200;

/** Letters that a shorter form must have to stand for a longer word. */
const LEAST_PART = 3;

const fold = (word: string): string => word.normalize("NFKC").toLowerCase();

function isPart(written: string, word: string): boolean {
  return written.length >= LEAST_PART && (word.endsWith(written) || word.startsWith(written));
}

/**
 * Optimal string alignment distance (Damerau-Levenshtein without editing a swapped pair again), or undefined when it is
 * more than `most`. Only cells up to `most` from the diagonal can matter: catalogs have thousands of names.
 */
function distance(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined;
  if (most === 0) return a === b ? 0 : undefined;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row: number[] = [];
    row[0] = i;
    for (let j = Math.max(1, i - most); j <= Math.min(b.length, i + most); j += 1) {
      const substituted = cell(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(cell(row, j - 1) + 1, cell(last, j) + 1, substituted);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) least = Math.min(least, cell(beforeLast, j - 2) + 1);
      row[j] = least;
    }
    [beforeLast, last] = [last, row];
  }
  const slips = cell(last, b.length);
  return slips <= most ? slips : undefined;
}

const cell = (row: readonly number[], at: number): number => row[at] ?? Infinity;
