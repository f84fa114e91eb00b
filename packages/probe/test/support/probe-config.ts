import { type Config, parseConfig, type SpoolConfig } from "@probity/config";

/** Where a test's store is. */
export interface TestStorage {
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** Nobody listens there, on any machine. */
export const NOWHERE: TestStorage = {
  url: "http://127.0.0.1:1",
  database: "probity",
  username: "writer",
  password: "none",
};

/** The environment that the configuration refers to. */
export function environment({ password }: TestStorage): Record<string, string> {
  return { PROBITY_KEY: "hex:" + "5a".repeat(32), PROBITY_PASSWORD: password };
}

/** The configuration of a small service with two routes, with these limits for its storage, and other sections. */
export function configOf(
  storage: TestStorage,
  limits: Partial<Config["storage"]> = {},
  more: Partial<Config> = {},
): Config {
  const config = parseConfig(yamlOf(storage), { file: "probity.yaml" });
  return { ...config, storage: { ...config.storage, ...limits }, ...more };
}

/** A spool in this directory. */
export function spoolIn(
  directory: string,
  given: Partial<SpoolConfig> = {},
): { readonly spool: SpoolConfig } {
  const MIB = 1024 * 1024;
  return {
    spool: { directory, maxBytes: 64 * MIB, whenFull: "drop", fsync: "os", segmentBytes: MIB, ...given },
  };
}

/** The same as a file holds it. */
export const yamlOf = ({ url, database, username }: TestStorage): string => `
service: books
pseudonyms: { current: k1, keys: { k1: { env: PROBITY_KEY } } }
sources:
  profile: { system: postgresql, dataset: readers }
features:
  profile.age: { codes: [], purposes: [content] }
  profile.interests[]: { tags: true, codes: [], purposes: [content] }
algorithms:
  feed: { type: personalised_push, version: "1", purpose: content }
  hot: { type: ranking, version: "1", purpose: content }
outlets:
  home: { product: Books, form: website, path: [首页], function: 猜你喜欢, surface: feed }
routes:
  - { method: GET, path: /feed, algorithm: feed, outlet: home, items: "items[].isbn" }
  - { method: GET, path: /hot, algorithm: hot, outlet: home }
subject: { id: { header: x-reader-id } }
rules: { packs: [cn] }
storage:
  url: ${url}
  database: ${database}
  username: ${username}
  password: { env: PROBITY_PASSWORD }
`;
