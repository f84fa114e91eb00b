import type { TimeWindow, UnmappedCalls } from "@probity/clickhouse";
import type { Config } from "@probity/config";

import type { StorePort } from "../ports.ts";
import { suggestionsFor, type Suggestions } from "./suggestions.ts";

/** What no rule maps, and what would. */
export interface UnmappedReport extends UnmappedCalls {
  /** By service, in the order of their calls. */
  readonly suggestions: ReadonlyMap<string, Suggestions>;
}

/** Reads what no rule maps. What the configuration declares is known of its own service only. */
export async function readUnmapped(
  store: StorePort,
  service: string | undefined,
  window: TimeWindow,
  config: Config | undefined,
): Promise<UnmappedReport> {
  const found = await store.unmapped({ service }, window);
  const services = new Set(found.calls.map((call) => call.service));
  const suggestions = [...services].map((name) => {
    const known = config?.service === name ? config.catalog : { sources: [], features: [] };
    const calls = found.calls.filter((call) => call.service === name);
    return [name, suggestionsFor(calls, known)] as const;
  });
  return { ...found, suggestions: new Map(suggestions) };
}
