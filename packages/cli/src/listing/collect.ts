import type { Page, PageOptions } from "@probity/clickhouse";

/** Newest first. */
export interface Listing<Row> {
  readonly rows: readonly Row[];
  /** There are older ones. */
  readonly hasMore: boolean;
}

/** Reads one page. */
export type Read<Row> = (page: PageOptions) => Promise<Page<Row>>;

const LARGEST_PAGE = 1000;

/**
 * Reads page by page, until there are `limit` rows. Without a filter of our own, the store gives just what is asked for;
 * with one, pages are as large as they can be.
 */
export async function collect<Row>(
  read: Read<Row>,
  limit: number,
  isWanted?: (row: Row) => boolean,
): Promise<Listing<Row>> {
  const rows: Row[] = [];
  const wanted = isWanted ? limit + 1 : limit;
  let after: string | undefined;
  do {
    const size = isWanted ? LARGEST_PAGE : Math.min(LARGEST_PAGE, limit - rows.length);
    const page = await read({ limit: size, after });
    rows.push(...(isWanted ? page.rows.filter(isWanted) : page.rows));
    after = page.next;
  } while (after !== undefined && rows.length < wanted);
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit || after !== undefined };
}
