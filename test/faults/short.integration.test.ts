import { afterAll, beforeAll, expect, test } from "vitest";
import { choose, planOf } from "./plan.ts";
import { runRound } from "./round.ts";
import { World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(() => world.close());

// The short form of `pnpm faults`: these rounds are the same each time, as far as time allows.
test.each([
  ["service-kill", 1],
  ["service-kill-twice", 2],
  ["service-stop", 3],
  ["clickhouse-kill", 4],
  ["clickhouse-pause", 5],
  ["cut-after", 6],
  ["hang", 7],
  ["page", 8],
])("nothing is lost or doubled by %s", { timeout: 60_000 }, async (name, seed) => {
  const { kinds } = choose([name], true);
  const { bites, violations } = await runRound(world, planOf({ seed, kinds, hasSpool: true }));
  expect(violations).toEqual([]);
  expect(bites[name]).toBeGreaterThan(0);
});
