import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { openStore, type Store as Records } from "@probity/clickhouse";
import { type Config, loadConfig } from "@probity/config";
import { createProbe, type Probe } from "@probity/probe";
import express, { type Express } from "express";
import { Registry } from "prom-client";
import { describe, expect } from "vitest";
import { type TestDatabase, test } from "../../../test/support/database.ts";
import type { Dataset, User } from "../src/data/dataset.ts";
import { ENFORCED_RULES } from "../src/demo/enforced-rules.ts";
import { readBookCrossing } from "../src/data/read-book-crossing.ts";
import type { HistoryEntry } from "../src/recommend/reader.ts";
import { type Recommender, trainRecommender } from "../src/recommend/recommender.ts";
import { replay } from "../src/replay.ts";
import { createApp } from "../src/service/app.ts";
import type { Answer } from "../src/service/ranking-routes.ts";
import { loadDataset } from "../src/store/load.ts";
import { startLocalPostgres } from "../src/store/local-postgres.ts";
import { openStore as openReaders } from "../src/store/store.ts";
import { type Forbidden, rememberWhoAsks, strict } from "./support/strict-model.ts";

const folder = fileURLToPath(new URL("../../../../shared/data/book-crossing", import.meta.url));
const configFile = fileURLToPath(new URL("../probity.yaml", import.meta.url));
const key = "hex:" + "7e".repeat(32);

const ALL = ["age", "country", "interests", "history"] as const;

/** One in so many grown-up readers asks, and one in so many from 14 to 17; all children do. */
const EVERY = { adult: 400, youth: 4 };

function thoseWhoAsk({ users }: Dataset): User[] {
  return users.filter((user, at) => isChild(user) || at % (isMinor(user) ? EVERY.youth : EVERY.adult) === 0);
}

function isChild({ age }: User): boolean {
  return age !== undefined && age < 14;
}

function isMinor({ age }: User): boolean {
  return age !== undefined && age < 18;
}

async function openStorage(
  { url, username, password, database }: TestDatabase,
  mode: "observe" | "enforce",
): Promise<{ probe: Probe; records: Records }> {
  const records = openStore({ url, username, password, database });
  await records.migrate();
  const config: Config = await loadConfig(configFile);
  const modes = new Map(ENFORCED_RULES.map((rule) => [rule, mode] as const));
  const probe = await createProbe(
    {
      ...config,
      rules: { ...config.rules, modes },
      storage: { ...config.storage, url, username, database },
    },
    { env: { PROBITY_PSEUDONYM_KEY: key, PROBITY_CLICKHOUSE_PASSWORD: password }, registry: new Registry() },
  );
  return { probe, records };
}

async function listen(app: Express): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
}

async function end(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}

describe.skipIf(!existsSync(folder))(
  "the Book-Crossing readers, with rules enforced (skipped where ../shared/data is missing)",
  () => {
    test("no model sees what is held back, and no minor is shown an advertisement", async ({ database }) => {
      const dataset = await readBookCrossing(folder);
      const asking = thoseWhoAsk(dataset);
      const byId = new Map(dataset.users.map((user) => [user.id, user]));
      const postgres = await startLocalPostgres();
      const store = await openReaders(postgres.store);
      await loadDataset(store, dataset);
      const { probe, records } = await openStorage(database, "enforce");

      // Interests are declared for content, so a search may never see them (S04); children are shown what anybody is.
      const forbidden: Forbidden = (reader, algorithm) => {
        const user = byId.get(reader);
        if (user && isChild(user)) return ALL;
        return algorithm === "search" ? ["interests"] : [];
      };
      const recommender = strict(trainRecommender(dataset), forbidden);
      const app = createApp({ store, recommender, use: [rememberWhoAsks, probe.express()] });
      const { url, server } = await listen(app);
      const answers: { readonly reader: User | undefined; readonly answer: Answer }[] = [];
      const result = await replay({
        url,
        dataset: { ...dataset, users: asking },
        onAnswer: (reader, answer) => answers.push({ reader: byId.get(reader), answer }),
      });
      await end(server);
      await probe.close();
      await store.close();
      await postgres.close();

      expect(result.byStatus).toEqual({ 200: result.sent });
      const toMinors = answers.filter(({ reader }) => reader && isMinor(reader));
      expect(toMinors.length).toBeGreaterThan(500);
      expect(toMinors.filter(({ answer }) => answer.items.some(({ ad }) => ad))).toEqual([]);
      const toAdults = answers.filter(({ reader }) => !reader || !isMinor(reader));
      expect(toAdults.some(({ answer }) => answer.items.some(({ ad }) => ad))).toBe(true);

      const { decisions } = await records.overview();
      expect(decisions).toBe(result.sent);
      const held = await records.decisions({ rule: "M01" }, { limit: 1 });
      await records.close();
      expect(held.rows.length).toBe(1); // advertisements were kept from minors, and that is on record
    }, 240_000);

    test("a service that listens to nobody gives those who opted out the same answer, whatever their profile", async ({
      database,
    }) => {
      const dataset = await readBookCrossing(folder);
      const recommender = trainRecommender(dataset);
      const readers = [...profilesOf(dataset)].slice(0, 200);
      const { probe, records } = await openStorage(database, "enforce");
      const deaf = await listen(deafService(recommender, probe, new Map(readers)));

      const answers = async (off: boolean): Promise<Set<string>> => {
        const given = await Promise.all(
          readers.map(async ([id]) => {
            const headers = { "x-reader-id": id, ...(off && { "x-off": "1" }) };
            return (await fetch(`${deaf.url}/feed`, { headers })).text();
          }),
        );
        return new Set(given);
      };
      const personal = await answers(false);
      const impersonal = await answers(true);
      await end(deaf.server);
      await probe.close();
      await records.close();

      expect(personal.size).toBeGreaterThan(100);
      expect([...impersonal]).toHaveLength(1);
    }, 240_000);
  },
);

interface Known {
  readonly profile: {
    readonly age: number;
    readonly country: string | undefined;
    readonly interests: readonly string[];
  };
  readonly history: readonly HistoryEntry[];
}

/** Grown-up readers with ten ratings or more, and the authors that they like. */
function* profilesOf({ users, books, ratings }: Dataset): Generator<readonly [string, Known]> {
  const authors = new Map(books.map(({ isbn, author }) => [isbn, author]));
  const byReader = new Map<number, HistoryEntry[]>();
  for (const { userId, isbn, rating } of ratings) {
    const known = byReader.get(userId);
    if (known) known.push({ isbn, rating });
    else byReader.set(userId, [{ isbn, rating }]);
  }
  for (const { id, age, country } of users) {
    const history = byReader.get(id) ?? [];
    if (age === undefined || age < 18 || age > 100 || history.length < 10) continue;
    const interests = [...new Set(history.flatMap(({ isbn }) => authors.get(isbn) ?? []))].slice(0, 5);
    // Some of each kind of object: a proxy may not hide what a frozen object has.
    const profile = Object.freeze({ age, country, interests: Object.freeze(interests) });
    yield [String(id), { profile, history: id % 2 === 0 ? Object.freeze(history) : history }];
  }
}

/** A feed that never asks what the probe wants: it hands whatever it has to its model. */
function deafService(recommender: Recommender, probe: Probe, known: ReadonlyMap<string, Known>): Express {
  const app = express();
  app.use(probe.express());
  app.get("/feed", (req, res) => {
    const id = req.get("x-reader-id") ?? "";
    const { profile, history } = known.get(id) ?? { profile: undefined, history: [] };
    req.decision?.identify({
      id,
      age: profile?.age,
      choices: { personalisationOff: req.get("x-off") === "1" },
    });
    const reader = {
      profile: req.decision?.track("profile", profile) ?? {
        age: undefined,
        country: undefined,
        interests: [],
      },
      history: req.decision?.track("history", history) ?? [],
    };
    res.json(recommender.feed(reader, 20).map(({ isbn }) => isbn));
  });
  return app;
}
