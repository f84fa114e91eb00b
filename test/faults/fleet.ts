import { join } from "node:path";
import type { Load } from "./load.ts";
import { Service, type ServiceOptions } from "./service.ts";

/** What every process of a fleet is started with. */
export interface FleetOptions {
  /** Feature stores; there is one process at a time for each. */
  readonly stores: readonly string[];
  readonly probity: string;
  readonly env: ServiceOptions["env"];
  readonly directory: string;
  readonly load: Load;
}

/** How one process is started otherwise than the others. */
export type Special = Pick<ServiceOptions, "under" | "writer">;

/** The processes of the service: one after another in each place, all on one spool. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #lives: Service[] = [];
  readonly #places: (Service | undefined)[];
  #clockOffsetMs = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#places = options.stores.map(() => undefined);
  }

  /** Every process there was, the first first. */
  get lives(): readonly Service[] {
    return this.#lives;
  }

  /** The processes that run. */
  get running(): readonly Service[] {
    return this.#places.filter((service) => service !== undefined);
  }

  get places(): number {
    return this.#places.length;
  }

  /** Starts a process and does not wait for it. */
  spawn(place = 0, special: Special = {}): Service {
    const { stores, probity, env, directory } = this.#options;
    const service = new Service({
      postgres: stores[place] ?? "",
      probity,
      env,
      files: join(directory, `life-${this.#lives.length + 1}`),
      clockOffsetMs: this.#clockOffsetMs,
      ...special,
    });
    this.#lives.push(service);
    this.#places[place] = service;
    return service;
  }

  /** Starts a process and sends it requests once it listens. */
  async start(place = 0, special: Special = {}): Promise<Service> {
    const service = this.spawn(place, special);
    const url = await service.listens();
    if (url !== undefined) this.#options.load.add(service, url);
    return service;
  }

  /** Starts whatever does not run. */
  async startAll(): Promise<void> {
    for (const [place, service] of this.#places.entries()) if (!service) await this.start(place);
  }

  /** SIGKILL, with requests under way. False if there was nobody to kill. */
  async kill(place = 0): Promise<boolean> {
    const service = this.#places[place];
    this.#places[place] = undefined;
    if (!service) return false;
    const killed = service.kill();
    this.#options.load.remove(service);
    await killed;
    return true;
  }

  /** SIGTERM, with requests under way; no new ones come, as behind a load balancer. False if there was nobody to stop. */
  async stop(place = 0, deadlineMs?: number): Promise<boolean> {
    const service = this.#places[place];
    this.#places[place] = undefined;
    if (!service) return false;
    this.#options.load.remove(service);
    const { code, signal } = await service.stop(deadlineMs);
    if (code !== 0) throw new Error(`the service ended with ${signal ?? `exit code ${code}`}`);
    return true;
  }

  async stopAll(deadlineMs?: number): Promise<void> {
    await Promise.all(this.#places.map((_, place) => this.stop(place, deadlineMs)));
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#places.map((_, place) => this.kill(place)));
  }

  /** Steps the wall clock of all that run, and of all that will. */
  async setClock(offsetMs: number): Promise<void> {
    this.#clockOffsetMs = offsetMs;
    await Promise.all(this.running.map((service) => service.setClock(offsetMs)));
  }
}
