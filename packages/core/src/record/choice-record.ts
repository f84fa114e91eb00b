import { choiceColumns } from "./choice-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The choice record: one row for each choice that a user made. */
export const choiceRecord: RecordTable<typeof choiceColumns> = new RecordTable("choices", 1, choiceColumns);

/** A choice as it is stored. */
export type ChoiceRow = RowOf<typeof choiceColumns>;
