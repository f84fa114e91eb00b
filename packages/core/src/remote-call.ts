import type { Algorithm } from "./algorithm.ts";
import type { Caller } from "./caller.ts";
import { DataUse } from "./data-use.ts";
import type { Decision, DecisionResult } from "./decision.ts";
import { DecisionId } from "./decision-id.ts";
import type { Receipt } from "./receipt.ts";
import { isName } from "./input-check.ts";
import type { Protocol } from "./record/remote-call-record.ts";
import type { RecorderCore } from "./recorder.ts";

/** What a remote call is opened with, every gap filled. */
export interface RemoteCallFacts {
  readonly caller: Caller;
  readonly protocol: Protocol;
  /** Route pattern, gRPC method or topic, or a function that knows it when the call is over. */
  readonly route: string | (() => string | undefined) | undefined;
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * A request that is handled as a part of another service's decision. Below it, `currentDecision()` is this: data that is
 * read is recorded under the caller's decision. It decides nothing itself: who is asking is the caller's to know, and
 * what would only make sense in a decision is noted as bad input `remote.deliver` and `remote.intervene`.
 */
export class RemoteCall extends DataUse implements Decision {
  readonly facts: RemoteCallFacts;
  readonly algorithm: Algorithm = NO_ALGORITHM;
  readonly outlet = undefined;
  /** Known once it is closed; `*` stands for a route that nobody knows. */
  route = "*";
  hasDelivered = false;
  readonly #uuid: DecisionId;

  constructor(recorder: RecorderCore, facts: RemoteCallFacts) {
    super(recorder);
    this.facts = facts;
    this.#uuid = new DecisionId(this.openedAt);
  }

  get id(): string {
    return this.#uuid.toString();
  }

  get receipt(): Receipt {
    const stage = this.isClosed ? "recorded" : "open";
    return { stage, reached: () => Promise.resolve(stage) };
  }

  identify(): void {}

  deliver(): void {
    this.hasDelivered = true;
    if (!this.isClosed) this.noteBadInput("remote.deliver");
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
      const { route } = this.facts;
      const known = typeof route === "function" ? route() : route;
      return isName(known) ? known : "*";
    } catch (fault) {
      this.recorder.fault("route", fault);
      return "*";
    }
  }
}

const NO_ALGORITHM: Algorithm = { id: "", version: "", type: "unknown", purpose: "content" };
