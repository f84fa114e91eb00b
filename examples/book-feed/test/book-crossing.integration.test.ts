import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openStore, type Store } from "@probity/clickhouse";
import { Pseudonyms } from "@probity/core";
import { loadConfig } from "@probity/config";
import { createProbe, type Probe } from "@probity/probe";
import { Registry } from "prom-client";
import { describe, expect } from "vitest";
import { type TestDatabase, test } from "../../../test/support/database.ts";
import type { Dataset, User } from "../src/data/dataset.ts";
import { readBookCrossing } from "../src/data/read-book-crossing.ts";
import { replay, type ReplayResult } from "../src/replay.ts";
import { startService } from "../src/service/start.ts";

const folder = fileURLToPath(new URL("../../../../shared/data/book-crossing", import.meta.url));
const configFile = fileURLToPath(new URL("../probity.yaml", import.meta.url));
const key = "hex:" + "7e".repeat(32);

/** One in so many readers who are neither minors nor of an impossible age asks. */
const EVERY = 100;

interface Stored {
  readonly algorithm: string;
  readonly age_band: string;
  readonly rules: readonly string[];
  readonly faults: readonly string[];
}

/** All minors, all with an impossible age, and some of the others. */
function thoseWhoAsk({ users }: Dataset): User[] {
  return users.filter(({ age }, at) => (age !== undefined && (age < 18 || age > 120)) || at % EVERY === 0);
}

async function openStorage({
  url,
  username,
  password,
  database,
}: TestDatabase): Promise<{ probe: Probe; store: Store }> {
  const store = openStore({ url, username, password, database });
  await store.migrate();
  const config = await loadConfig(configFile);
  const probe = await createProbe(
    { ...config, storage: { ...config.storage, url, username, database } },
    { env: { PROBITY_PSEUDONYM_KEY: key, PROBITY_CLICKHOUSE_PASSWORD: password }, registry: new Registry() },
  );
  return { probe, store };
}

/** Every stored decision, by the reader that its subject is the pseudonym of. */
async function storedByReader(
  store: Store,
  users: readonly User[],
): Promise<Map<User | undefined, Stored[]>> {
  const pseudonyms = new Pseudonyms({ id: "demo", secret: Buffer.alloc(32, 0x7e) });
  const readers = new Map(users.map((user) => [hex(pseudonyms.subject(String(user.id)).bytes), user]));
  const found = new Map<User | undefined, Stored[]>();
  let after: string | undefined;
  do {
    const page = await store.decisions({}, { limit: 1000, after });
    for (const { id, algorithm, age_band, finding_rules, subject } of page.rows) {
      const reader = readers.get(subject);
      const faults = age_band === "unknown" ? ((await store.decision(id))?.input_faults ?? []) : [];
      const decisions = found.get(reader) ?? [];
      decisions.push({ algorithm, age_band, rules: finding_rules, faults });
      found.set(reader, decisions);
    }
    after = page.next;
  } while (after !== undefined);
  return found;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

describe.skipIf(!existsSync(folder))(
  "the Book-Crossing readers (skipped where ../shared/data is missing)",
  () => {
    test("each answer is a row; under-14s carry the findings for minors, no one else; ages are never guessed", async ({
      database,
    }) => {
      const dataset = await readBookCrossing(folder);
      const asking = thoseWhoAsk(dataset);
      const { probe, store } = await openStorage(database);
      const service = await startService({ dataset, use: [probe.express()] });
      let result: ReplayResult;
      try {
        result = await replay({
          url: service.url,
          dataset: { ...dataset, users: asking },
        });
      } finally {
        await service.close();
        await probe.close();
      }

      const byReader = await storedByReader(store, asking);
      await store.close();
      const all = [...byReader.values()].flat();
      const { feed, hot, search } = result.answered;
      expect(all.length).toBe(feed + hot + search);
      expect(all.filter(({ algorithm }) => algorithm === "feed").length).toBe(feed);
      expect(byReader.has(undefined)).toBe(false);
      expect(byReader.size).toBe(asking.length);

      for (const [reader, decisions] of byReader) {
        const age = reader?.age;
        for (const { age_band, rules, faults } of decisions) {
          const isUnder14 = age !== undefined && age < 14;
          expect({ age, m02: rules.includes("M02") }).toEqual({ age, m02: isUnder14 });
          expect({ age, isUnknown: age_band === "unknown" }).toEqual({
            age,
            isUnknown: age === undefined || age > 120,
          });
          expect({ age, faults }).toEqual({
            age,
            faults: age !== undefined && age > 120 ? ["subject.age"] : [],
          });
          if (age !== undefined && age >= 18) expect(rules).not.toContain("M01");
        }
      }
    }, 240_000);
  },
);
