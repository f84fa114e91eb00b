import { isMinor, type OpenedFacts, type SubjectFacts } from "@probity/core";
import { RulesError } from "../errors.ts";
import { minuteOfDay } from "../shanghai-clock.ts";
import type { RuleScope } from "../rule.ts";
import type { DeclaredConditions } from "./declared-rule.ts";

/** Whether a decision meets the conditions. */
type Test = (opened: OpenedFacts) => boolean;

/**
 * Makes the conditions ready: first for an algorithm on an outlet, which gives `undefined` where they can't be met there,
 * then for decisions. Throws a `RulesError` `INVALID_RULE` for hours that are none.
 */
export function conditionsOf(when: DeclaredConditions, rule: string): (scope: RuleScope) => Test | undefined {
  const { algorithms, outlets, serviceClasses } = when;
  const tests = testsOf(when, rule);
  return ({ algorithm, outlet }) => {
    const isHere =
      isAmong(algorithms, algorithm.id) &&
      isAmong(outlets, outlet?.id ?? "") &&
      isAmong(serviceClasses, algorithm.serviceClass ?? "general");
    return isHere ? (opened) => tests.every((test) => test(opened)) : undefined;
  };
}

function testsOf({ purposes, surfaces, ageBands, hours, ...when }: DeclaredConditions, rule: string): Test[] {
  const tests: Test[] = [];
  if (purposes) tests.push(({ purpose }) => purposes.includes(purpose));
  if (surfaces) tests.push(({ surface }) => surfaces.includes(surface));
  if (ageBands) tests.push(({ subject }) => ageBands.includes(subject.ageBand));
  if (when.minor !== undefined) tests.push(({ subject }) => isMinor(subject) === when.minor);
  for (const flag of FLAGS) {
    const wanted = when[flag];
    if (wanted !== undefined) tests.push(({ subject }) => subject[flag] === wanted);
  }
  if (hours) tests.push(duringHours(hours, rule));
  return tests;
}

const FLAGS = [
  "minorMode",
  "elderMode",
  "guardianConsent",
  "personalisationOff",
] as const satisfies readonly (keyof SubjectFacts & keyof DeclaredConditions)[];

function duringHours({ from, to }: { readonly from: string; readonly to: string }, rule: string): Test {
  const first = minuteOf(from, rule);
  const last = minuteOf(to, rule);
  if (first <= last) {
    return ({ openedAt }) => {
      const minute = minuteOfDay(openedAt);
      return minute >= first && minute < last;
    };
  }
  return ({ openedAt }) => {
    const minute = minuteOfDay(openedAt);
    return minute >= first || minute < last;
  };
}

function minuteOf(time: string, rule: string): number {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  if (minutes <= 24 * 60) return minutes;
  throw new RulesError(
    "INVALID_RULE",
    `rule ${rule} has hours from or to ${JSON.stringify(time)}; a time of day is written HH:MM, 00:00 to 24:00`,
  );
}

function isAmong<T>(list: readonly T[] | undefined, value: T): boolean {
  return list === undefined || list.includes(value);
}
