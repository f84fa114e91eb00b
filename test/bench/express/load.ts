import { Agent, get, type IncomingMessage } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import autocannon from "autocannon";
import type { ExpectedCall, Load, LoadResult } from "./call.ts";

// The process that asks. What it is told to do comes as messages, and the result goes back as one.

/** Counts answers as they come. */
class Count {
  sent = 0;
  right = 0;
  readonly stages: Record<string, number> = {};

  answer(call: ExpectedCall, status: number | undefined, body: string, stage: string): void {
    if (status === 200 && body === call.body) this.right += 1;
    this.stages[stage] = (this.stages[stage] ?? 0) + 1;
  }
}

let calls: readonly ExpectedCall[] = [];

/**
 * Flat out: each connection asks again when it is answered, until `amount` answers have come. An amount rather than a
 * time, so that none is under way at the end and every one can be accounted for.
 */
async function flat({ url, amount, connections }: Extract<Load, { kind: "flat" }>): Promise<LoadResult> {
  const count = new Count();
  const requests = calls.map((call) => ({
    path: call.path,
    headers: call.headers,
    onResponse: (status: number, body: string, _context: object, headers: unknown) =>
      count.answer(call, status, body, stageIn(headers as Record<string, string>)),
  }));
  const latencies: number[] = [];
  let at = 0;
  const started = performance.now();
  let ended = started;
  const run = autocannon({
    url,
    connections,
    amount,
    requests,
    // Each connection begins elsewhere, so that they don't all ask the same at the same time.
    setupClient: (client) => {
      const from = (at++ * 7) % requests.length;
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
    },
  });
  (run as unknown as autocannon.Instance).on("response", (_client, _status, _bytes, tookMs) => {
    latencies.push(tookMs);
    ended = performance.now(); // autocannon itself looks up twice a second
  });
  const { errors, timeouts } = await run;
  const { right, stages } = count;
  const sent = latencies.length + errors + timeouts;
  return { sent, right, stages, tookMs: ended - started, latencies: sorted(latencies) };
}

/**
 * At a fixed rate: a request goes out when it is due, whether or not those before it were answered, so that a server
 * that stalls is asked no less. (autocannon's rate is another thing: each connection sends its share of a second in a
 * burst, one after the other, and its correction expects an answer each millisecond whatever the rate is.)
 */
async function paced({ url, rate, amount }: Extract<Load, { kind: "paced" }>): Promise<LoadResult> {
  const count = new Count();
  const agent = new Agent({ keepAlive: true });
  const latencies: number[] = [];
  const answers: Promise<void>[] = [];
  const started = performance.now();
  const ask = async (call: ExpectedCall): Promise<void> => {
    const asked = performance.now();
    const { status, stage, body } = await answer(url, call, agent);
    latencies.push(performance.now() - asked);
    count.answer(call, status, body, stage);
  };
  while (count.sent < amount) {
    const due = started + (count.sent * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await pause(Math.ceil(early));
    const call = calls[count.sent % calls.length];
    if (call) answers.push(ask(call).catch(() => undefined)); // what was not answered right is an error
    count.sent += 1;
  }
  await Promise.all(answers);
  agent.destroy();
  const { sent, right, stages } = count;
  return { sent, right, stages, tookMs: performance.now() - started, latencies: sorted(latencies) };
}

function answer(
  url: string,
  { path, headers }: ExpectedCall,
  agent: Agent,
): Promise<{ status: number | undefined; stage: string; body: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url + path, { headers, agent }, (response: IncomingMessage) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (body += part));
      response.on("end", () => {
        const stage = response.headers["probity-decision-stage"];
        resolve({ status: response.statusCode, stage: typeof stage === "string" ? stage : "", body });
      });
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}

function stageIn(headers: Readonly<Record<string, string>>): string {
  return headers["Probity-Decision-Stage"] ?? "";
}

function sorted(latencies: readonly number[]): number[] {
  return latencies.toSorted((a, b) => a - b);
}

async function result(load: Load): Promise<LoadResult | object> {
  if (load.kind === "flat") return flat(load);
  if (load.kind === "paced") return paced(load);
  calls = load.calls;
  return {};
}

process.on("message", (load: Load) => {
  void result(load).then((done) => process.send?.(done));
});
process.once("disconnect", () => process.exit());
