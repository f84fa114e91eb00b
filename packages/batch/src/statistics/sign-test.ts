/**
 * How likely it is that of so many pairs at least so many lean the same way, if either way were as likely: the exact sign
 * test, two-sided. Pairs without a difference are left out before. 1 of none.
 */
export function signTest(above: number, below: number): number {
  const pairs = above + below;
  const fewer = Math.min(above, below);
  let share = 0;
  let logarithm = -pairs * Math.LN2; // of the likelihood that none leans that way
  for (let count = 0; count <= fewer; count += 1) {
    share += Math.exp(logarithm);
    logarithm += Math.log((pairs - count) / (count + 1));
  }
  return Math.min(1, 2 * share);
}
