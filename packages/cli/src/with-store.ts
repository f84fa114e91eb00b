import type { Surroundings } from "./command.ts";
import type { StorePort } from "./ports.ts";
import { resolveStore, type StoreValues } from "./store-place.ts";

/** Opens the store that a call names, and closes it whatever happens. */
export async function withStore<T>(
  values: StoreValues,
  surroundings: Surroundings,
  use: (store: StorePort) => Promise<T>,
): Promise<T> {
  const store = surroundings.ports.openStore(await resolveStore(values, surroundings));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
