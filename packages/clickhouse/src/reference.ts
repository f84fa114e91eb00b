import {
  catalogRecord,
  choiceRecord,
  clickhouseType,
  controlChangeRecord,
  coverageRecord,
  decisionRecord,
  feedbackRecord,
  findingRecord,
  gapRecord,
  interventionRecord,
  listSnapshotRecord,
  remoteCallRecord,
} from "@probity/core";
import type { Columns, ColumnType } from "@probity/core";

interface Described {
  readonly name: string;
  readonly version: number;
  readonly columns: Columns;
}

interface Section {
  readonly record: Described;
  readonly about: string;
}

const SECTIONS: readonly Section[] = [
  {
    record: decisionRecord,
    about: "One row for each decision: one handling of one request by one algorithm.",
  },
  {
    record: remoteCallRecord,
    about:
      "One row for each request that a service handled as a part of another service's decision. Which decision that is, " +
      "the caller's baggage says: a claim, which the trace id and the decision's own record bear out or don't.",
  },
  {
    record: coverageRecord,
    about:
      "One row for each route of a process and each minute: how many requests came, how many of them became decisions, " +
      "and why the others did not.",
  },
  {
    record: catalogRecord,
    about:
      "One row for each feature of each version of the data catalog. Decisions name features by their number in the " +
      "catalog with the digest that the decision carries.",
  },
  {
    record: gapRecord,
    about:
      "One row for each run of sequence numbers of which no record came. Each number of a writer's epoch, from 1 on, is " +
      "the `seq` of a stored record, or lies in a gap that says why it is not. A record that is stored after all, out of " +
      "quarantine for one, leaves its gap where it is; `Store.gaps()` tells how many of the numbers are stored by now.",
  },
  {
    record: interventionRecord,
    about:
      "One row for each step of a manual intervention, from its proposal on. What holds at a moment follows from the steps: " +
      "the view `intervention_states` works it out.",
  },
  {
    record: choiceRecord,
    about:
      "One row for each choice of a user about personalisation, tags or consent. What holds is the last choice of each " +
      "kind and scope.",
  },
  {
    record: feedbackRecord,
    about:
      "One row for each thing that a user said of a decision, and for each answer to a complaint or an appeal. What the " +
      "user wrote stays with the service.",
  },
  {
    record: findingRecord,
    about:
      "One row for each hit of a rule that looks at stored records: suspected and to be reviewed (疑似 / 待复核), never a " +
      "verdict. It holds the query and its parameters, so that whoever doubts it can run it again.",
  },
  {
    record: controlChangeRecord,
    about:
      "One row for each change of what rules do that was asked for, and one for each process that carried it out, or " +
      "didn't.",
  },
  {
    record: listSnapshotRecord,
    about:
      "One row for each state of a hot list or other ranked list that was shown, with the data that its order was worked " +
      "out from (榜单日志).",
  },
];

/** @internal The reference page of the stored records, as Markdown. */
export function recordReference(): string {
  return [
    "# Records",
    "",
    "<!-- Made by `pnpm --filter @probity/clickhouse reference` out of the column tables in packages/core. -->",
    "",
    "What Probity stores, column by column. Names, types and order are those of the ClickHouse tables and of the rows' " +
      "RowBinary bytes. A column is only ever added, at the end, by a higher record version; `since` says by which.",
    "",
    "`FixedString` columns hold bytes: read them with `lower(hex(…))`, ask for them with `unhex('…')`. Fields of a list " +
      "are named as ClickHouse names them: `items.score` is the list of all scores.",
    "",
    "The ledgers `interventions`, `choices`, `feedback`, `findings`, `control_changes` and `list_snapshots` have a column " +
      "`stored_at` beside: when the row arrived, by the database's clock. It is no part of the record, and `SELECT *` " +
      "leaves it out.",
    ...SECTIONS.flatMap(section),
    "",
  ].join("\n");
}

function section({ record, about }: Section): string[] {
  return [
    "",
    `## ${record.name}`,
    "",
    `${about} Record version ${record.version}.`,
    "",
    "| Column | Type | Since | Meaning |",
    "| --- | --- | --- | --- |",
    ...Object.entries(record.columns).flatMap(([name, { type, since, doc }]) => [
      row(name, shortType(type), String(since), [doc, members(type)]),
      ...fields(name, type),
    ]),
  ];
}

function fields(name: string, type: ColumnType): string[] {
  if (typeof type === "string" || !("array" in type)) return [];
  const element = type.array;
  if (typeof element === "string" || !("tuple" in element)) return [];
  return Object.entries(element.tuple).map(([field, fieldType]) =>
    row(`${name}.${field}`, shortType(fieldType), "", [members(fieldType)]),
  );
}

function row(name: string, type: string, since: string, meaning: readonly string[]): string {
  const text = meaning.filter((part) => part !== "").join(". ");
  return `| \`${name}\` | \`${type}\` | ${since} | ${text.replaceAll("*", "\\*").replaceAll("|", "\\|")} |`;
}

// The members of an enum and the fields of a tuple are told elsewhere.
function shortType(type: ColumnType): string {
  if (typeof type === "string") return type;
  if ("enum8" in type) return "Enum8";
  if ("tuple" in type) return "Tuple";
  if ("array" in type) return `Array(${shortType(type.array)})`;
  return clickhouseType(type);
}

function members(type: ColumnType): string {
  if (typeof type === "string" || !("enum8" in type)) return "";
  const names = Object.entries(type.enum8).map(([name, value]) => `\`${name}\` ${value}`);
  return `One of ${names.join(", ")}`;
}
