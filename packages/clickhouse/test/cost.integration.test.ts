import { describe, expect } from "vitest";

import type { Connection, ReadCost } from "../src/connection.ts";
import { readDecision } from "../src/queries/decision.ts";
import { listDecisions } from "../src/queries/decisions.ts";
import { listFeatureUses } from "../src/queries/feature-use.ts";
import { readPath } from "../src/queries/path.ts";
import { Selection } from "../src/selection.ts";
import { catalog, DAY, idAt, subject } from "./support/rows.ts";
import { test } from "./support/store.ts";

const ROWS = 200_000;
/** Rows that ClickHouse can't but read together, as the migration sets it. */
const GRANULE = 2048;
const STEP_MS = 10_000;

/** A decision every ten seconds for 23 days, the ids as `idAt` makes them, in one part for each month. */
async function fill(connection: Connection): Promise<void> {
  const ms = `(${DAY} + number * ${STEP_MS})`;
  const time = `leftPad(lower(hex(toUInt64(${ms}))), 12, '0')`;
  const id = `toUUID(concat(substring(${time}, 1, 8), '-', substring(${time}, 9, 4), '-7000-8000-000000000000'))`;
  const feature = "if(number = 150000, [0, 1], [1])";
  const user = `unhex(concat('5', leftPad(lower(hex(toUInt32(number % 50000))), 63, '0')))`;
  const parent = `if(number = 1001, toUUID('${idAt(DAY + 1000 * STEP_MS)}'), toUUIDOrZero(''))`;
  const mood = "if(number = 170000, [('profile', 'mood', 'read')], [])";
  await connection.command(`
    INSERT INTO ${connection.database}.decisions
      (id, ts, catalog, algorithm, subject, parent, features_read, unregistered, purpose, form)
    SELECT ${id}, fromUnixTimestamp64Milli(${ms}, 'UTC'), unhex('${"c1".repeat(32)}'), ['feed', 'hot'][number % 2 + 1],
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
});
