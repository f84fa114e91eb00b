import type { UseState } from "./use-state.ts";

/** What the script answered of one stretch: four whole numbers. Throws where it is something else. */
export function parseState(answer: unknown): UseState {
  const text = answer instanceof Uint8Array ? new TextDecoder().decode(answer) : answer;
  const found = typeof text === "string" ? FOUR_NUMBERS.exec(text) : null;
  const [, day, todayMs, continuousMs, last] = found ?? [];
  if (last === undefined)
    throw new TypeError("Redis answered something else than four numbers for each stretch of use");
  return {
    day: Number(day),
    todayMs: Number(todayMs),
    continuousMs: Number(continuousMs),
    last: Number(last),
  };
}

const FOUR_NUMBERS = /^(-?\d{1,16}) (\d{1,16}) (\d{1,16}) (-?\d{1,16})$/;
