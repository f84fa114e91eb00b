import { openStore, type StoreOptions } from "../../src/index.ts";

/** Who used `profile.age` in the last week, and all that was behind the latest of these decisions. */
export async function whoUsedAge(options: StoreOptions): Promise<string[]> {
  const store = openStore(options);
  await store.migrate();

  const week = { from: Date.now() - 7 * 24 * 3_600_000 };
  const { rows } = await store.decisionsUsingFeature("profile.age", week);
  const lines = rows.map(({ ts, algorithm, id }) => `${new Date(ts).toISOString()} ${algorithm} ${id}`);

  const path = rows[0] && (await store.path(rows[0].id));
  for (const { source, features } of path?.sources ?? []) {
    lines.push(`${source}: ${features.map(({ name, how }) => `${name} (${how.join(", ")})`).join(", ")}`);
  }
  await store.close();
  return lines;
}
