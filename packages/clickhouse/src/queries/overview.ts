import { catalogRecord, decisionRecord } from "@probity/core";

import type { Connection, QueryParameters } from "../connection.ts";
import { Selection } from "../selection.ts";
import { inWindow, MINORS, where, type TimeWindow } from "./conditions.ts";
import { countLost } from "./gaps.ts";
import type { Overview } from "./overview-rows.ts";

const { columns } = decisionRecord;
const text = (sql: string) => ({ type: "String", sql }) as const;
const count = (sql: string) => ({ type: "UInt64", sql }) as const;
const decisions = count("count()");

const totals = new Selection({
  decisions,
  subjects: count("uniqExactIf(subject, subject != toFixedString('', 32))"),
  first: { type: { nullable: "DateTime64(3, 'UTC')" }, sql: "minOrNull(ts)" },
  last: { type: { nullable: "DateTime64(3, 'UTC')" }, sql: "maxOrNull(ts)" },
});

const algorithms = new Selection({
  algorithm: columns.algorithm,
  version: columns.version,
  algorithm_type: columns.algorithm_type,
  outlet: columns.outlet,
  decisions,
  personalised: count("countIf(personalised)"),
  minors: count(`countIf(${MINORS})`),
  flagged: count("countIf(notEmpty(findings))"),
  intervened: count("countIf(notEmpty(interventions))"),
  failed: count("countIf(outcome IN ('aborted', 'failed'))"),
});

const features = new Selection({
  feature: text("if(known.feature = '', concat('#', toString(used.number)), known.feature)"),
  source: text("any(known.source)"),
  codes: { type: catalogRecord.columns.codes.type, sql: "any(known.codes)" },
  personal: { type: "Bool", sql: "any(known.personal)" },
  decisions: count("sum(used.decisions)"),
});

const unregistered = new Selection({ source: text("unknown.source"), name: text("unknown.name"), decisions });

const finding = columns.findings.type.array.tuple;
const findings = new Selection({
  rule: text("finding.rule"),
  severity: { type: finding.severity, sql: "finding.severity" },
  mode: { type: finding.mode, sql: "finding.mode" },
  decisions: count("uniqExact(id)"),
});

const modes = new Selection({ mode: columns.mode, decisions });

const hold = columns.holds.type.array.tuple;
const holds = new Selection({
  rule: text("hold.rule"),
  action: { type: hold.action, sql: "hold.action" },
  mode: { type: hold.mode, sql: "hold.mode" },
  decisions: count("uniqExact(id)"),
  features: count("sum(length(hold.features))"),
  unregistered: count("sum(hold.unregistered)"),
  tags: count("sum(hold.tags)"),
  items: count("sum(hold.items)"),
});

const ageBands = new Selection({
  age_band: columns.age_band,
  decisions,
  minor_mode: count("countIf(minor_mode)"),
});

const interventions = new Selection({
  kind: { type: columns.interventions.type.array.tuple.kind, sql: "intervention.kind" },
  times: decisions,
  decisions: count("uniqExact(id)"),
});

const inputFaults = new Selection({ name: text("fault"), decisions });

/** @internal Sums up a window. Eleven queries, each of its own moment: rows that arrive meanwhile may be in some. */
export async function readOverview(connection: Connection, window: TimeWindow): Promise<Overview> {
  const { database } = connection;
  const { sql: inside, params } = where([inWindow(window)]);
  const table = `${database}.decisions`;
  const sum = <Row>(selection: Summing<Row>, of: string, by: string, rest = ""): Promise<Row[]> =>
    selection.from(connection, `${of} GROUP BY ${by} ORDER BY decisions DESC, ${by} ${rest}`, params);

  const used = `(
      SELECT catalog, number, count() AS decisions
      FROM ${table}
      ARRAY JOIN arrayDistinct(arrayConcat(features_declared, features_read, features_span)) AS number
      ${inside}
      GROUP BY catalog, number
    ) AS used
    LEFT ANY JOIN ${database}.catalog_features AS known
      ON known.catalog = used.catalog AND known.number = used.number`;

  const [[total], lost, ...lists] = await Promise.all([
    totals.from(connection, `${table} ${inside}`, params),
    countLost(connection, window),
    sum(algorithms, `${table} ${inside}`, "algorithm, version, algorithm_type, outlet"),
    sum(features, used, "feature", "LIMIT 50"),
    sum(unregistered, `${table} ARRAY JOIN unregistered AS unknown ${inside}`, "source, name", "LIMIT 50"),
    sum(findings, `${table} ARRAY JOIN findings AS finding ${inside}`, "rule, severity, finding.mode"),
    sum(ageBands, `${table} ${inside}`, "age_band"),
    sum(interventions, `${table} ARRAY JOIN interventions AS intervention ${inside}`, "kind"),
    sum(inputFaults, `${table} ARRAY JOIN input_faults AS fault ${inside}`, "name"),
    sum(modes, `${table} ${inside}`, "mode"),
    sum(holds, `${table} ARRAY JOIN holds AS hold ${inside}`, "rule, action, hold.mode"),
  ]);
  return {
    ...(total ?? { decisions: 0, subjects: 0, first: null, last: null }),
    algorithms: lists[0],
    features: lists[1],
    unregistered: lists[2],
    findings: lists[3],
    age_bands: lists[4],
    interventions: lists[5],
    input_faults: lists[6],
    modes: lists[7],
    holds: lists[8],
    lost,
  };
}

interface Summing<Row> {
  from(connection: Connection, rest: string, params: QueryParameters): Promise<Row[]>;
}
