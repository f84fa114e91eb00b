import type { AwaitedStage } from "./receipt.ts";
import type { AlgorithmType, OutletForm, Purpose, ServiceClass, Surface } from "./record/decision-record.ts";

/** What decides, in one version: code, model, strategy and the features it declares. */
export interface Algorithm {
  readonly id: string;
  readonly version: string;
  /** Legal type of REG9 art. 2. */
  readonly type: AlgorithmType;
  readonly purpose: Purpose;
  /** Filing number (备案编号). @default "" none */
  readonly filing?: string;
  /** @default "general" */
  readonly serviceClass?: ServiceClass;
  /** Names of the catalog's features that this version declares. @default all of them */
  readonly features?: readonly string[];
  /** How far a decision must have come before its answer goes out. @default it waits for nothing */
  readonly waitFor?: AwaitedStage;
  /** How long an answer may wait for that, in milliseconds; then it goes out all the same. @default 1000 */
  readonly waitDeadlineMs?: number;
}

/** Where a user meets an algorithm: product → path → function, and the place on the page. */
export interface Outlet {
  readonly id: string;
  readonly product: string;
  readonly form: OutletForm;
  /** Steps by which a user gets to the function. @default [] */
  readonly path?: readonly string[];
  readonly function: string;
  readonly surface: Surface;
}
