import type { Dataset } from "./data/dataset.ts";
import { operate, operatorActions } from "./replay/operator.ts";
import { isRanking, planVisits, type Step, type Visit } from "./replay/plan.ts";
import type { Answer } from "./service/ranking-routes.ts";
import type { Surface } from "./store/interventions.ts";
import type { Reader } from "./store/readers.ts";

/** What to replay, and where. */
export interface ReplayOptions {
  /** Where the service answers, without a slash at the end. */
  readonly url: string;
  /** The data the service was started with. */
  readonly dataset: Dataset;
  /** Ranking requests to send. @default one visit of every reader, about two requests each */
  readonly requests?: number;
  /** Readers at once; each waits for an answer before asking again. @default 8 */
  readonly concurrency?: number;
  /** The same seed sends the same requests. @default 1 */
  readonly seed?: number;
  /** Called after each ranking request. @default does nothing */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called with the body of each ranking that was answered. @default does nothing */
  readonly onAnswer?: (userId: number, answer: Answer) => void;
}

/** What came of a replay. Only ranking requests count as sent and answered. */
export interface ReplayResult {
  readonly sent: number;
  /** Requests by status of the answer; `failed` for those without one. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests answered with 200, by algorithm. */
  readonly answered: Readonly<Record<Surface, number>>;
  /** Readers who switched personalisation off. */
  readonly switchedOff: number;
  /** Interest tags deleted. */
  readonly tagsDeleted: number;
  /** Interventions the operator made before it began. */
  readonly interventions: number;
}

/**
 * Walks the readers of a data set through a running service: an operator intervenes, then readers ask for rankings and
 * some change their choices. A request that fails is counted, and the replay goes on.
 *
 * @throws BookFeedError `SERVICE_REFUSED` when an intervention is not taken.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const {
    url,
    dataset,
    requests,
    concurrency = 8,
    seed = 1,
    onProgress = () => undefined,
    onAnswer,
  } = options;
  const actions = operatorActions(dataset, Date.now());
  await operate(url, actions);

  const visits = planVisits({ dataset, requests, seed });
  const total = visits.reduce((sum, { steps }) => sum + steps.filter(isRanking).length, 0);
  const byStatus: Record<string, number> = {};
  const answered: Record<Surface, number> = { feed: 0, hot: 0, search: 0 };
  let sent = 0;
  let switchedOff = 0;
  let tagsDeleted = 0;

  const take = async (userId: number, step: Step): Promise<void> => {
    if (!isRanking(step)) {
      const done =
        step.kind === "switch-off" ? await switchOff(url, userId) : await deleteFirstTag(url, userId);
      if (done && step.kind === "switch-off") switchedOff += 1;
      else if (done) tagsDeleted += 1;
      return;
    }
    const path = step.kind === "search" ? `search?q=${encodeURIComponent(step.query)}` : step.kind;
    const given = await ask(`${url}/${path}`, { headers: identify(userId) });
    const status = given?.status ?? "failed";
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    if (given?.status === 200) {
      answered[step.kind] += 1;
      onAnswer?.(userId, JSON.parse(given.body) as Answer);
    }
    sent += 1;
    onProgress(sent, total);
  };

  const queue = visits.values();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      // All share one iterator: whoever is free takes the next visit.
      for (const { userId, steps } of queue as Iterable<Visit>) {
        for (const step of steps) await take(userId, step);
      }
    }),
  );
  return { sent, byStatus, answered, switchedOff, tagsDeleted, interventions: actions.length };
}

function identify(userId: number): Record<string, string> {
  return { "x-reader-id": String(userId) };
}

/** What came back: the status and the whole body, so that the connection is used again; `undefined` for no answer. */
async function ask(url: string, init: RequestInit): Promise<{ status: number; body: string } | undefined> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}

async function switchOff(url: string, userId: number): Promise<boolean> {
  const answer = await ask(`${url}/readers/${userId}/personalisation`, {
    method: "POST",
    headers: { ...identify(userId), "content-type": "application/json" },
    body: JSON.stringify({ off: true }),
  });
  return answer?.status === 200;
}

async function deleteFirstTag(url: string, userId: number): Promise<boolean> {
  const headers = identify(userId);
  const answer = await ask(`${url}/readers/${userId}`, { headers });
  if (answer?.status !== 200) return false;
  const { profile } = JSON.parse(answer.body) as Pick<Reader, "profile">;
  const [tag] = profile.interests;
  if (tag === undefined) return false;
  const deleted = await ask(`${url}/readers/${userId}/interests/${encodeURIComponent(tag)}`, {
    method: "DELETE",
    headers,
  });
  return deleted?.status === 204;
}
