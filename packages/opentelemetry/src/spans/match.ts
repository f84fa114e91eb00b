import { type SpanMatch, wildcard } from "@probity/core";
import { pathToRegexp } from "path-to-regexp";
import type { CallFacts, CallPart } from "./call-facts.ts";
import { familyOf, systemOf } from "./systems.ts";

/** Says whether a rule is about a call. */
export type Matcher = (facts: CallFacts, part: CallPart) => boolean;

/** Which calls something is about: first by their kind of system, of which there are few. */
export interface CallMatch {
  readonly isOfSystem: (system: string) => boolean;
  readonly matches: Matcher;
}

/** Makes what a rule says of its calls ready for use. Throws where a route can't be parsed. */
export function compileMatch(match: SpanMatch): CallMatch {
  const tests: Matcher[] = [];
  const { system, host, database, table, key, operation, route } = match;
  if (host !== undefined) tests.push(byHost(host));
  if (database !== undefined) tests.push(byWildcard(database, ({ place }) => place.database));
  if (operation !== undefined) tests.push(byWildcard(operation, ({ content }) => content.operation));
  if (table !== undefined) tests.push(byTable(table));
  if (key !== undefined) tests.push(byWildcard(key, (_facts, part) => part.key));
  if (route !== undefined) tests.push(byRoute(route));
  return {
    isOfSystem: bySystem(system ?? "*"),
    matches: (facts, part) => tests.every((test) => test(facts, part)),
  };
}

export function bySystem(system: string): (system: string) => boolean {
  const isWanted = wildcard(system.includes("*") ? system : familyOf(systemOf(system)));
  return (called) => isWanted(familyOf(called));
}

export function byHost(host: string): Matcher {
  const isWanted = wildcard(host);
  return ({ place: { host: called, port } }) =>
    isWanted(called) || (port !== undefined && isWanted(`${called}:${port}`));
}

/** A table is known by its own name and by that with its schema. */
export function byTable(table: string): Matcher {
  const isWanted = wildcard(table);
  return (_facts, part) => {
    if (part.table === undefined || part.table === "") return false;
    return isWanted(part.table) || isWanted(part.table.slice(part.table.lastIndexOf(".") + 1));
  };
}

export function byRoute(route: string): Matcher {
  const { regexp } = pathToRegexp(route);
  return (_facts, part) => part.path !== undefined && regexp.test(part.path);
}

export function byWildcard(
  pattern: string,
  textOf: (facts: CallFacts, part: CallPart) => string | undefined,
): Matcher {
  const isWanted = wildcard(pattern);
  return (facts, part) => {
    const text = textOf(facts, part);
    return text !== undefined && isWanted(text);
  };
}
