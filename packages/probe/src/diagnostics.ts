import { describeFault } from "./fault.ts";

const ONE_MINUTE_MS = 60_000;

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
  const told = new Map<string, { readonly at: number; more: number }>();
  return (place, fault) => {
    const key = `${place} ${kindOf(fault)}`;
    const last = told.get(key);
    if (last && now() - last.at < ONE_MINUTE_MS) {
      last.more += 1;
      return;
    }
    told.set(key, { at: now(), more: 0 });
    const { code, message } = describeFault(fault);
    const more = last && last.more > 0 ? ` (${last.more} more like it since the last line)` : "";
    write(`probity: ${place}: ${code}: ${message.replaceAll(/\s*\n\s*/g, " · ")}${more}\n`);
  };
}

// Not the message: it may be another one each time.
function kindOf(fault: unknown): string {
  const { code } = describeFault(fault);
  return fault instanceof Error ? `${code} ${codeOf(fault.cause)}` : code;
}

function codeOf(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
}
