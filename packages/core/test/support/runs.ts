/** How often a property is tried: as usual, or as often as `RUNS=50000 npx vitest run …` says, to look harder. */
export function runs(usual: number): number {
  return Number(process.env["RUNS"] ?? usual);
}
