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
  /** Whom this version is made for: everybody, or minors. @default "general" */
  readonly audience?: "general" | "minors";
  /** The personal information impact assessment (个人信息保护影响评估) that covers this version. @default none */
  readonly pia?: { readonly id: string; /** Milliseconds since the epoch. */ readonly validUntil: number };
  /** Its decisions significantly affect rights and interests. @default false */
  readonly significant?: boolean;
  /** How a user gets a person to review its decisions. @default "" none */
  readonly reviewRoute?: string;
  /** What was filed, as far as it can be held against what runs. @default nothing is known of a filing */
  readonly filed?: FiledScope;
}

/** What of a filing (备案) can be compared with what runs. */
export interface FiledScope {
  /** Ids of the outlets that it covers. */
  readonly outlets: readonly string[];
  /** Versions that run under it. @default any */
  readonly versions?: readonly string[] | undefined;
  /** Names of the features that it names as input. @default any */
  readonly features?: readonly string[] | undefined;
  /** Names of the data sources. @default any */
  readonly sources?: readonly string[] | undefined;
  /** Version of the public notice. @default any */
  readonly notice?: string | undefined;
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
  /** Where a user switches personalisation off. @default "" there is no such place on record */
  readonly optOut?: string;
  /** What was checked of the filing number and the link to the public notice on it. @default not checked */
  readonly display?: {
    readonly numberShown: boolean;
    readonly linkAlive: boolean;
    /** Milliseconds since the epoch. */
    readonly checkedAt: number;
  };
}
