import { type CoveredRequest, currentDecision, type Decision, type DecisionResult } from "@probity/core";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readClaim } from "./baggage.ts";
import type { BeginOptions, Framework } from "./begin-options.ts";
import { emitInDecision } from "./body-events.ts";
import { answerBlocked } from "./blocked-answer.ts";
import { BodyTap } from "./body-tap.ts";
import { nameDecision } from "./decision-header.ts";
import { HeldEnd } from "./held-end.ts";
import { isJsonAnswer } from "./json-answer.ts";
import { openDecision } from "./open-decision.ts";
import type { ReadyOptions, ReadyRoute } from "./options.ts";
import { headerValues } from "./request-value.ts";
import { onResponseEnd } from "./response-end.ts";
import type { RouteMatch, RouteTable } from "./route-table.ts";
import { parseTraceParent } from "./trace-parent.ts";

/** One request, from when it is first seen until its response is over. */
export class Handling<R extends IncomingMessage> {
  readonly #req: R;
  readonly #res: ServerResponse;
  readonly #ready: ReadyOptions<R>;
  #next: BeginOptions<R>["next"];
  #framework: Framework<R> | undefined;
  #found: RouteMatch<ReadyRoute> | undefined;
  #decision: Decision | undefined;
  #tap: BodyTap | undefined;
  #target = "";
  #match: RouteTable<ReadyRoute> | undefined;
  #isEnforced = false;
  #hasAnswered = false;
  /** A fault of ours, until it turns out what it is. */
  #became: CoveredRequest["became"] = "fault";

  constructor(req: R, res: ServerResponse, { next, framework }: BeginOptions<R>, ready: ReadyOptions<R>) {
    this.#req = req;
    this.#res = res;
    this.#next = next;
    this.#framework = framework;
    this.#ready = ready;
  }

  /** Opens what the request is recorded in, if anything, and sees to its end. */
  begin(how: BeginOptions<R>, match: RouteTable<ReadyRoute>): Decision | undefined {
    this.#match = match;
    try {
      this.#open(how, match);
    } catch (fault) {
      this.#ready.recorder.fault("http", fault);
    }
    const decision = this.#decision;
    if (decision) this.#watch(decision);
    else if (this.#res.closed) this.#count();
    else this.#res.prependListener("close", () => this.#count()); // which comes once
    return decision;
  }

  /** Somebody else sees the request, too. What they know and the first did not is taken. */
  meet({ next, framework }: BeginOptions<R>): Decision | undefined {
    this.#next ??= next;
    if (framework && !this.#framework) {
      this.#framework = framework;
      if (framework.readsJson) this.#readJson();
    }
    return this.#decision;
  }

  /** Does once what enforced rules want; whether the request is answered by that. */
  enforce(reroute: (req: R, target: string) => void): boolean {
    const decision = this.#decision;
    if (this.#isEnforced || !decision) return this.#hasAnswered;
    this.#isEnforced = true;
    if (decision.mode === "blocked") this.#block(decision);
    else if (decision.mode === "non_personalised") this.#fallBack(reroute);
    return this.#hasAnswered;
  }

  #block(decision: Decision): void {
    const { recorder, blockStatus } = this.#ready;
    try {
      answerBlocked(this.#req, this.#res, decision, blockStatus);
      this.#hasAnswered = true;
    } catch (fault) {
      recorder.fault("http.block", fault);
      // With its head out, no answer of the service's could follow.
      this.#hasAnswered = this.#res.headersSent;
      if (this.#hasAnswered) this.#res.destroy();
    }
  }

  #fallBack(reroute: (req: R, target: string) => void): void {
    const { route, param } = this.#found ?? {};
    if (!route?.fallbackTo || !param) return;
    try {
      const target = route.fallbackTo(param, this.#target);
      reroute(this.#req, target);
      this.#tap?.lookAt(this.#match?.(this.#req.method ?? "", target)?.route.places);
    } catch (fault) {
      this.#ready.recorder.fault("http.fallback", fault);
    }
  }

  #open(how: BeginOptions<R>, match: RouteTable<ReadyRoute>): void {
    const { acceptCallers, recorder } = this.#ready;
    const found = match(this.#req.method ?? "", how.target);
    this.#found = found;
    this.#target = how.target;
    const trace = how.trace ?? parseTraceParent(this.#req.headers["traceparent"]);
    const enclosing = currentDecision();
    const parent = enclosing?.isClosed === false ? enclosing : undefined;
    const claim = acceptCallers ? readClaim(headerValues(this.#req, "baggage"), Date.now()) : "none";
    const caller = typeof claim === "string" ? undefined : claim;
    if (found) {
      this.#decision = openDecision(this.#req, how.target, found, { trace, parent, caller }, this.#ready);
      this.#became = "decision";
    } else if (parent) {
      this.#became = "nested";
    } else if (caller) {
      const route = (): string | undefined => this.#framework?.route(this.#req);
      this.#decision = recorder.openRemote({ caller, protocol: "http", route, trace });
      this.#became = this.#decision ? "remote_call" : "fault";
    } else {
      this.#became = "not_configured";
    }
    if (claim !== "refused") return;
    if (this.#decision) this.#decision.noteBadInput("baggage");
    else recorder.badInput("baggage");
  }

  #watch(decision: Decision): void {
    // First of all: whatever fails below, a decision that was opened is closed.
    onResponseEnd(this.#req, this.#res, (result) => {
      this.#close(decision, result);
      this.#count();
    });
    try {
      const { recorder } = this.#ready;
      const { waitFor } = decision.algorithm;
      const close = (result: DecisionResult): void => this.#close(decision, result);
      const next = (error: unknown): void => this.#failLate(error);
      // Below the tap, which must have seen the last bytes when the decision is closed with them.
      if (waitFor) new HeldEnd(this.#req, this.#res, { decision, waitFor, close, recorder, next });
      this.#tap = this.#tapOf(decision);
      if (this.#framework?.readsJson) this.#readJson();
      emitInDecision(this.#req, decision);
      // A remote call is named to nobody: the decision is the caller's.
      if (this.#found) nameDecision(this.#res, decision.id, (fault) => recorder.fault("http", fault));
    } catch (fault) {
      this.#ready.recorder.fault("http", fault);
    }
  }

  #tapOf(decision: Decision): BodyTap | undefined {
    const { recorder, maxBodyBytes: maxBytes } = this.#ready;
    const places = this.#found?.route.places;
    // What answers HEAD is never delivered.
    if (!places || this.#req.method === "HEAD") return undefined;
    const onFault = (fault: unknown): void => recorder.fault("http.items", fault);
    return new BodyTap(this.#res, decision, { places, maxBytes, onFault });
  }

  #readJson(): void {
    try {
      this.#tap?.readJson();
    } catch (fault) {
      this.#ready.recorder.fault("http.items", fault);
    }
  }

  #close(decision: Decision, result: DecisionResult): void {
    if (decision.isClosed) return;
    try {
      this.#tap?.settle(result);
    } catch (fault) {
      this.#ready.recorder.fault("http.items", fault);
    }
    decision.close(result);
  }

  /** Counts the request, when it is known what became of it. */
  #count(): void {
    const { recorder } = this.#ready;
    try {
      const isLost = this.#became === "decision" && !isRecorded(this.#decision);
      const became = isLost ? "fault" : this.#became;
      const { method, path: route } = this.#found?.route ?? {
        method: this.#req.method ?? "",
        path: this.#routeNow(),
      };
      recorder.covered({ method, route, became, isJson: became !== "decision" && isJsonAnswer(this.#res) });
    } catch (fault) {
      recorder.fault("http.coverage", fault);
    }
  }

  #routeNow(): string {
    try {
      return this.#framework?.route(this.#req) ?? "";
    } catch (fault) {
      this.#ready.recorder.fault("http.coverage", fault);
      return "";
    }
  }

  // Thrown late, it finds nobody of the service on the stack; thrown on, it would end a process whose framework would
  // have caught it. Without an answer, the client would wait for ever.
  #failLate(error: unknown): void {
    if (this.#next) {
      this.#next(error);
      return;
    }
    this.#ready.recorder.fault("http.end", error);
    this.#res.destroy(error instanceof Error ? error : undefined);
  }
}

function isRecorded(decision: Decision | undefined): boolean {
  try {
    const stage = decision?.receipt.stage ?? "open";
    return stage !== "open" && stage !== "lost";
  } catch {
    return false; // whoever waited for it was told
  }
}
