import type { Algorithm, Outlet } from "./algorithm.ts";
import type { EncodedCells } from "./cells.ts";
import type { Purpose } from "./record/decision-record.ts";
import type { Judge } from "./rule-port.ts";

/** An algorithm made ready for the request path. */
export interface CompiledAlgorithm {
  readonly algorithm: Algorithm;
  readonly judge: Judge | undefined;
  /** The columns from `algorithm` to `rules`. */
  readonly cells: EncodedCells;
  readonly tally: AlgorithmTally;
}

/** How many decisions of an algorithm were recorded. */
export interface AlgorithmTally {
  readonly name: string;
  recorded: number;
}

/** An outlet made ready for the request path. */
export interface CompiledOutlet {
  readonly outlet: Outlet | undefined;
  /** The columns from `outlet` to `surface`. */
  readonly cells: EncodedCells;
}

/** What a decision is opened with: the parts that many share are encoded already. */
export interface Opening {
  readonly compiled: CompiledAlgorithm;
  readonly place: CompiledOutlet;
  readonly purpose: Purpose;
  readonly route: string;
  /** The columns from `trace_id` to `parent`. */
  readonly contextCells: EncodedCells;
}
