import {
  decisionRecord,
  type AlgorithmType,
  type OutletForm,
  type Purpose,
  type ServiceClass,
  type Surface,
} from "@probity/core";
import { rulePacks, taxonomy } from "@probity/rules";

const { columns } = decisionRecord;

/** Legal types that an algorithm can be declared with. */
export const algorithmTypes: readonly Exclude<AlgorithmType, "unknown">[] = members(
  columns.algorithm_type,
).filter((type) => type !== "unknown");
export const purposes: readonly Purpose[] = members(columns.purpose);
export const serviceClasses: readonly ServiceClass[] = members(columns.service_class);
export const outletForms: readonly OutletForm[] = members(columns.form);
export const surfaces: readonly Surface[] = members(columns.surface);

/** Codes of the taxonomy of sensitive data. */
export const sensitivityCodes: readonly string[] = taxonomy.map(({ code }) => code);

/** Ids of the rules, by pack. */
export const rulesByPack: ReadonlyMap<string, readonly string[]> = new Map(
  [...rulePacks].map(([id, { rules }]) => [id, rules.map((rule) => rule.id)]),
);

function members<Member extends string>(column: {
  readonly type: { readonly enum8: Readonly<Record<Member, number>> };
}): Member[] {
  return Object.keys(column.type.enum8) as Member[];
}
