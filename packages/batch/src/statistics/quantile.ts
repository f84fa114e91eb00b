/** The quantile of values in ascending order, between neighbours in proportion (type 7). NaN of none. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * Math.min(Math.max(share, 0), 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return between(low, high, place - below);
}

// What lies further apart than a number can say is weighed, since the way from one to the other can't be.
function between(low: number, high: number, weight: number): number {
  const way = high - low;
  const value = Number.isFinite(way) ? low + weight * way : low * (1 - weight) + high * weight;
  return Math.min(Math.max(value, low), high);
}

/** The value in the middle. NaN of none. */
export function medianOf(values: readonly number[]): number {
  return quantileOfSorted(Float64Array.from(values).sort(), 0.5);
}
