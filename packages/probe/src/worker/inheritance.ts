import type { Inherited, Reply, SpoolSettings } from "../protocol.ts";
import { adoptDead, adoptedLogs } from "../spool/adopt.ts";
import { sizeOfLog } from "../spool/remove-log.ts";
import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import type { LogShipper } from "./log-shipper.ts";
import { takeOver } from "./take-over.ts";

/** How often it is looked for logs of processes that died, in milliseconds. */
const LOOK_EVERY_MS = 60_000;

export interface InheritanceOptions {
  readonly settings: SpoolSettings;
  readonly shipper: LogShipper;
  readonly reply: (reply: Reply) => void;
  readonly onFault: (fault: unknown) => void;
  /** Told how many bytes are left of what the dead left. */
  readonly onSize: (bytes: number) => void;
  readonly timers: Timers;
  readonly wallClock: () => number;
}

/** Finishes what processes left that are no more: at once, and again and again, because others may die later. */
export class Inheritance {
  readonly #options: InheritanceOptions;
  readonly #nextLook: Alarm;

  constructor(options: InheritanceOptions) {
    this.#options = options;
    this.#nextLook = new Alarm(options.timers);
  }

  async watch(): Promise<never> {
    for (;;) {
      await this.look();
      await this.#nextLook.sleep(LOOK_EVERY_MS);
    }
  }

  /** One look; resolves once all that was found is stored. Never rejects. */
  async look(): Promise<void> {
    const { settings, onFault } = this.#options;
    try {
      await adoptDead(settings.root, settings.directory, onFault);
      this.#tellSize();
      for (const directory of adoptedLogs(settings.directory)) await this.#ship(directory);
    } catch (fault) {
      onFault(fault);
    }
  }

  #tellSize(): void {
    const logs = adoptedLogs(this.#options.settings.directory);
    this.#options.onSize(logs.reduce((sum, directory) => sum + sizeOfLog(directory), 0));
  }

  async #ship(directory: string): Promise<void> {
    const { settings, shipper, reply, onFault, wallClock } = this.#options;
    try {
      const { archive } = settings;
      const taken = await takeOver(directory, { shipper, archive, now: wallClock() });
      const tables: Record<string, Inherited> = {};
      for (const [table, { sent, lost }] of Object.entries(taken)) tables[table] = { stored: sent, lost };
      reply({ kind: "inherited", tables });
      this.#tellSize();
    } catch (fault) {
      onFault(fault); // it stays where it is, for another look
    }
  }
}
