import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect } from "vitest";

import { test as base } from "../../../test/support/database.ts";
import { directory } from "../../../test/support/directory.ts";
import { run } from "./support/bin.ts";
import { PLANTED, recordAcrossServices } from "./support/recorded-across-services.ts";

type Run = (...args: string[]) => ReturnType<typeof run>;

/** `probity` in a directory with the configuration of the gateway, on a database with what was recorded. */
const test = base.extend(directory).extend<{ decision: string; probity: Run }>({
  probity: async ({ directory: cwd, database }, use) => {
    const { url, username, password } = database;
    await writeFile(
      join(cwd, "probity.yaml"),
      `service: book-feed
pseudonyms: { current: k1, keys: { k1: { env: PROBITY_KEY_K1 } } }
sources: { flags: {} }
features: { flags: { purposes: [content] } }
algorithms: { feed: { type: personalised_push, version: "1.4", purpose: content } }
outlets: { home: { product: Book Feed, form: website, function: 猜你喜欢, surface: feed } }
routes: [{ method: GET, path: /feed, algorithm: feed, outlet: home }]
subject: { id: { header: x-reader-id } }
storage: { url: "${url}", database: ${database.database}, username: ${username}, password: { env: PASSWORD } }
`,
    );
    const probity: Run = async (...args) => run(args, { cwd, env: { PASSWORD: password } });
    await probity("migrate");
    await use(probity);
  },
  decision: async ({ probity, database }, use) => {
    expect(probity).toBeDefined();
    await use(await recordAcrossServices(database));
  },
});

describe("the real bin, of what two services recorded", () => {
  test("draws the path from one service into the other, and what only claims to be a part of it", async ({
    decision,
    probity,
  }) => {
    const { out, exitCode } = await probity("path", decision);
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /├─ Unmapped +1 call that no rule maps .*\n│ {2}└─ GET flags:\* · redis db\.internal\/shop · /,
    );
    expect(out).toMatch(/├─ Other services +2 calls of 1 service\n/);
    expect(out).toMatch(
      /book-features · HTTP \/features\/:reader · hop 1 · \S+ .* by its clock, .* · same trace · answered 200\n/,
    );
    expect(out).toMatch(/SELECT readers · postgresql db\.internal\/shop · at /);
    expect(out).toMatch(/profile\.age +LEG\.BROWSE browsing history +personal +span\n/);
    expect(out).toMatch(/gRPC spy\.Spy\/Look · hop 1 · .* · claimed, trace differs · answered\n/);
    expect(out).not.toContain(PLANTED);
  });

  test("gives it as OpenLineage and as PROV, without a stranger's word among the inputs", async ({
    decision,
    probity,
  }) => {
    const lineage = await probity("path", decision, "--format", "openlineage");
    expect(JSON.parse(lineage.out)).toMatchObject({
      run: { runId: decision, facets: { probity_decision: { unprovenRemoteCalls: 1, unmappedCalls: 1 } } },
      inputs: [{ name: "shop.readers", inputFacets: { probity_dataCall: { readBy: ["book-features"] } } }],
    });
    const prov = await probity("path", decision, "--format", "prov");
    expect(JSON.parse(prov.out)).toMatchObject({ activity: { [`probity:decision/${decision}`]: {} } });
    expect(lineage.out + prov.out).not.toContain(PLANTED);
  });

  test("lists what is unmapped, and what would map it", async ({ decision, probity }) => {
    expect(decision).toBeDefined();
    const { out, exitCode } = await probity("unmapped");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^2 calls that no rule maps/);
    // By its name, as the configuration declares it.
    expect(out).toContain(
      "  - match: { system: redis, key: flags:* }\n    source: flags\n    features: [ flags ]\n",
    );
    expect(out).toContain("\n  ratings: { system: postgresql, dataset: ratings }\n");
    const one = await probity("unmapped", "--service", "book-feed", "--until", "1h", "--json");
    expect(JSON.parse(one.out)).toMatchObject({ calls: [], suggestions: [] });
  });

  test("states the coverage of both services, and of one", async ({ decision, probity }) => {
    expect(decision).toBeDefined();
    const { out, exitCode } = await probity("coverage");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Of 1 request to configured routes, 1 became a decision \(100\.0 %\)\.\n/);
    expect(out).toMatch(
      /suspected to be rankings, to be reviewed\n.*\nbook-feed {2}GET \/similar\/:isbn +1 +1\n/,
    );
    expect(out).toMatch(/other services' decisions\n.*\nbook-features {2}GET \/features\/:reader +1 +1\n/);
    expect(out).toContain("Nothing is known to be missing of this time.\n");
    const one = await probity("coverage", "--service", "book-features", "--json");
    expect(JSON.parse(one.out)).toMatchObject({ configured: [], remote: [{ remote_calls: 1 }] });
  });
});
