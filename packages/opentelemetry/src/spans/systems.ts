import { remembered } from "./remembered.ts";

/** Systems that go by several names. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["postgres", "postgresql"],
  ["pg", "postgresql"],
  ["mongo", "mongodb"],
  ["https", "http"],
]);

/** Ports that say no more than the system does. */
export const USUAL_PORTS: ReadonlySet<number> = new Set([5432, 3306, 6379, 27_017, 9_092]);

/** The name that OpenTelemetry has for a system; `*` for what can be none. */
export const systemOf: (name: string) => string = remembered((name) => {
  const lower = name.toLowerCase();
  return /^[\w.-]{1,64}$/.test(lower) ? (ALIASES.get(lower) ?? lower) : "*";
});

/** MariaDB answers to MySQL's name, because its drivers give that. */
export function familyOf(system: string): string {
  return system === "mariadb" ? "mysql" : system;
}
