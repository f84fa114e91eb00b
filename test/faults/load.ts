import { Agent } from "node:http";
import { ask } from "./answer.ts";
import type { Chance } from "./chance.ts";
import { keyOf, type Reference } from "./reference.ts";
import type { Service } from "./service.ts";
import { until, within } from "./wait.ts";

/** A request and what became of it. */
export interface Exchange {
  readonly id: string;
  /** Which process it went to. */
  readonly service: Service;
  readonly tookMs: number;
  /** False when the connection ended before the answer was whole. */
  readonly isAnswered: boolean;
  /** False of an answer that is not what a service without a probe would have given. */
  readonly isFaithful: boolean;
  /** Id of the decision, as the answer says. */
  readonly decision: string | undefined;
  /** How far the decision had come, as the answer says. */
  readonly stage: string;
}

/** Where requests can go. */
interface Target {
  readonly service: Service;
  readonly url: string;
  readonly agent: Agent;
  inFlight: number;
}

/** Readers who ask one thing after another, each waiting for an answer before asking again. */
export class Load {
  readonly #chance: Chance;
  readonly #reference: Reference;
  readonly #concurrency: number;
  readonly #targets: Target[] = [];
  readonly #exchanges: Exchange[] = [];
  #newTarget: () => void = () => undefined;
  #waiting: Promise<void> | undefined;
  #readers: Promise<unknown> | undefined;
  #isStopping = false;
  #sent = 0;
  #answered = 0;

  constructor(reference: Reference, chance: Chance, concurrency = 8) {
    this.#reference = reference;
    this.#chance = chance;
    this.#concurrency = concurrency;
  }

  /** Begins to ask; waits wherever there is nobody to ask. */
  start(): void {
    this.#readers = Promise.all(Array.from({ length: this.#concurrency }, () => this.#ask()));
  }

  /** From now on, requests go to this one as well. */
  add(service: Service, url: string): void {
    const agent = new Agent({ keepAlive: true, maxSockets: this.#concurrency });
    this.#targets.push({ service, url, agent, inFlight: 0 });
    this.#newTarget();
    this.#waiting = undefined;
  }

  /** From now on, no new request goes to this one. What is under way goes on. */
  remove(service: Service): void {
    const at = this.#targets.findIndex((target) => target.service === service);
    const [target] = at < 0 ? [] : this.#targets.splice(at, 1);
    if (target?.inFlight === 0) target.agent.destroy();
  }

  get answered(): number {
    return this.#answered;
  }

  /** Everything so far. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** Resolves once so many more requests were answered, or there is nobody to answer. */
  async answers(count: number): Promise<void> {
    const enough = this.#answered + count;
    await until(`${count} answers`, () =>
      this.#answered >= enough || this.#targets.length === 0 ? true : undefined,
    );
  }

  /** Asks no more; resolves with everything, once all that is under way has ended. */
  async stop(): Promise<readonly Exchange[]> {
    this.#isStopping = true;
    this.#newTarget();
    if (this.#readers) await within("the requests under way", this.#readers);
    for (const { agent } of this.#targets) agent.destroy();
    return this.#exchanges;
  }

  async #ask(): Promise<void> {
    while (!this.#isStopping) {
      const target = this.#targets[this.#sent % Math.max(1, this.#targets.length)];
      if (target) await this.#exchange(target);
      else await (this.#waiting ??= new Promise((resolve) => (this.#newTarget = resolve)));
    }
  }

  async #exchange(target: Target): Promise<void> {
    const { service, url, agent } = target;
    const call = this.#chance.pick(this.#reference.calls);
    this.#sent += 1;
    target.inFlight += 1;
    const id = `r${this.#sent}`;
    const started = performance.now();
    const answer = await ask(url, call, id, agent).catch(() => undefined);
    this.#exchanges.push({
      id,
      service,
      tookMs: performance.now() - started,
      isAnswered: answer !== undefined,
      isFaithful: answer === undefined || answer.essence === this.#reference.answers.get(keyOf(call)),
      decision: answer?.decision,
      stage: answer?.stage ?? "recorded",
    });
    target.inFlight -= 1;
    if (answer) this.#answered += 1;
    // Whoever was taken off has nobody coming any more, and may close its connections.
    if (target.inFlight === 0 && !this.#targets.includes(target)) agent.destroy();
    // A process that is gone answers at once, with nothing: give its end a turn to be noticed.
    if (!answer) await new Promise((resolve) => setImmediate(resolve));
  }
}
