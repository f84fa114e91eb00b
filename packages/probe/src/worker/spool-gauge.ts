import type { Reply } from "../protocol.ts";
import type { Timers } from "../timers.ts";
import type { Intake } from "./intake.ts";
import type { OwnLog } from "./own-log.ts";

/** How often it is told how the spool stands, at most, in milliseconds. */
const TELL_EVERY_MS = 1_000;

export interface SpoolGaugeOptions {
  /** Undefined where it can't be opened. */
  readonly log: OwnLog | undefined;
  readonly intake: Pick<Intake, "isSpooling">;
  readonly reply: (reply: Reply) => void;
  readonly timers: Timers;
}

/** Tells how the spool stands: a gauge, for whoever looks now and then. */
export class SpoolGauge {
  readonly #options: SpoolGaugeOptions;
  #isTelling = false;

  constructor(options: SpoolGaugeOptions) {
    this.#options = options;
  }

  tell(): void {
    const { log, intake, reply } = this.#options;
    const { bytes, segments } = log?.spool ?? { bytes: 0, segments: 0 };
    reply({ kind: "spool", isUp: intake.isSpooling, bytes, segments });
  }

  /** Tells within a second, once for all that happens until then. */
  tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#options.timers.after(TELL_EVERY_MS, () => {
      this.#isTelling = false;
      this.tell();
    });
  }
}
