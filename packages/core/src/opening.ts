import type { Algorithm, Outlet } from "./algorithm.ts";
import { EncodedCells } from "./cells.ts";
import { type DetailFacts, NO_DETAILS } from "./details.ts";
import type { Purpose } from "./record/decision-record.ts";
import type { Judge } from "./rule-port.ts";

/** An algorithm made ready for the request path. */
export interface CompiledAlgorithm {
  readonly algorithm: Algorithm;
  readonly judge: Judge | undefined;
  readonly tally: AlgorithmTally;
}

/** How many decisions of an algorithm were recorded. */
export interface AlgorithmTally {
  readonly name: string;
  recorded: number;
}

/** What a decision is opened with. Many share one: what of the row follows from it is encoded once. */
export interface Opening {
  readonly compiled: CompiledAlgorithm;
  readonly outlet: Outlet | undefined;
  readonly purpose: Purpose;
  readonly route: string;
  /** What the algorithm and the outlet say of its decisions. */
  readonly details: DetailFacts;
  /** {@link OPENING_COLUMNS}, encoded. */
  readonly cells: EncodedCells;
  /** Names of what was handed in and could not be taken as it was. */
  readonly faults: readonly string[];
}

/** The columns that an opening fills: neighbours in the record. */
export const OPENING_COLUMNS = [
  "route",
  "algorithm",
  "version",
  "algorithm_type",
  "filing",
  "service_class",
  "rules",
  "purpose",
  "outlet",
  "product",
  "form",
  "access_path",
  "function",
  "surface",
] as const;

/** Throws a `CoreError` where something of the algorithm or the outlet can't be recorded. */
export function openingCells(
  opening: Pick<Opening, "compiled" | "outlet" | "purpose" | "route">,
): EncodedCells {
  const { compiled, outlet, purpose, route } = opening;
  const { id, version, type, filing = "", serviceClass = "general" } = compiled.algorithm;
  return EncodedCells.of({
    route,
    algorithm: id,
    version,
    algorithm_type: type,
    filing,
    service_class: serviceClass,
    rules: compiled.judge?.rules ?? "",
    purpose,
    outlet: outlet?.id ?? "",
    product: outlet?.product ?? "",
    form: outlet?.form ?? "other",
    access_path: outlet?.path ?? [],
    function: outlet?.function ?? "",
    surface: outlet?.surface ?? "other",
  });
}

/** What is known of a decision's details before anybody describes it. */
export function openingDetails({ algorithm }: CompiledAlgorithm): DetailFacts {
  const { audience, significant = false, reviewRoute = "" } = algorithm;
  if (audience === undefined && !significant && reviewRoute === "") return NO_DETAILS;
  return { ...NO_DETAILS, pool: audience ?? "unknown", significant, reviewRoute };
}
