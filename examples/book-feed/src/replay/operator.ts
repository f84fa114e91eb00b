import type { Dataset } from "../data/dataset.ts";
import { BookFeedError } from "../errors.ts";

const day = 86_400_000;

/**
 * What an operator does before the replay, as bodies for the admin API, on the best loved books. All is in order but
 * one boost in the feed, which has neither approver nor ticket nor end. The last pin has run out, and must do nothing.
 */
export function operatorActions(dataset: Dataset, now: number): readonly Record<string, unknown>[] {
  const loved = bestLoved(dataset);
  const isbn = (place: number): string | undefined => loved[place % loved.length];
  const inOrder = {
    approver: "editor-in-chief",
    validFrom: new Date(now - day).toISOString(),
    validTo: new Date(now + 7 * day).toISOString(),
  };
  return [
    {
      kind: "pin",
      surface: "hot",
      isbn: isbn(9),
      position: 1,
      reason: "reading week",
      ticket: "OPS-101",
      ...inOrder,
    },
    {
      kind: "boost",
      surface: "feed",
      isbn: isbn(3),
      factor: 1.5,
      reason: "prize winner",
      ticket: "OPS-102",
      ...inOrder,
    },
    {
      kind: "demote",
      surface: "feed",
      isbn: isbn(0),
      factor: 0.5,
      reason: "shown enough",
      ticket: "OPS-103",
      ...inOrder,
    },
    {
      kind: "remove",
      surface: "hot",
      isbn: isbn(1),
      reason: "edition recalled",
      ticket: "OPS-104",
      ...inOrder,
    },
    {
      kind: "boost",
      surface: "search",
      isbn: isbn(2),
      factor: 2,
      reason: "new edition",
      ticket: "OPS-105",
      ...inOrder,
    },
    { kind: "boost", surface: "feed", isbn: isbn(20), factor: 1.5, reason: "asked for by phone" },
    {
      kind: "pin",
      surface: "hot",
      isbn: isbn(15),
      position: 2,
      reason: "last month's campaign",
      ticket: "OPS-090",
      ...inOrder,
      validFrom: new Date(now - 30 * day).toISOString(),
      validTo: new Date(now - day).toISOString(),
    },
  ];
}

/** Has the operator make the interventions; throws `SERVICE_REFUSED` if the service does not take one. */
export async function operate(url: string, actions: readonly Record<string, unknown>[]): Promise<void> {
  for (const action of actions) {
    const response = await fetch(`${url}/admin/interventions`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-operator": "operator-7" },
      body: JSON.stringify(action),
    });
    const answer = await response.text();
    if (response.status !== 201) {
      throw new BookFeedError(
        "SERVICE_REFUSED",
        `the service refused a ${String(action["kind"])}: ${answer}`,
      );
    }
  }
}

/** ISBNs by how many readers rated the book 8 or better, most first. */
function bestLoved({ books, ratings }: Dataset): readonly string[] {
  const counts = new Map(books.map(({ isbn }) => [isbn, 0]));
  for (const { isbn, rating } of ratings) if (rating >= 8) counts.set(isbn, (counts.get(isbn) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, more], [b, less]) => less - more || (a < b ? -1 : 1))
    .map(([isbn]) => isbn);
}
