import { describe, expect, it } from "vitest";

import { openStore } from "../src/index.ts";
import { resolveOptions, type StoreOptions } from "../src/options.ts";

const options: StoreOptions = { url: "http://127.0.0.1:8123", database: "probity", username: "writer" };

describe("openStore", () => {
  it("fills the gaps", () => {
    expect(resolveOptions(options)).toEqual({
      url: new URL("http://127.0.0.1:8123"),
      database: "probity",
      username: "writer",
      password: "",
      requestTimeoutMs: 30_000,
      compression: true,
    });
  });

  it.each<[string, Partial<StoreOptions>, string]>([
    ["a URL that is none", { url: "clickhouse" }, "url must start with http:// or https://"],
    [
      "a URL of the native protocol",
      { url: "tcp://127.0.0.1:9000" },
      "url must start with http:// or https://",
    ],
    ["parameters in the URL", { url: "http://h:8123/?ssl=1" }, 'got "http://h:8123/?ssl=1"'],
    ["a database name that needs quotes", { database: "pro bity" }, 'got "pro bity"'],
    ["an empty user name", { username: "" }, "username is empty"],
    ["a timeout of nothing", { requestTimeoutMs: 0 }, "requestTimeoutMs must be above 0, got 0"],
    ["a timeout that is no number", { requestTimeoutMs: Number.NaN }, "got NaN"],
  ])("refuses %s", (_, wrong, message) => {
    expect(() => openStore({ ...options, ...wrong })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining(message) }),
    );
  });

  it("refuses credentials in the URL, and does not repeat them", () => {
    const url = "http://writer:hunter2@127.0.0.1:8123";
    expect(() => openStore({ ...options, url })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.not.stringContaining("hunter2") }),
    );
  });
});
