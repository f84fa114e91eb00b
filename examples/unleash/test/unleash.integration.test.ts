import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openStore, type Store } from "@probity/clickhouse";
import { Pseudonyms } from "@probity/core";
import { describe, expect } from "vitest";
import { test as withDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { directory as withDirectory } from "../../../test/support/directory.ts";
import { type Postgres, startPostgres } from "../src/postgres.ts";
import { startUnleash, type Unleash, type UnleashOptions } from "../src/unleash.ts";
import { logIn } from "./admin.ts";
import { layOut, runOwnTests } from "./own-tests.ts";

const REGISTER = import.meta.resolve("@probity/opentelemetry/register");
const KEY = "7e".repeat(32);
const pseudonyms = new Pseudonyms({ id: "k1", secret: Buffer.from(KEY, "hex") });

interface Fixtures {
  readonly postgres: Postgres;
  readonly store: Store;
  /** Starts Unleash on that Postgres; what still runs after the test is stopped. */
  readonly start: (options?: Omit<UnleashOptions, "databaseUrl">) => Promise<Unleash>;
}

/** Each test has a Postgres and a database of ClickHouse of its own. */
const test = withDatabase.extend(withDirectory).extend<Fixtures>({
  postgres: async ({ directory }, use) => {
    const postgres = await startPostgres(directory);
    await use(postgres);
    await postgres.stop();
  },
  store: async ({ database: { url, username, password, database } }, use) => {
    const store = openStore({ url, username, password, database });
    await store.migrate();
    await use(store);
    await store.close();
  },
  start: async ({ postgres }, use) => {
    const started: Unleash[] = [];
    await use(async (options = {}) => {
      const unleash = await startUnleash({ databaseUrl: postgres.urlOf("unleash"), ...options });
      started.push(unleash);
      return unleash;
    });
    await Promise.all(started.map((unleash) => unleash.stop()));
  },
});

/** The environment of a process with the probe: the configuration beside this, for a database of the test's. */
async function probed(directory: string, storage: TestDatabase): Promise<Record<string, string>> {
  const file = join(directory, "probity.yaml");
  const text = await readFile(new URL("../probity.yaml", import.meta.url), "utf8");
  await writeFile(
    file,
    text
      .replaceAll('version: "7.5.1"', 'version: "7.5.1"\n    waitFor: stored\n    waitDeadlineMs: 60000')
      .replace("database: probity", `database: ${storage.database}`)
      .replace("username: writer", `username: ${storage.username}\n  batch: { maxWaitMs: 20 }`),
  );
  return {
    PROBITY_CONFIG: file,
    PROBITY_REQUIRED: "1",
    PROBITY_PSEUDONYM_KEY: `hex:${KEY}`,
    PROBITY_CLICKHOUSE_URL: storage.url,
    PROBITY_CLICKHOUSE_PASSWORD: storage.password,
  };
}

// Unleash and its tests are started several times: a few seconds each, and more on a machine that is busy.
describe("Unleash as npm has it, with the probe by --import", { timeout: 240_000 }, () => {
  test("comes to the same in its own tests, and what these search for is on record", async ({
    directory,
    postgres,
    database,
    store,
    signal,
  }) => {
    const run = { root: await layOut(directory), databaseUrl: postgres.urlOf("unleash"), signal };
    const without = await runOwnTests(run);
    const env = { ...(await probed(directory, database)), NODE_OPTIONS: `--import ${REGISTER}` };
    const withProbe = await runOwnTests({ ...run, env });
    expect(withProbe).toEqual(without);
    expect(new Set(without.map(({ status }) => status))).toEqual(new Set(["passed"]));
    expect(without.length).toBeGreaterThan(70);

    const { rows } = await store.decisions({ algorithm: "flag-search" }, { limit: 1000 });
    const answered = rows.filter(({ status }) => status === 200);
    expect(answered.length).toBeGreaterThan(50);
    expect(answered.filter(({ feature_count }) => feature_count === 0)).toEqual([]);
    expect(answered.filter(({ item_count }) => item_count > 0).length).toBeGreaterThan(40);
  });

  test("answers as it does without, and what it ranks is on record: what of each table, for whom, in which order", async ({
    directory,
    database,
    store,
    start,
  }) => {
    const search = "/api/admin/search/features?favoritesFirst=true&sortBy=name&sortOrder=asc";
    const plain = await start();
    const before = await logIn(plain.url);
    for (const name of ["checkout", "dark-mode", "new-search"]) {
      await before.post("/api/admin/projects/default/features", { name });
    }
    await before.post("/api/admin/projects/default/features/new-search/favorites");
    // A job of its own looks after how far each flag has come, some time after it was made.
    const stages = async (): Promise<unknown[]> =>
      (await before.get(search)).features.map(({ lifecycle }) => lifecycle);
    await expect.poll(stages, { timeout: 60_000 }).not.toContain(undefined);
    const answer = await before.get(search);
    await plain.stop();

    const unleash = await start({
      nodeOptions: ["--import", REGISTER],
      env: await probed(directory, database),
    });
    const admin = await logIn(unleash.url);
    expect(await admin.get(search, { "x-user-id": "1" })).toEqual(answer);
    await unleash.stop();

    const { rows } = await store.decisions({}, { limit: 10 });
    expect(rows.map(({ algorithm, outlet, outcome }) => [algorithm, outlet, outcome])).toEqual([
      ["flag-search", "flags", "delivered"],
    ]);
    const path = await store.path(rows[0]?.id ?? "");
    expect(path?.decision.items.map(({ id }) => id)).toEqual(
      ["new-search", "checkout", "dark-mode"].map((name) => pseudonyms.itemHex(name)),
    );
    expect(path?.decision.subject).toBe(Buffer.from(pseudonyms.subject("1").bytes).toString("hex"));
    const used = path?.sources.map(({ source, features }) => [source, features.map(({ name }) => name)]);
    expect(Object.fromEntries(used ?? [])).toEqual({
      favourites: ["favourites.flag"],
      flags: [
        "flags.archived_at",
        "flags.created_at",
        "flags.description",
        "flags.impression_data",
        "flags.last_seen_at",
        "flags.name",
        "flags.project",
        "flags.stale",
        "flags.type",
      ],
      people: ["people.email", "people.image", "people.name", "people.username"],
      states: ["states.enabled", "states.variants"],
      tags: ["tags.value"],
      usage: ["usage.no", "usage.yes"],
    });
    // What no rule is about is shown as such, and the session store, which one leaves out, isn't there.
    const unmapped = path?.unmapped.map(({ target }) => target);
    expect(unmapped).toEqual(
      expect.arrayContaining(["environments", "feature_lifecycles", "segments", "tag_types"]),
    );
    expect(path?.decision).toMatchObject({ personalised: true, unregistered: [], input_faults: [] });
    const record = JSON.stringify(path);
    const known = [/unleash_session/, /new-search/, /checkout/, /dark-mode/, /unleash4all/];
    expect(known.filter((text) => text.test(record))).toEqual([]);
  });
});
