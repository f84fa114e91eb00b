import { describe, expect } from "vitest";

import { openStore } from "../src/index.ts";
import { batchOf, DAY, decision } from "./support/rows.ts";
import { test } from "./support/store.ts";

// Long enough that the server has answered before all of it is sent.
const large = {
  table: "decisions",
  version: 1,
  bytes: Array.from({ length: 64 }, () => new Uint8Array(1 << 20)),
  token: "large",
};

describe("somebody whom the server doesn't know", () => {
  test.for([
    ["an unknown name", { username: "nobody" }],
    ["a wrong password", { password: "wrong" }],
  ] as const)("is told so, whatever he asks for: %s", async ([, wrong], { database }) => {
    const store = openStore({ ...database, ...wrong, compression: false });
    const refused = {
      code: "AUTHENTICATION",
      isTransient: false,
      message: expect.not.stringContaining('wrong"'),
    };
    await expect(store.overview()).rejects.toMatchObject(refused);
    await expect(store.migrate()).rejects.toMatchObject(refused);
    await expect(store.insertBatch(batchOf([decision(DAY)]))).rejects.toMatchObject(refused);
    await expect(store.insertBatch(large)).rejects.toMatchObject(refused);
    expect(await store.status()).toMatchObject({ isReachable: false, error: refused });
    await store.close();
  });
});
