/**
 * Minutes since midnight in Shanghai. Plain arithmetic is right, and needs no Date or Intl on the request path:
 * Asia/Shanghai has been UTC+8 all year round since it gave up summer time in 1991, and no decision is older than that.
 */
export function minuteOfDay(at: number): number {
  return Math.floor(at / MS_PER_MINUTE + SHANGHAI_OFFSET_MINUTES) % MINUTES_PER_DAY;
}

const MS_PER_MINUTE = 60_000;
const SHANGHAI_OFFSET_MINUTES = 8 * 60;
const MINUTES_PER_DAY = 24 * 60;
