import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Chance } from "./chance.ts";
import type { Facts } from "./facts.ts";
import { Fleet } from "./fleet.ts";
import { type Exchange, Load } from "./load.ts";
import { type Setup, writeConfiguration } from "./setup.ts";
import { mount, unmount } from "./small-disk.ts";
import { logsBelow, segmentsBelow } from "./spool-files.ts";
import { until } from "./wait.ts";
import type { World } from "./world.ts";

/** What to set up. */
export interface SiteOptions {
  readonly name: string;
  readonly setup: Setup;
  readonly chance: Chance;
  /** Readers at a time. @default 8 */
  readonly concurrency?: number;
}

/** What only the faults know, and the ledger needs. */
export type Told = Pick<Facts, "damage" | "areClocksRight" | "causes" | "mostBytes">;

/** Longest that the logs of the dead may take: a process looks for them when it starts, and then every minute. */
const PEACE_MS = 90_000;

/** What one start leaves when its deadline comes, the next one finishes; more than this many it must not take. */
const STARTS = 3;

/** A deployment of its own in the world: an empty database, a spool, the service and its readers. None runs yet. */
export class Site {
  /** Directory of all its files. */
  readonly room: string;
  readonly spool: string;
  readonly load: Load;
  readonly fleet: Fleet;
  readonly #world: World;
  readonly #setup: Setup;

  private constructor(
    world: World,
    { setup, chance, concurrency }: SiteOptions,
    room: string,
    stores: readonly string[],
  ) {
    this.#world = world;
    this.#setup = setup;
    this.room = room;
    this.spool = join(room, "spool");
    this.load = new Load(world.reference, chance, concurrency);
    const env = {
      PROBITY_CLICKHOUSE_URL: world.proxy.url,
      PROBITY_CLICKHOUSE_PASSWORD: world.database.password,
      PROBITY_PSEUDONYM_KEY: `hex:${randomBytes(32).toString("hex")}`,
    };
    this.fleet = new Fleet({
      stores,
      probity: this.#configuration,
      env,
      directory: room,
      load: this.load,
    });
  }

  static async make(world: World, options: SiteOptions): Promise<Site> {
    await world.database.empty();
    const room = await world.room(options.name);
    const site = new Site(world, options, room, await world.stores(options.setup.places));
    await writeConfiguration(site.#configuration, options.setup, { spool: site.spool, spill: site.#spill });
    const diskBytes = options.setup.spool?.diskBytes;
    if (diskBytes !== undefined) mount(site.spool, diskBytes);
    return site;
  }

  get #configuration(): string {
    return join(this.room, "probity.yaml");
  }

  get #spill(): string {
    return join(this.room, "spill");
  }

  /** Segments that are still there. */
  get leftovers(): readonly string[] {
    return [...segmentsBelow(this.spool), ...segmentsBelow(this.#spill)];
  }

  /** Nothing goes wrong any more: whoever runs finishes all that was left, and ends. */
  async windDown(): Promise<void> {
    await this.load.stop();
    await this.#world.proxy.accept();
    for (let starts = 0; starts < STARTS && (starts === 0 || this.leftovers.length > 0); starts += 1) {
      await this.fleet.startAll();
      const areDeadGone = (): boolean => logsBelow(this.spool).length <= this.fleet.running.length;
      await until("the logs of the dead to be shipped", () => (areDeadGone() ? true : undefined), PEACE_MS);
      await this.fleet.stopAll();
    }
  }

  /** Ends whatever runs, however that goes on. */
  async abandon(): Promise<void> {
    this.#world.proxy.calm();
    await this.fleet.killAll();
    await this.load.stop();
  }

  /** Everything that is known, once no process runs any more. */
  async facts(told: Told): Promise<Facts> {
    const { database } = this.#world;
    await database.settled();
    return {
      ...told,
      hasSpool: this.#setup.spool !== undefined,
      lives: this.fleet.lives.map(({ end, truth, peakBytes }, at) => ({
        number: at + 1,
        end,
        truth,
        peakBytes,
      })),
      sent: this.load.exchanges.map((exchange) => sentOf(exchange, this.fleet)),
      decisions: await database.decisions(),
      others: await database.others(),
      gaps: await database.gaps(),
      leftovers: this.leftovers,
    };
  }

  /** What every process said last. */
  get lastWords(): string {
    return this.fleet.lives.map(({ lastWords }, at) => `life ${at + 1}: ${lastWords}`).join("\n");
  }

  /** Takes its disk away, if it has one of its own. */
  close({ isKept }: { readonly isKept: boolean }): void {
    if (this.#setup.spool?.diskBytes !== undefined)
      unmount(this.spool, isKept ? `${this.spool}-disk` : undefined);
  }
}

function sentOf({ service, ...exchange }: Exchange, fleet: Fleet): Facts["sent"][number] {
  return { ...exchange, life: fleet.lives.indexOf(service) + 1 };
}
