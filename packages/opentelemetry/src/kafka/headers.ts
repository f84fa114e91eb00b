import type { KafkaHeaders } from "./types.ts";

/** The value of a header as text; of several, one that is separated by commas; empty without. */
export function headerIn(headers: KafkaHeaders | undefined, name: string): string {
  const value = headers?.[name];
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return value.map((each) => (typeof each === "string" ? each : Buffer.from(each).toString())).join(",");
}
