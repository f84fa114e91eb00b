/**
 * Likelihoods as Holm (1979) adjusts them where several things are tested at once: whoever takes those below 0.05 is wrong
 * in any of them in at most one case of twenty, however the tests hang together. In the order given.
 */
export function holm(likelihoods: readonly number[]): readonly number[] {
  const order = [...likelihoods.keys()].sort((a, b) => (likelihoods[a] ?? 1) - (likelihoods[b] ?? 1));
  const adjusted = Array.from<number>({ length: likelihoods.length });
  let floor = 0;
  for (const [rank, position] of order.entries()) {
    floor = Math.max(floor, Math.min(1, (likelihoods[position] ?? 1) * (likelihoods.length - rank)));
    adjusted[position] = floor;
  }
  return adjusted;
}
