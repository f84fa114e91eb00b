import type { AccountState, Frame, SegmentHeader } from "./frame.ts";
import type { Range } from "./number-set.ts";

/** The header frame that this JSON is; undefined if it is none. */
export function decodeHeader(json: Buffer): Frame | undefined {
  if (json[0] !== 0x7b) return undefined;
  const given = parsed(json.toString("utf8"));
  if (!given) return undefined;
  const { writer, epoch, service, segment, createdAt, cut } = given;
  const state = stateOf(given);
  if (typeof writer !== "string" || typeof service !== "string" || !state) return undefined;
  if (!isCount(epoch) || !isCount(segment) || typeof createdAt !== "number") return undefined;
  if (cut !== undefined && !isCut(cut)) return undefined;
  const header = { writer, epoch, service, segment, createdAt, ...state, ...(cut && { cut }) };
  return { kind: "header", header };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function stateOf({ next, open }: Readonly<Record<string, unknown>>): AccountState | undefined {
  if (!isRecord(next) || !isRecord(open)) return undefined;
  const areNumbers = Object.values(next).every(isCount);
  const areRanges = Object.values(open).every((ranges) => Array.isArray(ranges) && ranges.every(isRange));
  return areNumbers && areRanges ? ({ next, open } as AccountState) : undefined;
}

function isRange(value: unknown): value is Range {
  if (!isRecord(value)) return false;
  const { first, last } = value;
  return isCount(first) && isCount(last) && 1 <= first && first <= last;
}

function isCut(value: unknown): value is NonNullable<SegmentHeader["cut"]> {
  return isRecord(value) && isCount(value["segment"]) && isCount(value["end"]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
