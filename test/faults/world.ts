import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "./database.ts";
import { type FeatureStore, startFeatureStore } from "./feature-store.ts";
import { FaultyProxy } from "./proxy.ts";
import { type Reference, takeReference } from "./reference.ts";

/** What stays from round to round: ClickHouse, the proxy before it, the feature stores, and the answers to compare with. */
export class World {
  readonly directory: string;
  readonly database: Database;
  readonly proxy: FaultyProxy;
  readonly #stores: (FeatureStore & { readonly reference: Reference })[] = [];

  private constructor(directory: string, database: Database, proxy: FaultyProxy) {
    this.directory = directory;
    this.database = database;
    this.proxy = proxy;
  }

  /** Starts everything; takes some seconds. */
  static async start(): Promise<World> {
    const directory = await mkdtemp(join(tmpdir(), "probity-faults-"));
    const database = await Database.start(join(directory, "clickhouse"));
    const proxy = new FaultyProxy(() => database.port);
    await proxy.accept();
    const world = new World(directory, database, proxy);
    await world.stores(1);
    return world;
  }

  /** Feature stores with the same data, loaded; made when they are first asked for. */
  async stores(count: number): Promise<readonly string[]> {
    while (this.#stores.length < count) {
      const name = `store-${this.#stores.length + 1}`;
      const store = await startFeatureStore(join(this.directory, `${name}.log`));
      const files = join(this.directory, `${name}-reference`);
      const reference = await takeReference({ postgres: store.url, env: {}, files, clockOffsetMs: 0 });
      this.#stores.push({ ...store, reference });
    }
    return this.#stores.slice(0, count).map(({ url }) => url);
  }

  get reference(): Reference {
    const [first] = this.#stores;
    if (!first) throw new Error("there is no feature store yet");
    return first.reference;
  }

  /** An empty directory for a round. */
  async room(name: string): Promise<string> {
    const room = join(this.directory, name);
    await mkdir(room, { recursive: true });
    return room;
  }

  /** Ends everything, and removes what it left unless it is to be kept. Safe to call at any time. */
  async close({ isKept = false }: { readonly isKept?: boolean } = {}): Promise<void> {
    this.database.resume();
    await this.database.close();
    await this.proxy.refuse();
    for (const store of this.#stores) await store.close();
    if (!isKept) await rm(this.directory, { recursive: true, force: true });
  }
}
