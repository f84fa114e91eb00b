/** Fields of records and of overviews that hold a moment, in milliseconds since the epoch. */
const MOMENTS: ReadonlySet<string> = new Set([
  "ts",
  "at",
  "consent_withdrawn_at",
  "personalisation_off_at",
  "valid_from",
  "valid_to",
  "first",
  "last",
  "from",
  "to",
  "chosen_at",
  "requested_at",
  "first_applied_at",
  "last_applied_at",
  "approved_at",
  "rejected_at",
  "revoked_at",
  "opened_at",
  "reopened_at",
  "first_reply_at",
  "closed_at",
  "reply_due_at",
  "close_due_at",
]);

/** One line of JSON. Moments are ISO 8601 in UTC; a score that was not given is null. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value, momentsAsText)}\n`;
}

function momentsAsText(key: string, value: unknown): unknown {
  return typeof value === "number" && MOMENTS.has(key) ? new Date(value).toISOString() : value;
}
