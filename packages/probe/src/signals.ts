/** What a probe does when the process is asked to end. */
export interface Drainable {
  /** Hands over what was gathered, at once. */
  flush(): void;
  /** Ends the probe, within its deadline. Must not reject. */
  close(): Promise<unknown>;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** Marks listeners of ours, also of another installed copy. */
const OURS: unique symbol = Symbol.for("@probity/probe/drain");

type Listener = NodeJS.SignalsListener & { [OURS]?: true };

/**
 * Has a probe drained when the process gets a signal that would end it, and then lets the signal end it as it would
 * have. Where somebody else listens for the signal, they decide what happens: what was gathered is handed over, and our
 * listener steps aside. A second signal ends the process at once. Gives what takes the listeners off again.
 */
export function drainOnSignals(probe: Drainable): () => void {
  let isDraining = false;
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
  const raise = (signal: NodeJS.Signals): void => {
    stop();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const listener: Listener = (signal) => {
    probe.flush();
    if (process.listeners(signal).some((each: Listener) => each[OURS] !== true))
      process.off(signal, listener);
    else if (isDraining) raise(signal);
    else {
      isDraining = true;
      void probe.close().finally(() => raise(signal));
    }
  };
  listener[OURS] = true;
  // First of all: a listener that is called once is gone from the list when it has been, and those that end the process
  // themselves do so only where they are alone.
  for (const signal of SIGNALS) process.prependListener(signal, listener);
  return stop;
}
