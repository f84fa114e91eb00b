import { choiceRecord, type ChoiceRow } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { ofSubject, where } from "../conditions.ts";
import { pageLimit, readPage, type Listing, type Page, type PageOptions } from "../page.ts";
import { ArrivalReader, type ArrivalCursor, type Arrivals } from "./arrivals.ts";

/** Whose choices to read, and how many users' at a time. */
export interface CurrentChoicesOptions {
  /** The subject's pseudonym: 64 hexadecimal digits. @default everybody's */
  readonly subject?: string | undefined;
  /** Users on the page, up to 1000. @default 1000 */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

const { columns } = choiceRecord;
const choices = new Selection(columns);
const subjects = new Selection({ subject: columns.subject });
const arrivals = new ArrivalReader(choiceRecord);

const CHOICES: Listing = { table: "choices", key: { writer: "UUID", epoch: "UInt32", seq: "UInt64" } };

/** Choices of one group undo each other. */
const GROUP = `multiIf(
  kind IN ('personalisation_off', 'personalisation_on'), 1,
  kind IN ('tag_deleted', 'tag_blocked', 'tag_restored'), 2,
  3)`;
const SCOPE = `subject, ${GROUP}, outlet, code, tag`;

/** @internal What holds of each user: the last choice of each kind and scope, in the order of pseudonyms. */
export async function readCurrentChoices(
  connection: Connection,
  { subject, limit, after }: CurrentChoicesOptions,
): Promise<Page<ChoiceRow>> {
  const table = `${connection.database}.choices`;
  const most = pageLimit(limit ?? 1000);
  const { sql, params } = where([ofSubject(subject), afterSubject(after)]);
  // The order of the table is that of the subjects: only so much of it is read as the page takes.
  const page = await subjects.from(
    connection,
    `${table} ${sql} ORDER BY subject LIMIT 1 BY subject LIMIT ${most + 1}`,
    params,
  );
  const last = page.slice(0, most).at(-1)?.subject;
  if (last === undefined) return { rows: [], next: undefined };
  const upTo = { sql: "subject <= unhex({last:String})", params: { last } };
  const shown = where([ofSubject(subject), afterSubject(after), upTo]);
  const rows = await choices.from(
    connection,
    `${table} ${shown.sql}
    ORDER BY ${SCOPE}, chosen_at DESC, ts DESC, writer DESC, epoch DESC, seq DESC
    LIMIT 1 BY ${SCOPE}`,
    shown.params,
  );
  return { rows, next: page.length > most ? last : undefined };
}

/** @internal All that a user ever chose, newest first. */
export async function listChoices(
  connection: Connection,
  subject: string,
  options: PageOptions,
): Promise<Page<ChoiceRow>> {
  return readPage(connection, CHOICES, choices, [ofSubject(subject)], options);
}

/** @internal What `Store.choicesSince` promises. */
export async function readChoicesSince(
  connection: Connection,
  cursor: ArrivalCursor | undefined,
): Promise<Arrivals<ChoiceRow>> {
  if (cursor === undefined) return { rows: [], cursor: await arrivals.start(connection) };
  return arrivals.read(connection, cursor);
}

function afterSubject(after: string | undefined): ReturnType<typeof ofSubject> {
  const condition = ofSubject(after);
  return condition && { sql: "subject > unhex({after:String})", params: { after: after ?? "" } };
}
