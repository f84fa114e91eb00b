import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@clickhouse/client";
import { openStore } from "@probity/clickhouse";
import { type ClickHouseConnection, startClickHouse } from "@probity/clickhouse-local";
import { parseConfig } from "@probity/config";
import { createProbe, currentDecision } from "@probity/probe";
import express from "express";
import { Registry } from "prom-client";
import supertest from "supertest";
import { expect, test } from "vitest";

// Strings that can't be anywhere by chance. They are planted wherever a service may hold somebody's data.
const planted: string[] = [];
const canary = (): string => {
  const text = `canary${randomBytes(12).toString("hex")}`;
  planted.push(text);
  return text;
};
/** Planted where they are meant to stay, in the record and in the server's log, to show that the search finds them. */
const kept = `kept${randomBytes(12).toString("hex")}`;
const logged = `logged${randomBytes(12).toString("hex")}`;

const config = ({ url, username }: ClickHouseConnection, files: string): string => `
service: canary
pseudonyms: { current: k1, keys: { k1: { env: KEY } } }
sources: { profile: { system: postgresql, dataset: users } }
features:
  profile.name: { purposes: [content] }
  profile.address.city: { purposes: [content] }
  profile.interests[]: { tags: true, purposes: [content] }
  profile.scores.*: { purposes: [content] }
algorithms: { feed: { type: personalised_push, version: "1", purpose: content } }
outlets: { home: { product: Canary, form: website, function: feed, surface: feed } }
routes: [{ method: GET, path: "/feed/:user", algorithm: feed, outlet: { query: at } }]
subject: { id: { claim: user.id }, ageBand: { claim: band } }
storage: { url: "${url}", database: probity, username: ${username}, password: { env: PASSWORD } }
spool: { directory: "${files}/spool", archive: { directory: "${files}/archive" } }
`;

/** A token whose claims are planted, and so is the text that they are encoded in. */
function bearer(): string {
  const claims = { user: { id: canary() }, band: canary(), email: `${canary()}@example.org` };
  const [payload, signature] = [Buffer.from(JSON.stringify(claims)).toString("base64url"), canary()];
  planted.push(payload);
  return `Bearer eyJhbGciOiJIUzI1NiJ9.${payload}.${signature}`;
}

function person(): Record<string, unknown> {
  return {
    name: canary(),
    email: `${canary()}@example.org`,
    phone: canary(),
    undeclared: { deep: [canary(), { deeper: canary() }] },
    address: { city: canary(), street: canary() },
    interests: [canary(), canary()],
    scores: new Map([[canary(), 1]]),
    [`${canary()}@example.org`]: canary(),
    birthday: new Date(),
    notes: canary(),
  };
}

function service(): express.Express {
  const app = express();
  app.get("/feed/:user", (_req, res) => {
    const decision = currentDecision();
    const deleted = canary();
    decision?.identify({ id: canary(), age: 12, choices: { deletedTags: [deleted] } });
    const profile = decision?.track("profile", person()) as Record<string, unknown>;
    JSON.stringify(profile);
    Array.from((profile["scores"] as Map<string, number>).values());
    decision?.usesTags([deleted]);
    decision?.uses("profile.name", "elsewhere.name");
    decision?.deliver([{ id: canary(), score: 1 }, canary()]);
    decision?.intervene({ id: "1", kind: "pin", item: canary(), operator: "ops", reason: kept });
    // Bad input must not be quoted either.
    decision?.identify({ id: canary(), age: canary() as unknown as number });
    decision?.deliver([{ id: canary(), score: canary() as unknown as number }]);
    res.json({ items: [] });
  });
  app.get("/broken/:user", () => {
    throw new Error("the service's own fault");
  });
  return app;
}

async function filesBelow(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}

/** Every row of every table of ours, as text: what compression may hide from a look at the files. */
async function contents(connection: ClickHouseConnection): Promise<string> {
  const client = createClient(connection);
  const tables = await client.query({
    query: "SELECT name FROM system.tables WHERE database = 'probity'",
    format: "JSONEachRow",
  });
  const texts: string[] = [];
  for (const { name } of await tables.json<{ name: string }>()) {
    const rows = await client.query({ query: `SELECT * FROM probity.${name}`, format: "JSONEachRow" });
    texts.push(await rows.text());
  }
  await client.command({ query: `SELECT '${logged}' FORMAT Null` });
  await client.close();
  return texts.join("\n");
}

/** The second decision of each process is not taken, and so goes into quarantine. */
async function refuseSecond(connection: ClickHouseConnection): Promise<void> {
  const client = createClient(connection);
  await client.command({ query: "ALTER TABLE probity.decisions ADD CONSTRAINT not_two CHECK seq != 2" });
  await client.close();
}

test(
  "no raw value and no identifier is ever stored, spooled, quarantined, logged, measured or answered",
  { timeout: 60_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "probity-canary-"));
    const files = await mkdtemp(join(tmpdir(), "probity-files-"));
    const clickhouse = await startClickHouse({ directory, logLevel: "trace" });
    const admin = clickhouse.connection("admin");
    const said: string[] = [];
    try {
      const store = openStore({ ...admin, database: "probity" });
      await store.migrate();
      await store.close();
      await refuseSecond(admin);

      const registry = new Registry();
      const probe = await createProbe(
        parseConfig(config(clickhouse.connection("writer"), files), { file: "probity.yaml" }),
        {
          env: { KEY: "hex:" + "11".repeat(32), PASSWORD: clickhouse.connection("writer").password },
          registry,
          onFault: (place, fault) => said.push(`${place} ${String(fault)} ${JSON.stringify(fault)}`),
        },
      );
      const app = express().use(probe.express(), service());
      for (let n = 0; n < 20; n += 1) {
        const answer = await supertest(app)
          .get(`/feed/${canary()}?q=${canary()}&at=${canary()}`)
          .set("x-user-id", canary())
          .set("authorization", n % 2 === 0 ? bearer() : `Bearer ${canary()}`);
        expect(answer.status).toBe(200);
        said.push(JSON.stringify(answer.headers), answer.text);
      }
      expect((await probe.flush()).stored).toBe(19);
      said.push(await registry.metrics());
      await probe.close();

      const stored = await contents(admin);
      await clickhouse.stop();
      const onDisk = Buffer.concat([await filesBelow(directory), await filesBelow(files)]);

      expect(stored).toContain(kept);
      // The claims were read, and what can't be read was noticed.
      expect(stored).toContain('"input_faults":["subject.ageBand","outlet"');
      expect(stored).toContain('"input_faults":["outlet","subject.id","subject.ageBand"');
      expect(onDisk.includes(logged)).toBe(true);
      for (const folder of ["archive", "spool/quarantine"])
        expect((await filesBelow(join(files, folder))).includes(kept)).toBe(true);
      const everything = [stored, ...said].join("\n");
      expect(planted.filter((text) => everything.includes(text) || onDisk.includes(text))).toEqual([]);
    } finally {
      await clickhouse.kill();
      await rm(directory, { recursive: true, force: true });
      await rm(files, { recursive: true, force: true });
    }
  },
);
