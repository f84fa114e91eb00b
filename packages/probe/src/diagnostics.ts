import { describeFault } from "./fault.ts";

const ONE_MINUTE_MS = 60_000;
/** Kinds that are remembered; whoever hands in ever new names must not fill the memory. */
const MOST_KINDS = 1_000;

export interface DiagnosticsOptions {
  /** Takes one line, with its line break. */
  readonly write: (line: string) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * Tells of faults in one line each, and of the same kind of fault at most once a minute, with how many there were
 * since.
 */
export function lineDiagnostics({ write, now }: DiagnosticsOptions): (place: string, fault: unknown) => void {
  const told: Map<string, { readonly at: number; more: number }> = new Map();
  return (place, fault) => {
    const key = `${place} ${kindOf(fault)}`;
    const last = told.get(key);
    if (last && now() - last.at < ONE_MINUTE_MS) {
      last.more += 1;
      return;
    }
    if (told.size >= MOST_KINDS) told.clear();
    told.set(key, { at: now(), more: 0 });
    const { code, message } = describeFault(fault);
    const more = last && last.more > 0 ? ` (${last.more} more like it since the last line)` : "";
    write(`probity: ${place}: ${code}: ${message.replaceAll(/\s*\n\s*/g, " · ")}${more}\n`);
  };
}

// Of a fault with a cause, not the message: it says how many, and is another one each time.
function kindOf(fault: unknown): string {
  const { code, message } = describeFault(fault);
  const cause = fault instanceof Error ? codeOf(fault.cause) : undefined;
  return `${code} ${cause ?? message}`;
}

function codeOf(cause: unknown): string | undefined {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : undefined;
}
