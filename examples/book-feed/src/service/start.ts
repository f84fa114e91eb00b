import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Dataset } from "../data/dataset.ts";
import { trainRecommender } from "../recommend/recommender.ts";
import { type LocalPostgres, startLocalPostgres } from "../store/local-postgres.ts";
import { isLoaded, loadDataset } from "../store/load.ts";
import { openStore, type StoreOptions } from "../store/store.ts";
import { createApp, type AppOptions } from "./app.ts";

/** What a start is busy with: starting the database, loading the data, training the recommender. */
export type StartStage = "database" | "load" | "train";

/** How a service is started. */
export interface StartOptions extends Pick<AppOptions, "use" | "now"> {
  readonly dataset: Dataset;
  /** The feature store, loaded if it has no readers yet. @default a Postgres inside this process */
  readonly postgres?: StoreOptions | undefined;
  /** 0 for any free one. @default 0 */
  readonly port?: number;
  /** Address to listen on. @default "127.0.0.1" */
  readonly host?: string;
  /** Called as each stage begins; with 200,000 ratings each takes some seconds. @default does nothing */
  readonly onStage?: (stage: StartStage) => void;
}

/** A running service. */
export interface Service {
  readonly url: string;
  /** Stops answering, then closes the store and its database. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Starts a database, loads the data into it, trains the recommender and listens. */
export async function startService(options: StartOptions): Promise<Service> {
  const {
    dataset,
    port = 0,
    host = "127.0.0.1",
    onStage = () => undefined,
    postgres,
    ...appOptions
  } = options;
  onStage("database");
  const database = postgres ? notOurs(postgres) : await startLocalPostgres();
  const store = await openStore(database.store);
  const closeStore = async (): Promise<void> => {
    await store.close();
    await database.close();
  };

  try {
    if (!(await isLoaded(store))) {
      onStage("load");
      await loadDataset(store, dataset);
    }
    onStage("train");
    const recommender = trainRecommender(dataset);
    const app = createApp({ store, recommender, ...appOptions });
    const server = createServer(app).listen(port, host);
    await once(server, "listening");

    const close = async (): Promise<void> => {
      server.close();
      await once(server, "close");
      await closeStore();
    };
    let closed: Promise<void> | undefined;
    const { port: listening } = server.address() as AddressInfo;
    return { url: `http://${host}:${listening}`, close: () => (closed ??= close()) };
  } catch (fault) {
    await closeStore();
    throw fault;
  }
}

function notOurs(store: StoreOptions): LocalPostgres {
  return { store, close: () => Promise.resolve() };
}
