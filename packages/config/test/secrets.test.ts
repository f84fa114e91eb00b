import { describe, expect, it } from "vitest";
import { isConfigError } from "../src/errors.ts";
import { parseConfig } from "../src/parse-config.ts";
import {
  resolvePseudonymSecrets,
  resolveSecrets,
  resolveStorageSecrets,
  type SecretSources,
} from "../src/secrets/resolve-secrets.ts";
import { example, exampleWith } from "./support/example.ts";

const KEY = "0123456789abcdef";
const env = { PROBITY_KEY_2026_H2: KEY, PROBITY_CLICKHOUSE_PASSWORD: "open sesame" };

/** The message of the error that looking up the secrets ends in. */
async function messageOf(text: string, sources: SecretSources): Promise<string> {
  const config = parseConfig(text, { file: "etc/probity.yaml" });
  const outcome = await resolveSecrets(config, sources).catch((error: unknown) => error);
  return isConfigError(outcome, "INVALID_SECRET") ? outcome.message : `no error: ${String(outcome)}`;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("resolveSecrets", () => {
  it("finds keys and password in the environment it is given", async () => {
    const key = { id: "2026-h2", secret: bytes(KEY) };
    expect(await resolveSecrets(parseConfig(example), { env })).toEqual({
      pseudonyms: { current: key, keys: new Map([["2026-h2", key]]) },
      storage: { url: "http://127.0.0.1:8123", password: "open sesame" },
    });
  });

  it("reads files beside the configuration, and leaves out the line break at their end", async () => {
    const asked: string[] = [];
    const readFile = (path: string): Promise<string> => {
      asked.push(path);
      return Promise.resolve("open sesame \r\n");
    };
    const text = exampleWith(["{ env: PROBITY_CLICKHOUSE_PASSWORD }", "{ file: secrets/password }"]);
    const config = parseConfig(text, { file: "/etc/probity/probity.yaml" });
    expect((await resolveSecrets(config, { env, readFile })).storage.password).toBe("open sesame ");
    expect(asked).toEqual(["/etc/probity/secrets/password"]);
  });

  it("finds the URL where the configuration refers to it", async () => {
    const config = parseConfig(exampleWith(["url: http://127.0.0.1:8123", "url: { env: STORE }"]));
    const secrets = await resolveSecrets(config, { env: { ...env, STORE: "https://store.example:8443" } });
    expect(secrets.storage.url).toBe("https://store.example:8443");
  });

  it("takes no password for an empty one", async () => {
    const config = parseConfig(exampleWith(["  password: { env: PROBITY_CLICKHOUSE_PASSWORD }\n", ""]));
    expect((await resolveSecrets(config, { env })).storage.password).toBe("");
  });

  it.each([
    ["hex:000102030405060708090a0b0c0d0e0F", Uint8Array.from({ length: 16 }, (_, n) => n)],
    ["base64:AAECAwQFBgcICQoLDA0ODw==", Uint8Array.from({ length: 16 }, (_, n) => n)],
    ["钥匙钥匙钥匙", bytes("钥匙钥匙钥匙")],
  ])("takes %s for its bytes", async (text, expected) => {
    const secrets = await resolveSecrets(parseConfig(example), {
      env: { ...env, PROBITY_KEY_2026_H2: text },
    });
    expect(secrets.pseudonyms.current.secret).toEqual(expected);
  });

  it("looks for the keys alone, or for the store alone, where no more is asked", async () => {
    const config = parseConfig(example);
    const { current } = await resolvePseudonymSecrets(config, { env: { PROBITY_KEY_2026_H2: KEY } });
    const storage = await resolveStorageSecrets(config, {
      env: { PROBITY_CLICKHOUSE_PASSWORD: "open sesame" },
    });
    expect(current).toEqual({ id: "2026-h2", secret: bytes(KEY) });
    expect(storage).toEqual({ url: "http://127.0.0.1:8123", password: "open sesame" });
    await expect(resolvePseudonymSecrets(config, { env: {} })).rejects.toMatchObject({
      code: "INVALID_SECRET",
    });
    await expect(resolveStorageSecrets(config, { env: {} })).rejects.toMatchObject({
      code: "INVALID_SECRET",
    });
  });

  it("refuses a configuration made by code whose current key isn't there", async () => {
    const config = parseConfig(example);
    const odd = { ...config, pseudonyms: { ...config.pseudonyms, current: "k9" } };
    await expect(resolveSecrets(odd, { env })).rejects.toThrow(
      'probity.yaml: pseudonyms.current is "k9", expected one of pseudonyms.keys',
    );
  });

  const keyPlace = 'etc/probity.yaml:7:23 pseudonyms.keys["2026-h2"].env';
  const passwordPlace = "etc/probity.yaml:39:20 storage.password.env";

  it("tells of everything that is missing, with the line that refers to it", async () => {
    expect(await messageOf(example, { env: { PROBITY_CLICKHOUSE_PASSWORD: "" } })).toBe(
      [
        "2 problems:",
        `  ${keyPlace}: missing secret: environment variable PROBITY_KEY_2026_H2; found no such variable, expected its value`,
        `  ${passwordPlace}: missing secret: environment variable PROBITY_CLICKHOUSE_PASSWORD; found an empty one, expected its value`,
      ].join("\n"),
    );
  });

  it("tells of a file that can't be read", async () => {
    const text = exampleWith(["{ env: PROBITY_CLICKHOUSE_PASSWORD }", "{ file: no/such/password }"]);
    expect(await messageOf(text, { env })).toBe(
      'etc/probity.yaml:39:21 storage.password.file: missing secret: file "no/such/password"; found no readable file (ENOENT), expected a text file',
    );
  });

  it.each([
    ["fifteen bytes!!", "15 bytes", "at least 16 bytes, better 32 random ones"],
    ["hex:", "nothing", "at least 16 bytes, better 32 random ones"],
    ["hex:00010203", "4 bytes", "at least 16 bytes, better 32 random ones"],
    ["hex:000102030405060708090a0b0c0d0e0", "something else", "pairs of hexadecimal digits after hex:"],
    ["base64:AAECAwQFBgcICQoLDA0ODw", "something else", "base64 after base64:, with its padding"],
    ["base64:AAECAwQF BgcICQoLDA0ODw==", "something else", "base64 after base64:, with its padding"],
    ["0123456789abcde\ud83d", "something else", "well-formed Unicode"],
  ])("refuses %j as a key, without quoting it", async (text, found, expected) => {
    expect(await messageOf(example, { env: { ...env, PROBITY_KEY_2026_H2: text } })).toBe(
      `${keyPlace}: key that can't be used: environment variable PROBITY_KEY_2026_H2; found ${found}, expected ${expected}`,
    );
  });

  it("refuses a URL that isn't one, without quoting it", async () => {
    const text = exampleWith(["url: http://127.0.0.1:8123", "url: { env: STORE }"]);
    expect(await messageOf(text, { env: { ...env, STORE: "https://writer:sesame@store.example" } })).toBe(
      "etc/probity.yaml:37:15 storage.url.env: bad URL: environment variable STORE; found something else, expected a URL such as https://clickhouse.example:8443, without user name, password or query",
    );
  });
});
