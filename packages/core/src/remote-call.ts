import type { Algorithm } from "./algorithm.ts";
import { type Caller, resolveCaller } from "./caller.ts";
import { DataUse } from "./data-use.ts";
import type { Decision, DecisionResult } from "./decision.ts";
import { isTraceContext, NO_TRACE, type TraceContext } from "./decision-context.ts";
import { DecisionId } from "./decision-id.ts";
import { type InputCheck, text } from "./input-check.ts";
import type { Receipt } from "./receipt.ts";
import { remoteCallColumns } from "./record/remote-call-columns.ts";
import type { Protocol } from "./record/remote-call-record.ts";
import type { RecorderCore } from "./recorder-core.ts";
import type { OpenRemoteOptions } from "./recorder-options.ts";

/** What a remote call is opened with, every gap filled. */
export interface RemoteCallFacts {
  readonly caller: Caller;
  readonly protocol: Protocol;
  readonly trace: TraceContext;
}

/**
 * A request that is handled as a part of another service's decision. Below it, `currentDecision()` is this: data that is
 * read is recorded under the caller's decision. It decides nothing itself: who is asking is the caller's to know, and
 * what would only make sense in a decision is noted as bad input: `remote.deliver`, `remote.intervene`,
 * `remote.describe`, `remote.price`.
 */
export class RemoteCall extends DataUse implements Decision {
  readonly facts: RemoteCallFacts;
  readonly algorithm: Algorithm = NO_ALGORITHM;
  readonly outlet = undefined;
  /** Known once it is closed; `*` stands for a route that nobody knows. */
  route = "*";
  hasDelivered = false;
  /** What its caller enforces is its caller's to see to. */
  readonly mode = "as_requested";
  readonly blockedBy = "";
  readonly #uuid: DecisionId;
  readonly #route: OpenRemoteOptions["route"];

  constructor(recorder: RecorderCore, options: OpenRemoteOptions) {
    super(recorder);
    this.facts = resolveRemoteCall(options, this);
    this.#route = options.route;
    this.#uuid = new DecisionId(this.openedAt);
  }

  get id(): string {
    return this.#uuid.toString();
  }

  /** Nobody waits for a remote call to be stored: its caller waits for its own decision. */
  get receipt(): Receipt {
    const stage = this.isClosed ? "recorded" : "open";
    return { stage, reached: () => Promise.resolve(stage) };
  }

  identify(): void {}

  admit<T>(items: readonly T[]): readonly T[] {
    return items;
  }

  describe(): void {
    if (!this.isClosed) this.noteBadInput("remote.describe");
  }

  price(): void {
    if (!this.isClosed) this.noteBadInput("remote.price");
  }

  deliver(): void {
    if (this.isClosed) return;
    this.hasDelivered = true;
    this.noteBadInput("remote.deliver");
  }

  intervene(): void {
    if (!this.isClosed) this.noteBadInput("remote.intervene");
  }

  close(result?: DecisionResult): void {
    if (this.isClosed) return;
    try {
      this.isClosed = true;
      this.reads.close();
      this.route = this.#routeNow();
      this.recorder.recordRemoteCall(this, result);
    } catch (fault) {
      this.recorder.fault("close", fault);
    }
  }

  #routeNow(): string {
    try {
      const route: unknown = typeof this.#route === "function" ? this.#route() : this.#route;
      return text(route, "route", this) || "*";
    } catch (fault) {
      this.failed("route", fault);
      return "*";
    }
  }
}

const NO_ALGORITHM: Algorithm = { id: "", version: "", type: "unknown", purpose: "content" };

function resolveRemoteCall(
  { caller, protocol, trace }: OpenRemoteOptions,
  check: InputCheck,
): RemoteCallFacts {
  const isProtocol = Object.hasOwn(remoteCallColumns.protocol.type.enum8, protocol);
  if (!isProtocol) check.noteBadInput("remote.protocol");
  const known = trace && isTraceContext(trace) ? trace : undefined;
  if (trace && !known) check.noteBadInput("trace");
  return {
    caller: resolveCaller(caller, check),
    protocol: isProtocol ? protocol : "other",
    trace: known ?? NO_TRACE,
  };
}
