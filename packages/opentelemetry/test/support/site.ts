import { createClient } from "@clickhouse/client";
import { openStore, type WholePath } from "@probity/clickhouse";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "../../../../test/support/database.ts";

/** A place where services are started that are recorded in a database of their own. */
export interface Site {
  /**
   * Writes the configuration of a service whose `route` delivers decisions, by `rules` or by pack cn, and gives the
   * environment that it is started with.
   */
  readonly configure: (service: string, route?: string, rules?: string) => Promise<Record<string, string>>;
  readonly path: (id: string) => Promise<WholePath | undefined>;
  readonly rows: <T>(query: string) => Promise<T[]>;
}

export const test = base.extend<{ site: Site }>({
  site: async ({ database: storage }, use) => {
    const store = openStore(storage);
    await store.migrate();
    const client = createClient(storage);
    const directory = await mkdtemp(join(tmpdir(), "probity-register-"));
    await use({
      configure: async (service, route = "/feed", rules = "{ packs: [cn] }") => {
        const file = join(directory, `${service}.yaml`);
        await writeFile(file, configuration({ service, route, rules, ...storage }));
        return {
          PROBITY_CONFIG: file,
          PROBITY_KEY: `hex:${"5a".repeat(32)}`,
          PROBITY_PASSWORD: storage.password,
        };
      },
      path: async (id) => store.path(id),
      rows: async (query) => (await client.query({ query, format: "JSONEachRow" })).json(),
    });
    await client.close();
    await store.close();
    await rm(directory, { recursive: true });
  },
});

interface Configured {
  readonly service: string;
  readonly route: string;
  readonly rules: string;
  readonly url: string;
  readonly database: string;
  readonly username: string;
}

const configuration = ({ service, route, rules, url, database, username }: Configured): string => `
service: ${service}
pseudonyms: { current: k1, keys: { k1: { env: PROBITY_KEY } } }
sources:
  profile: { system: postgresql, dataset: readers }
features:
  profile.age: { codes: [], purposes: [content] }
  profile.interests[]: { tags: true, codes: [], purposes: [content] }
algorithms:
  feed: { type: personalised_push, version: "1", purpose: content, reviewRoute: /appeals }
outlets:
  home: { product: Books, form: website, path: [首页], function: 猜你喜欢, surface: feed }
routes:
  - { method: GET, path: ${route}, algorithm: feed, outlet: home, items: "items[].isbn", fallback: /hot }
subject:
  id: { header: x-reader-id }
  minorMode: { header: x-minor-mode }
  personalisationOff: { header: x-off }
rules: ${rules}
storage:
  url: ${url}
  database: ${database}
  username: ${username}
  password: { env: PROBITY_PASSWORD }
`;
