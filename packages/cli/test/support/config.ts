import { ConfigError, parseConfig, type Config } from "@probity/config";

/** A small configuration that is right. */
export const YAML = `
service: book-feed
pseudonyms:
  current: k2
  keys:
    k1: { env: PROBITY_KEY_K1 }
    k2: { env: PROBITY_KEY_K2 }
sources:
  profile: { system: postgresql, dataset: readers }
  books: { system: postgresql, dataset: books }
features:
  profile.age: { purposes: [content, safety] }
  profile.interests[]: { tags: true, codes: [LEG.BROWSE], purposes: [content] }
  books.rating: { personal: false, purposes: [content, search] }
algorithms:
  feed: { type: personalised_push, version: "1.4", purpose: content }
  hot: { type: ranking, version: "2", purpose: content, features: [books.rating] }
outlets:
  home: { product: Book Feed, form: website, path: [首页], function: 猜你喜欢, surface: feed }
routes:
  - { method: GET, path: /feed, algorithm: feed, outlet: home, items: "items[].isbn" }
subject:
  id: { header: x-reader-id }
rules:
  modes: { M04: off }
storage:
  url: http://clickhouse.internal:8123
  username: writer
  password: { env: WRITER_PASSWORD }
`;

/** Everything that `YAML` refers to. */
export const SECRETS = {
  PROBITY_KEY_K1: "an older key, thirty-two bytes long",
  PROBITY_KEY_K2: "the key in use, of thirty-two bytes",
  WRITER_PASSWORD: "w-secret",
};

/** A `loadConfig` that knows one file. */
export function loads(text: string = YAML, file = "probity.yaml"): (path: string) => Promise<Config> {
  return async (path) => {
    await Promise.resolve();
    if (path !== file) throw missing(path);
    return parseConfig(text, { file });
  };
}

/** What `loadConfig` throws for a file that is not there. */
export function missing(path: string): ConfigError {
  const cause = Object.assign(new Error("no such file"), { code: "ENOENT" });
  return new ConfigError("UNREADABLE_FILE", `${path}: there is no such file`, [], { cause });
}
