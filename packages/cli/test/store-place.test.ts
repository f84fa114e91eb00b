import { ConfigError } from "@probity/config";
import { describe, expect, it } from "vitest";

import { loads, SECRETS, YAML } from "./support/config.ts";
import { fakeStore, opens } from "./support/store.ts";
import { probity, type Call, type World } from "./support/terminal.ts";

/** Where a command goes with these options and this environment. */
async function opened(options: readonly string[], env: World["env"] = {}, loadConfig = loads()) {
  const { openStore, opened } = opens(
    fakeStore({ decisions: () => Promise.resolve({ rows: [], next: undefined }) }),
  );
  const call: Call = await probity(["decisions", ...options], {
    env,
    ports: { openStore, loadConfig },
  });
  return { ...call, options: opened[0] };
}

const CONFIGURED = {
  url: "http://clickhouse.internal:8123",
  database: "probity",
  username: "writer",
  password: "w-secret",
  compression: true,
};

describe("where the records are", () => {
  it("is said by the configuration in this directory, without any pseudonym key", async () => {
    const { options } = await opened([], { WRITER_PASSWORD: "w-secret" });
    expect(options).toEqual(CONFIGURED);
  });

  it("is said by --config before the environment", async () => {
    const env = { ...SECRETS, PROBITY_CLICKHOUSE_URL: "http://elsewhere:8123" };
    const { options } = await opened(["--config", "conf/p.yaml"], env, loads(YAML, "conf/p.yaml"));
    expect(options).toEqual(CONFIGURED);
  });

  it("is said by the configuration in this directory before the environment, which it may refer to", async () => {
    const env = { ...SECRETS, PROBITY_CLICKHOUSE_URL: "http://elsewhere:8123" };
    const { options } = await opened([], env);
    expect(options).toEqual(CONFIGURED);
  });

  it("is said by the environment where there is no configuration", async () => {
    const env = {
      PROBITY_CLICKHOUSE_URL: "http://elsewhere:8123",
      PROBITY_CLICKHOUSE_DATABASE: "d",
      PROBITY_CLICKHOUSE_USER: "u",
      PROBITY_CLICKHOUSE_PASSWORD: "p",
    };
    const { options } = await opened([], env, loads("", "nowhere.yaml"));
    expect(options).toEqual({ url: "http://elsewhere:8123", database: "d", username: "u", password: "p" });
  });

  it("is said by --url before all else", async () => {
    const { options } = await opened(["--url", "http://here:8123"], {
      PROBITY_CLICKHOUSE_URL: "http://elsewhere:8123",
    });
    expect(options).toEqual({
      url: "http://here:8123",
      database: "probity",
      username: "default",
      password: "",
    });
  });

  it("takes database and user of the call in place of the configuration's", async () => {
    const env = { ...SECRETS, PROBITY_CLICKHOUSE_PASSWORD: "a-secret" };
    const { options } = await opened(["--database", "d", "--username", "admin"], env);
    expect(options).toEqual({ ...CONFIGURED, database: "d", username: "admin", password: "a-secret" });
  });

  it("sends the configuration's password as no other user, and to no other server", async () => {
    const asOther = await opened(["--username", "admin"], SECRETS);
    expect(asOther.options?.password).toBe("");
    const elsewhere = await opened(["--url", "http://elsewhere:8123", "--config", "probity.yaml"], SECRETS);
    expect(elsewhere.options?.password).toBe("");
  });

  it("takes an empty variable for none", async () => {
    const { options } = await opened([], { ...SECRETS, PROBITY_CLICKHOUSE_URL: "" });
    expect(options).toEqual(CONFIGURED);
  });
});

describe("a call that doesn't say where the records are", () => {
  it("is told of the three ways to say it", async () => {
    expect(await opened([], {}, loads(YAML, "other.yaml"))).toMatchObject({
      exitCode: 2,
      out: "",
      err:
        "probity: there is no probity.yaml in /home/zhang/book-feed: " +
        "give --config <file>, or --url <url>, or set PROBITY_CLICKHOUSE_URL\n",
    });
  });

  it("is told what is wrong with the configuration that it names", async () => {
    expect(await opened(["--config", "p.yaml"])).toMatchObject({
      exitCode: 2,
      err: "probity: p.yaml: there is no such file\n",
    });
    const broken = await opened([], {}, loads("service: [", "probity.yaml"));
    expect(broken).toMatchObject({ exitCode: 2, out: "" });
    expect(broken.err).toMatch(/^probity: probity\.yaml:1:\d+ /);
  });

  it("is told of a file here that can't be read", async () => {
    const cause = Object.assign(new Error("no"), { code: "EACCES" });
    const error = new ConfigError("UNREADABLE_FILE", "probity.yaml: it can't be read (EACCES)", [], {
      cause,
    });
    expect(await opened([], {}, () => Promise.reject(error))).toMatchObject({
      exitCode: 2,
      err: "probity: probity.yaml: it can't be read (EACCES)\n",
    });
  });

  it("is told which secret is missing, and where the configuration refers to it", async () => {
    expect(await opened([], {})).toMatchObject({
      exitCode: 2,
      err:
        "probity: probity.yaml:29:20 storage.password.env: missing secret: environment variable WRITER_PASSWORD; " +
        "found no such variable, expected its value\n",
    });
  });
});
