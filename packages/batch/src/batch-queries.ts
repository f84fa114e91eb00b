/** What rules ask of stored records: the store answers, and each answer goes with its query. */
export type { BatchAnswer as Answer, BatchQueries, BatchWindow as Window } from "@probity/clickhouse";
