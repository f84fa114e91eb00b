/**
 * The rules that hold something of what the book feed does: advertisements and profiles of minors, sensitive features,
 * features beyond their purpose, profiles of those who opted out, deleted tags.
 */
export const ENFORCED_RULES: readonly string[] = ["M01", "M02", "S01", "S04", "C01", "L02"];
