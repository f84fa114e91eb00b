import { decisionColumns } from "./decision-columns.ts";
import type { ValueOf } from "./column-type.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

type DecisionColumns = typeof decisionColumns;

/** The decision record: one row per decision. */
export const decisionRecord: RecordTable<DecisionColumns> = new RecordTable("decisions", 3, decisionColumns);

/** A decision as it is stored. */
export type DecisionRow = RowOf<DecisionColumns>;

type Field<K extends keyof DecisionColumns> = ValueOf<DecisionColumns[K]["type"]>;

export type AlgorithmType = Field<"algorithm_type">;
export type ServiceClass = Field<"service_class">;
export type Purpose = Field<"purpose">;
export type OutletForm = Field<"form">;
export type Surface = Field<"surface">;
export type AgeBand = Field<"age_band">;
export type AgeSource = Field<"age_source">;
export type Outcome = Field<"outcome">;
/** How a use of data is known: the service said so, a tracked read saw it, a span told. */
export type Observation = Field<"calls">[number]["how"];
export type InterventionKind = Field<"interventions">[number]["kind"];
export type Severity = Field<"findings">[number]["severity"];
export type Action = Field<"findings">[number]["action"];
export type RuleMode = Field<"findings">[number]["mode"];
/** What enforced rules made of a decision: as requested, the non-personalised path, or no answer but the refusal. */
export type DecisionMode = Field<"mode">;
/** The pool of content, or the variant of the model, that served. */
export type Pool = Field<"pool">;
/** What a rule held back of a decision, or would have. */
export type HoldRow = Field<"holds">[number];
