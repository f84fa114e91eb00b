/** How decisions go on across services, in W3C baggage. */
export interface Propagation {
  /** Requests whose baggage names a decision are recorded as a part of it. */
  readonly accept: boolean;
  /** Hosts that are told which decision a request is for, in any case; `*` stands for any run of characters. */
  readonly sendTo: readonly string[];
}
