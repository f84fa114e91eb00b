import { isName } from "./input-check.ts";
import type { CoverageRow } from "./record/coverage-record.ts";

/** A route of the configuration. */
export interface CoveredRoute {
  readonly method: string;
  /** Route pattern. */
  readonly path: string;
  readonly algorithm: string;
}

/** Why a request did not become a decision. */
export type UncoveredReason =
  /** Its route is not in the configuration. */
  | "not_configured"
  /** The decision could not be opened, or was not recorded: a fault of ours. */
  | "fault"
  /** It was handled as a part of another request's decision in the same process. */
  | "nested";

/** One request, when it is known what became of it. */
export interface CoveredRequest {
  readonly method: string;
  /** Route pattern, from the configuration or the framework; empty where none is known. Never a path. */
  readonly route: string;
  readonly became: "decision" | "remote_call" | UncoveredReason;
  /** Its answer was JSON. @default false */
  readonly isJson?: boolean;
}

/** What one statement of coverage says, without what is of the writer. */
export type CoverageFacts = Pick<
  CoverageRow,
  "method" | "route" | "algorithm" | "requests" | "decisions" | "remote_calls" | "lists" | "reasons"
>;

interface Count {
  readonly method: string;
  readonly route: string;
  readonly algorithm: string;
  requests: number;
  decisions: number;
  remoteCalls: number;
  lists: number;
  readonly reasons: Map<UncoveredReason, number>;
}

/** Routes beside the configured ones that are counted apart; those that come after are one. */
const MOST_ROUTES = 512;
/** Stands for what has no name, or none that can be told apart. */
const ANY = "*";

/** Counts what became of requests, by route. */
export class CoverageTally {
  readonly #configured: readonly CoveredRoute[];
  readonly #counts: Map<string, Count> = new Map();
  #isEmpty = true;

  constructor(routes: readonly CoveredRoute[]) {
    this.#configured = routes;
    this.#begin();
  }

  /** Whether nothing was counted since the last time. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  count({ method, route, became, isJson = false }: CoveredRequest): void {
    const count = this.#countOf(method, route);
    this.#isEmpty = false;
    count.requests += 1;
    if (became === "decision") count.decisions += 1;
    else if (became === "remote_call") count.remoteCalls += 1;
    else count.reasons.set(became, (count.reasons.get(became) ?? 0) + 1);
    if (isJson && became !== "decision") count.lists += 1;
  }

  /** What was counted since the last time: every configured route, and the others that somebody asked for. */
  take(): readonly CoverageFacts[] {
    const facts = Array.from(this.#counts.values(), factsOf);
    this.#counts.clear();
    this.#begin();
    return facts;
  }

  #begin(): void {
    this.#isEmpty = true;
    for (const { method, path, algorithm } of this.#configured) this.#add(method, path, algorithm);
  }

  #countOf(method: string, route: string): Count {
    const known = this.#counts.get(keyOf(method, route));
    if (known) return known;
    const isRoom = this.#counts.size < this.#configured.length + MOST_ROUTES;
    return this.#of(isName(method) && isRoom ? method : ANY, isName(route) && isRoom ? route : ANY);
  }

  #of(method: string, route: string): Count {
    return this.#counts.get(keyOf(method, route)) ?? this.#add(method, route, "");
  }

  #add(method: string, route: string, algorithm: string): Count {
    const counts = { requests: 0, decisions: 0, remoteCalls: 0, lists: 0 };
    const count: Count = { method, route, algorithm, ...counts, reasons: new Map() };
    this.#counts.set(keyOf(method, route), count);
    return count;
  }
}

function keyOf(method: string, route: string): string {
  return `${method} ${route}`;
}

function factsOf({
  method,
  route,
  algorithm,
  requests,
  decisions,
  remoteCalls,
  lists,
  reasons,
}: Count): CoverageFacts {
  return {
    method,
    route,
    algorithm,
    requests,
    decisions,
    remote_calls: remoteCalls,
    lists,
    reasons: Array.from(reasons, ([reason, times]) => ({ reason, requests: times })),
  };
}
