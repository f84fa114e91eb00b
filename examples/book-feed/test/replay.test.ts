import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateDataset } from "../src/data/generate.ts";
import { isRanking, planVisits, type Visit } from "../src/replay/plan.ts";
import { replay } from "../src/replay.ts";
import { startService, type Service } from "../src/service/start.ts";
import type { Intervention } from "../src/store/interventions.ts";

const dataset = generateDataset({ seed: 4, readers: 300, books: 120 });
const rankings = (visits: readonly Visit[]) => visits.flatMap(({ steps }) => steps.filter(isRanking));

describe("planVisits", () => {
  it("plans the same visits for the same seed, and others for another", () => {
    const plan = (seed: number) => planVisits({ dataset, requests: 100, seed });
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });

  it.each([1, 7, 100, 2_000])("plans exactly %i ranking requests", (requests) => {
    expect(rankings(planVisits({ dataset, requests, seed: 1 }))).toHaveLength(requests);
  });

  it("visits every reader once when no number is given", () => {
    const visits = planVisits({ dataset, requests: undefined, seed: 1 });
    const ids = (list: readonly number[]) => list.toSorted((a, b) => a - b);
    expect(ids(visits.map(({ userId }) => userId))).toEqual(ids(dataset.users.map(({ id }) => id)));
    expect(visits.every(({ steps }) => steps.some(isRanking))).toBe(true);
  });

  it("lets only readers known to be adults switch personalisation off, and all who choose ask again", () => {
    const visits = planVisits({ dataset, requests: undefined, seed: 1 });
    const choosing = visits.filter(({ steps }) => !steps.every(isRanking));
    const offs = choosing.filter(({ steps }) => steps.some(({ kind }) => kind === "switch-off"));
    const ages = offs.map(({ userId }) => dataset.users.find(({ id }) => id === userId)?.age ?? 0);
    expect(ages.length).toBeGreaterThan(3);
    expect(ages.filter((age) => age < 18 || age > 110)).toEqual([]);
    expect(choosing.length).toBeGreaterThan(offs.length);
    for (const { steps } of choosing) expect(isRanking(steps.at(-1) ?? { kind: "switch-off" })).toBe(true);
  });

  it("searches for words of titles the reader has rated", () => {
    const titles = new Map(dataset.books.map(({ isbn, title }) => [isbn, title.toLowerCase()]));
    for (const { userId, steps } of planVisits({ dataset, requests: 300, seed: 1 })) {
      const read = dataset.ratings
        .filter((one) => one.userId === userId)
        .map(({ isbn }) => titles.get(isbn) ?? "");
      for (const step of steps) {
        // Titles may carry accents that the query has lost.
        if (step.kind === "search")
          expect(read.join(" ").normalize("NFKD").replace(/\p{M}/gu, "")).toContain(step.query);
      }
    }
  });
});

describe("replay", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ dataset });
  }, 60_000);
  afterAll(() => service.close());

  it("sends what it planned, reports progress, and counts what came back", async () => {
    const progress: [number, number][] = [];
    const onProgress = (done: number, total: number) => progress.push([done, total]);
    const result = await replay({
      url: service.url,
      dataset,
      requests: 120,
      concurrency: 3,
      seed: 1,
      onProgress,
    });

    const planned = rankings(planVisits({ dataset, requests: 120, seed: 1 }));
    const count = (kind: string) => planned.filter((step) => step.kind === kind).length;
    expect(result).toMatchObject({
      sent: 120,
      byStatus: { "200": 120 },
      answered: { feed: count("feed"), hot: count("hot"), search: count("search") },
      interventions: 7,
    });
    expect(result.switchedOff).toBeGreaterThan(0);
    expect(result.tagsDeleted).toBeGreaterThan(0);
    expect(progress).toEqual(Array.from({ length: 120 }, (_, at) => [at + 1, 120]));
  }, 30_000);

  it("left one intervention incomplete and one expired, and all others in order", async () => {
    const response = await fetch(`${service.url}/admin/interventions`, {
      headers: { "x-operator": "auditor" },
    });
    const { interventions } = (await response.json()) as { interventions: Intervention[] };
    const incomplete = interventions.filter((one) => !one.approver && !one.ticket && !one.validTo);
    const expired = interventions.filter(
      (one) => one.validTo !== undefined && new Date(one.validTo) < new Date(),
    );
    expect([interventions.length, incomplete.length, expired.length]).toEqual([7, 1, 1]);
    expect(new Set(interventions.map(({ kind }) => kind))).toEqual(
      new Set(["pin", "boost", "demote", "remove"]),
    );
  });

  it("counts requests that get no answer, and goes on", async () => {
    const server = createServer((req, res) => {
      if (req.method === "POST") res.writeHead(201).end("{}");
      else if (req.url === "/hot") res.writeHead(503).end();
      else res.destroy();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const result = await replay({ url: `http://127.0.0.1:${port}`, dataset, requests: 60 });
    server.close();

    const planned = rankings(planVisits({ dataset, requests: 60, seed: 1 }));
    const hot = planned.filter(({ kind }) => kind === "hot").length;
    expect(result.byStatus).toEqual({ "503": hot, failed: 60 - hot });
    expect(result.answered).toEqual({ feed: 0, hot: 0, search: 0 });
  });

  it("refuses to begin when the service takes no interventions", async () => {
    const strange = generateDataset({ readers: 10, books: 4_000 });
    const unknown = { ...strange, books: strange.books.slice(3_000) };
    await expect(replay({ url: service.url, dataset: unknown, requests: 1 })).rejects.toMatchObject({
      code: "SERVICE_REFUSED",
      message: expect.stringContaining("there is no such book"),
    });
  });
});
