import type { UnmappedCall, UnmappedCalls } from "@probity/clickhouse";

/** A call that no rule maps, with what the test is about. */
export function unmappedCall(changes: Partial<UnmappedCall> = {}): UnmappedCall {
  return {
    service: "book-feed",
    system: "postgresql",
    host: "db.internal",
    database: "shop",
    operation: "SELECT",
    target: "ratings",
    calls: 120,
    failed: 0,
    decisions: 60,
    fields: ["id", "isbn", "rating"],
    first: Date.parse("2026-11-21T09:00:00Z"),
    last: Date.parse("2026-11-21T11:31:04.123Z"),
    ...changes,
  };
}

/** Calls of two services. */
export const someUnmapped: UnmappedCalls = {
  calls: [
    unmappedCall({ target: "readers", fields: ["age", "city"] }),
    unmappedCall({ service: "book-features", target: "readers", fields: ["age"], calls: 2, decisions: 1 }),
  ],
  isComplete: true,
  notToldApart: { calls: 34, decisions: 2 },
};
/** The configuration with what was suggested pasted under its keys, as a person would. */
export function pasted(config: string, suggested: string): string {
  const sections = suggested.split(/^(?=\w+:\n)/m).map((section) => {
    const [key = "", ...lines] = section.split("\n");
    return [key, lines.join("\n")] as const;
  });
  return sections.reduce((text, [key, lines]) => {
    if (key === "") return text;
    return text.includes(`\n${key}\n`)
      ? text.replace(`\n${key}\n`, () => `\n${key}\n${lines}`)
      : `${text}${key}\n${lines}`;
  }, config);
}
