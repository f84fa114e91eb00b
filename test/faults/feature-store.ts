import { fileURLToPath } from "node:url";
import { Child } from "./child.ts";

const preload = new URL("preload/parent.mjs", import.meta.url).href;
const program = fileURLToPath(new URL("../../examples/book-feed/dist/postgres.js", import.meta.url));

/** The example's Postgres in a process of its own: it outlives the service, as a real one would. */
export interface FeatureStore {
  readonly url: string;
  close(): Promise<void>;
}

export async function startFeatureStore(log: string): Promise<FeatureStore> {
  const child = new Child({ args: ["--import", preload, program], env: {}, log });
  const url = await child.url();
  if (url === undefined) throw new Error(`the feature store did not start:\n${child.lastWords}`);
  return {
    url,
    close: async () => {
      child.signal("SIGKILL");
      await child.ended;
    },
  };
}
