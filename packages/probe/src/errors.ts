export type ProbeErrorCode =
  /** An enforced rule blocks the decision: what it was for was not done, or its result is withheld. */
  | "BLOCKED"
  /** An option that makes no sense. */
  | "INVALID_OPTION"
  /** Something in the configuration looks wrong but may be meant. */
  | "CONFIG_WARNING"
  /** Another open probe reports into the same metrics registry. */
  | "REGISTRY_TAKEN"
  /** The store can't be reached, or can't take rows as it is. They wait meanwhile. */
  | "STORAGE_UNAVAILABLE"
  /** The store answers, but something about it is not as it must be. */
  | "STORAGE_UNFIT"
  /** The store refuses a decision for its content; it is in the quarantine, or lost, and counted. */
  | "ROW_REJECTED"
  /** The spool can't be written or read as it must be; decisions go on from memory. */
  | "SPOOL_FAILED"
  /** A control file that is broken, or can't be read: what held goes on. */
  | "CONTROL_REFUSED"
  /** A rule that threw or took long again and again, or can't be made ready: it is not asked any more. */
  | "RULE_SUSPENDED"
  /** What others enter into ledgers (changes of rules, interventions, choices) can't be read: what was read last holds. */
  | "LEDGERS_UNSEEN"
  /** Something went wrong in the worker thread. */
  | "WORKER_FAILED"
  /** No room is left, or no worker: decisions are refused from now on, until one is taken again. */
  | "REFUSING"
  /** The worker thread ended without being asked; what it had not spooled is lost and counted. */
  | "WORKER_DIED";

/** What an error carries beside code and message. */
export interface ProbeErrorOptions extends ErrorOptions {
  readonly decision?: string;
  readonly rule?: string;
}

/** Every error this package throws or reports. Branch on `code`; the message is for people and may change. */
export class ProbeError extends Error {
  override readonly name = "ProbeError";
  readonly code: ProbeErrorCode;
  /** With `BLOCKED`: the decision, for the answer to whoever asked. Empty otherwise. */
  readonly decision: string;
  /** With `BLOCKED`: the rule that blocks. Empty otherwise. */
  readonly rule: string;

  constructor(code: ProbeErrorCode, message: string, options: ProbeErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.decision = options.decision ?? "";
    this.rule = options.rule ?? "";
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isProbeError(value: unknown, code?: ProbeErrorCode): value is ProbeError {
  if (!(value instanceof Error) || value.name !== "ProbeError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
