/**
 * For how many days rows are kept, by a table's TTL clause as the server prints it: the shortest of its intervals that
 * deletes. Undefined where there is none, or none that is understood; moving rows to another disk deletes nothing.
 */
export function retentionDays(ttl: string): number | undefined {
  const clauses = ttl
    .split(/,(?![^(]*\))/)
    .filter((clause) => !/\bTO\s+(DISK|VOLUME)\b|\bRECOMPRESS\b/i.test(clause));
  const days = clauses.flatMap((clause) => {
    const called = /toInterval(Second|Minute|Hour|Day|Week|Month|Quarter|Year)\((\d+)\)/i.exec(clause);
    const spelled = /INTERVAL\s+(\d+)\s+(SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)/i.exec(clause);
    const [unit, amount] = called ? [called[1], called[2]] : [spelled?.[2], spelled?.[1]];
    const length = DAYS.get(unit?.toLowerCase() ?? "");
    return length === undefined ? [] : [Number(amount) * length];
  });
  return days.length === 0 ? undefined : Math.round(Math.min(...days) * 1000) / 1000;
}

// Six months of the calendar are what the law asks for, and 184 days the longest of them: so a month is a sixth of that.
const DAYS: ReadonlyMap<string, number> = new Map([
  ["second", 1 / 86_400],
  ["minute", 1 / 1440],
  ["hour", 1 / 24],
  ["day", 1],
  ["week", 7],
  ["month", 184 / 6],
  ["quarter", 184 / 2],
  ["year", 365],
]);
