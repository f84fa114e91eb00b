import type { AwaitedStage } from "@probity/core";

/** One way to run a service. */
export interface Variant {
  readonly name: string;
  readonly title: string;
  /** Without one, there is no probe at all. */
  readonly probe?: {
    readonly isSpooled: boolean;
    readonly waitFor?: AwaitedStage;
    /** The service's code knows nothing of it. @default false */
    readonly isZeroCode?: boolean;
  };
  /** Modules that are loaded before the service, in order. @default none */
  readonly preloads?: readonly string[];
}

export const variants: readonly Variant[] = [
  { name: "off", title: "no probe" },
  { name: "on", title: "probe, no spool", probe: { isSpooled: false } },
  { name: "spool", title: "probe with spool", probe: { isSpooled: true } },
  { name: "spooled", title: "waits for spooled", probe: { isSpooled: true, waitFor: "spooled" } },
  { name: "stored", title: "waits for stored", probe: { isSpooled: true, waitFor: "stored" } },
];

/** Longer than any wait should be: an answer that does not reach its stage by then is a failure, and told as one. */
export const WAIT_DEADLINE_MS = 5000;

/**
 * A configuration as this variant has it: under a service name of its own, with or without a spool, and with what
 * answers wait for. Throws where the text is not as expected.
 */
export function configured(text: string, { probe }: Variant, service: string, spool: string): string {
  const sections = text.split(/^(?=[a-z]+:)/m).filter((section) => !section.startsWith("spool:"));
  const named = sections.join("").replace(/^service: .*$/m, `service: ${service}`);
  if (!named.includes(`service: ${service}\n`)) throw new Error("expected a line that begins with service:");
  const spooled = probe?.isSpooled ? `${named}\nspool: { directory: ${JSON.stringify(spool)} }\n` : named;
  if (probe?.waitFor === undefined) return spooled;
  const wait = `    waitFor: ${probe.waitFor}\n    waitDeadlineMs: ${WAIT_DEADLINE_MS}`;
  const waiting = spooled.replace(/^ {4}type: .*$/gm, (type) => `${type}\n${wait}`);
  if (waiting === spooled) throw new Error("expected algorithms with a line of four blanks and type:");
  return waiting;
}
