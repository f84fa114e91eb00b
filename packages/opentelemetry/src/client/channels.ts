import { subscribe, unsubscribe } from "node:diagnostics_channel";

/**
 * Listens to diagnostics channels. What a listener throws would be an uncaught exception of the host: it goes to `onFault`.
 * What is given back ends that.
 */
export function listenTo(
  listeners: Readonly<Record<string, (message: never) => void>>,
  onFault: (fault: unknown) => void,
): () => void {
  const stops = Object.entries(listeners).map(([name, listener]) => {
    const safe = (message: unknown): void => {
      try {
        listener(message as never);
      } catch (fault) {
        onFault(fault);
      }
    };
    subscribe(name, safe);
    return () => unsubscribe(name, safe);
  });
  return () => {
    for (const stop of stops) stop();
  };
}
