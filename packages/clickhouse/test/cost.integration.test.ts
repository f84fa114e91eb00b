import { describe, expect } from "vitest";

import type { Connection, ReadCost } from "../src/connection.ts";
import { readDecision } from "../src/queries/decision.ts";
import { listDecisions } from "../src/queries/decisions.ts";
import { listFeatureUses } from "../src/queries/feature-use.ts";
import { countGaps, listGaps } from "../src/queries/gaps.ts";
import { readPath } from "../src/queries/path.ts";
import { readStoredSequences } from "../src/queries/sequences.ts";
import { Selection } from "../src/selection.ts";
import { catalog, DAY, idAt, subject } from "./support/rows.ts";
import { test } from "./support/store.ts";

const ROWS = 200_000;
/** Rows that ClickHouse can't but read together, as the migration sets it. */
const GRANULE = 2048;
const STEP_MS = 10_000;

const WRITERS = 10;
const writerAt = (n: number) => idAt(DAY, n);
/** When each writer after the first starts: its numbers are as far behind, so that they lie across all others'. */
const HEAD_START = 15_000;

/**
 * A decision every ten seconds for 23 days, the ids as `idAt` makes them, in one part for each month. They take turns
 * with ten writers, as soon as these are there; until then the first one takes their turn.
 */
async function fill(connection: Connection): Promise<void> {
  const ms = `(${DAY} + number * ${STEP_MS})`;
  const time = `leftPad(lower(hex(toUInt64(${ms}))), 12, '0')`;
  const id = `toUUID(concat(substring(${time}, 1, 8), '-', substring(${time}, 9, 4), '-7000-8000-000000000000'))`;
  const feature = "if(number = 150000, [0, 1], [1])";
  const user = `unhex(concat('5', leftPad(lower(hex(toUInt32(number % 50000))), 63, '0')))`;
  const parent = `if(number = 1001, toUUID('${idAt(DAY + 1000 * STEP_MS)}'), toUUIDOrZero(''))`;
  const mood = "if(number = 170000, [('profile', 'mood', 'read')], [])";
  const turn = `if(number >= (number % ${WRITERS}) * ${HEAD_START}, number % ${WRITERS}, 0)`;
  const writer = `toUUID(concat(substring('${writerAt(0)}', 1, 35), toString(${turn})))`;
  await connection.command(`
    INSERT INTO ${connection.database}.decisions
      (id, ts, writer, epoch, seq, catalog, algorithm, subject, parent, features_read, unregistered, purpose, form)
    SELECT ${id}, fromUnixTimestamp64Milli(${ms}, 'UTC'),
      ${writer} AS one, 1, row_number() OVER (PARTITION BY one ORDER BY number), unhex('${"c1".repeat(32)}'), ['feed', 'hot'][number % 2 + 1],
      ${user}, ${parent}, ${feature}, ${mood}, 'content', 'website'
    FROM numbers(${ROWS}) SETTINGS max_partitions_per_insert_block = 1000`);
  await connection.command(`OPTIMIZE TABLE ${connection.database}.decisions FINAL`);
}

/** What the server read since the last call. */
function spent(costs: ReadCost[]): number {
  return costs.splice(0).reduce((sum, { rows }) => sum + rows, 0);
}

describe(`among ${ROWS} decisions`, () => {
  test("a lookup reads a few granules, however large the table", async ({ store, connection, costs }) => {
    await store.registerCatalog(catalog());
    await fill(connection);
    const features = catalog().length;
    costs.splice(0);

    const asked = idAt(DAY + 123_456 * STEP_MS);
    expect(await readDecision(connection, asked)).toMatchObject({ id: asked });
    expect(spent(costs), "decision by id").toBeLessThanOrEqual(GRANULE);

    const withChild = await readPath(connection, idAt(DAY + 1000 * STEP_MS));
    expect(withChild?.children).toHaveLength(1);
    // The decision, the granules around it for children at two levels, the catalog.
    expect(spent(costs), "path").toBeLessThanOrEqual(5 * GRANULE + features);

    const latest = await listDecisions(connection, { algorithm: "hot" }, { limit: 20 });
    expect(latest.rows).toHaveLength(20);
    expect(spent(costs), "latest of an algorithm").toBeLessThanOrEqual(4 * GRANULE);

    const ofSubject = await listDecisions(connection, { subject: subject(77) }, {});
    expect(ofSubject.rows).toHaveLength(ROWS / 50_000);
    expect(spent(costs), "decisions of a subject").toBeLessThanOrEqual(12 * GRANULE);

    const rare = await listFeatureUses(connection, "profile.age", {});
    expect(rare.rows).toHaveLength(1);
    expect(spent(costs), "uses of a rare feature").toBeLessThanOrEqual(6 * GRANULE + 4 * features);

    const unknown = await listFeatureUses(connection, "profile.mood", {});
    expect(unknown.rows).toHaveLength(1);
    expect(spent(costs), "uses of a feature outside the catalog").toBeLessThanOrEqual(
      6 * GRANULE + 4 * features,
    );

    const window = { from: DAY + 50_000 * STEP_MS, to: DAY + 50_100 * STEP_MS };
    expect((await listDecisions(connection, {}, window)).rows).toHaveLength(100);
    expect(spent(costs), "a window").toBeLessThanOrEqual(2 * GRANULE);

    const view = new Selection({ feature: { type: "String" } });
    const ofDecision = await view.from(
      connection,
      `${connection.database}.decision_features WHERE decision = {id:UUID}`,
      {
        id: asked,
      },
    );
    expect(ofDecision).toEqual([{ feature: "profile.city" }]);
    expect(spent(costs), "the view of features, by id alone").toBeLessThanOrEqual(4 * GRANULE + features);

    // The index by id serves SQL that has nothing else. It has an entry for every row; a lookup must not need it.
    await connection.command(
      `ALTER TABLE ${connection.database}.decisions DROP INDEX by_id SETTINGS mutations_sync = 1`,
    );
    expect(await readDecision(connection, asked)).toMatchObject({ id: asked });
    expect(spent(costs), "decision by id, without the index").toBeLessThanOrEqual(GRANULE);
  });

  test("what other services did for a decision is found next to it", async ({ store, connection, costs }) => {
    await store.status();
    await fill(connection);
    const own = ["id", "ts", "writer", "epoch", "seq", "catalog"].join(", ");
    await connection.command(`
      INSERT INTO ${connection.database}.remote_calls (${own}, decision)
      SELECT ${own}, id FROM ${connection.database}.decisions`);
    await connection.command(`OPTIMIZE TABLE ${connection.database}.remote_calls FINAL`);
    costs.splice(0);

    const path = await readPath(connection, idAt(DAY + 123_456 * STEP_MS));
    expect(path?.remoteCalls).toHaveLength(1);
    // The decision, the granules around it for children and for remote calls.
    expect(spent(costs), "path with remote calls").toBeLessThanOrEqual(5 * GRANULE);
  });

  test("what is stored of a writer's numbers is found by the numbers", async ({
    store,
    connection,
    costs,
  }) => {
    await store.status();
    await fill(connection);
    costs.splice(0);

    const range = { table: "decisions", writer: writerAt(0), epoch: 1, firstSeq: 10_001, lastSeq: 14_096 };
    expect(await readStoredSequences(connection, range)).toHaveLength(4096);
    expect(spent(costs), "4,096 numbers").toBeLessThanOrEqual(4 * GRANULE);

    const few = { ...range, writer: writerAt(3), firstSeq: 1001, lastSeq: 1005 };
    expect(await readStoredSequences(connection, few)).toEqual([1001, 1002, 1003, 1004, 1005]);
    expect(spent(costs), "5 numbers").toBeLessThanOrEqual(2 * GRANULE);

    const none = { ...range, firstSeq: 500_000, lastSeq: 504_095 };
    expect(await readStoredSequences(connection, none)).toEqual([]);
    expect(spent(costs), "numbers that nobody has").toBeLessThanOrEqual(GRANULE);

    // A thousand rows out of quarantine: the even ones are stored.
    await connection.command(`
      INSERT INTO ${connection.database}.gaps (ts, seq, writer, epoch, service, of, first_seq, last_seq, rows, cause)
      SELECT fromUnixTimestamp64Milli(${DAY} + number, 'UTC'), number + 1, toUUID('${writerAt(0)}'), 1, '', 'decisions',
        number + if(number % 2 = 0, 1, 1000000) AS one, one, 1, 'quarantined' FROM numbers(1000)`);
    const page = await listGaps(connection, {}, { limit: 1000 });
    expect(page.rows.filter(({ present }) => present === 1)).toHaveLength(500);
    const [gaps, numbers] = [8 * 1000, 4 * GRANULE];
    expect(spent(costs), "a page of gaps").toBeLessThanOrEqual(gaps + numbers);

    expect(await countGaps(connection, {})).toMatchObject([{ gaps: 1000, missing: 500 }]);
    expect(spent(costs), "counts of gaps").toBeLessThanOrEqual(gaps + numbers);
  });
});
