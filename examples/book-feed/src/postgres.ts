import { startLocalPostgres } from "./store/local-postgres.ts";

// The feature store as a process of its own, so that the service can be started again without it.
const postgres = await startLocalPostgres();
process.stdout.write(`postgres answers at ${postgres.store.url}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void postgres.close());
