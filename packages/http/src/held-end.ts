import type { AwaitedStage, Decision, DecisionResult, Receipt, Recorder, Stage } from "@probity/core";
import type { IncomingMessage, ServerResponse } from "node:http";
import { endAgain, HEAD_METHODS, IDLE_METHODS, refuseHead, writeAfterEnd } from "./after-end.ts";
import { around } from "./around.ts";
import { beforeConnectionEnds } from "./connection-end.ts";
import { HttpAdapterError } from "./errors.ts";
import { outcomeOf } from "./response-end.ts";

/** The response header that says how far the decision had come when its answer went out, where that was waited for. */
export const DECISION_STAGE_HEADER = "Probity-Decision-Stage";

const DEFAULT_DEADLINE_MS = 1000;
/** A receipt answers by its deadline; one that is later than that by so much has failed. */
const GRACE_MS = 100;

export interface HeldEndOptions {
  readonly decision: Decision;
  readonly waitFor: AwaitedStage;
  /** Records the decision: only what is recorded can get any further. */
  readonly close: (result: DecisionResult) => void;
  readonly recorder: Pick<Recorder, "fault">;
  /** Takes what the service's own code threw when the response was ended at last, with the service gone. */
  readonly next: (error: unknown) => void;
}

/** The end of a response that waits. */
interface Held {
  readonly end: () => unknown;
  readonly receipt: Receipt;
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly stopWaiting: () => void;
}

/**
 * Holds the end of a response until its decision has come as far as its algorithm waits for, at most until the
 * deadline; what was written before has gone out. Meanwhile the response looks to the service as if it had ended, and
 * what the service still does to it changes nothing of the answer.
 */
export class HeldEnd {
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  readonly #options: HeldEndOptions;
  #held: Held | undefined;
  #isOver = false;

  constructor(req: IncomingMessage, res: ServerResponse, options: HeldEndOptions) {
    this.#req = req;
    this.#res = res;
    this.#options = options;
    around(res, "end", (proceed, args) => {
      if (this.#held) return endAgain(res, args);
      return this.#hold(proceed, args) ? res : proceed();
    });
    around(res, "write", (proceed, args) => (this.#held ? writeAfterEnd(res, args) : proceed()));
    for (const name of HEAD_METHODS)
      around(res, name, (proceed, args) => (this.#held ? refuseHead(name, args) : proceed()));
    for (const name of IDLE_METHODS) around(res, name, (proceed) => (this.#held ? undefined : proceed()));
    around(res, "destroy", (proceed) => {
      this.#release();
      return proceed();
    });
  }

  /** Whether the end waits from now on. A fault of ours lets it go at once. */
  #hold(end: () => unknown, args: readonly unknown[]): boolean {
    const { decision, close, recorder } = this.#options;
    const { statusCode, statusMessage } = this.#res;
    try {
      if (this.#isOver || !this.#canWait(args)) return false;
      this.#isOver = true;
      close({ outcome: outcomeOf(statusCode), status: statusCode });
      const { receipt } = decision;
      const stopWaiting = this.#wait(receipt);
      Object.defineProperties(this.#res, LOOKS_ENDED);
      this.#held = { end, receipt, statusCode, statusMessage, stopWaiting };
      return true;
    } catch (fault) {
      recorder.fault("http.wait", fault);
      return false;
    }
  }

  /** Not where nobody would get the answer, nor where Node refuses it, which the service must hear at once. */
  #canWait([chunk]: readonly unknown[]): boolean {
    const { statusCode } = this.#res;
    const isOpen = !this.#res.writableEnded && !this.#res.destroyed && !this.#req.socket.destroyed;
    const isStatus = this.#res.headersSent || (statusCode >= 100 && statusCode <= 999);
    const isBody = !chunk || ["string", "function"].includes(typeof chunk) || chunk instanceof Uint8Array;
    return isOpen && isStatus && isBody;
  }

  #wait(receipt: Receipt): () => void {
    const { decision, waitFor, recorder } = this.#options;
    const { id, waitDeadlineMs = DEFAULT_DEADLINE_MS } = decision.algorithm;
    const fail = (fault: unknown): void => {
      if (this.#held) recorder.fault("http.wait", fault);
      this.#release();
    };
    const reaching = receipt.reached(waitFor, waitDeadlineMs);
    const overdue = setTimeout(() => {
      const message = `a receipt of "${id}" gave no answer by its deadline of ${waitDeadlineMs} ms`;
      fail(new HttpAdapterError("RECEIPT_OVERDUE", message));
    }, waitDeadlineMs + GRACE_MS).unref();
    const stay = beforeConnectionEnds(this.#req.socket, () => this.#release());
    reaching.then((stage) => {
      if (this.#held && !isFarEnough(stage, waitFor)) {
        const message = `an answer of "${id}" went out ${stage}: it was not ${waitFor} within ${waitDeadlineMs} ms`;
        recorder.fault("http.deadline", new HttpAdapterError("NOT_REACHED", message));
      }
      this.#release();
    }, fail);
    return () => {
      clearTimeout(overdue);
      stay();
    };
  }

  /** Lets the answer go as it was when it was ended, with what is known by now. */
  #release(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    held.stopWaiting();
    const res = this.#res;
    for (const name of Object.keys(LOOKS_ENDED)) Reflect.deleteProperty(res, name);
    const { statusCode, statusMessage } = res;
    Object.assign(res, { statusCode: held.statusCode, statusMessage: held.statusMessage });
    this.#tell(held.receipt);
    try {
      held.end();
    } catch (error) {
      this.#options.next(error);
      return;
    }
    // What the service set afterwards is for its eyes: its logs show the same as without us.
    if (statusCode !== held.statusCode) res.statusCode = statusCode;
    if (statusMessage !== held.statusMessage) res.statusMessage = statusMessage;
  }

  #tell(receipt: Receipt): void {
    try {
      if (this.#res.headersSent) return;
      // A decision that was closed and took no number came too late to be recorded.
      this.#res.setHeader(DECISION_STAGE_HEADER, receipt.stage === "open" ? "lost" : receipt.stage);
    } catch (fault) {
      this.#options.recorder.fault("http.wait", fault);
    }
  }
}

// Not `finished`, which is deprecated: Node itself goes by it, and a server that closes drops what is finished.
const LOOKS_ENDED: PropertyDescriptorMap = {
  headersSent: { get: () => true, configurable: true, enumerable: true },
  writableEnded: { get: () => true, configurable: true, enumerable: true },
};

/** Whether that stage was reached, or never will be. */
function isFarEnough(stage: Stage, waitFor: AwaitedStage): boolean {
  return stage === waitFor || stage === "stored" || stage === "lost" || stage === "open";
}
