import {
  decisionRecord,
  ITEM_FLAGS,
  type Action,
  type AgeBand,
  type AlgorithmType,
  type ItemFlag,
  type OutletForm,
  type Purpose,
  type ServiceClass,
  type Severity,
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
export const ageBands: readonly AgeBand[] = members(columns.age_band);

const { severity, action } = columns.findings.type.array.tuple;
export const severities: readonly Severity[] = members({ type: severity });
export const actions: readonly Action[] = members({ type: action });

/** What may be true of an item. */
export const itemFlags: readonly ItemFlag[] = Object.keys(ITEM_FLAGS) as ItemFlag[];

/** Codes of the taxonomy of sensitive data. */
export const sensitivityCodes: readonly string[] = taxonomy.map(({ code }) => code);

/** Those codes, and the classes that they are of: `SPI` and `SPI.MED` of `SPI.MED.COND`. */
export const codesAndClasses: readonly string[] = [
  ...new Set(
    sensitivityCodes.flatMap((code) => {
      const parts = code.split(".");
      return parts.map((_, last) => parts.slice(0, last + 1).join("."));
    }),
  ),
];

/** Ids of the rules, by pack. */
export const rulesByPack: ReadonlyMap<string, readonly string[]> = new Map(
  [...rulePacks].map(([id, { rules }]) => [id, rules.map((rule) => rule.id)]),
);

function members<Member extends string>(column: {
  readonly type: { readonly enum8: Readonly<Record<Member, number>> };
}): Member[] {
  return Object.keys(column.type.enum8) as Member[];
}
