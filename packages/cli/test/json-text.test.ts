import { decisionRecord } from "@probity/core";
import type { ColumnType } from "@probity/core";
import { expect, it } from "vitest";

import { jsonLine } from "../src/json-text.ts";

function momentsIn(name: string, type: ColumnType): string[] {
  if (typeof type === "string") return type.startsWith("DateTime64") ? [name] : [];
  if ("nullable" in type) return momentsIn(name, type.nullable);
  if ("array" in type) return momentsIn(name, type.array);
  if ("tuple" in type) return Object.entries(type.tuple).flatMap(([field, each]) => momentsIn(field, each));
  return [];
}

const moments = Object.entries(decisionRecord.columns).flatMap(([name, { type }]) => momentsIn(name, type));

it.each(moments)("writes %s as ISO 8601 in UTC", (name) => {
  expect(jsonLine({ [name]: 0 })).toBe(`{"${name}":"1970-01-01T00:00:00.000Z"}\n`);
});

it("leaves every other number alone", () => {
  const others = Object.keys(decisionRecord.columns).filter((name) => !moments.includes(name));
  const row = Object.fromEntries(others.map((name, number) => [name, number]));
  expect(JSON.parse(jsonLine(row))).toEqual(row);
});
