import { expect, it } from "vitest";

import * as api from "../src/index.ts";

it("exports these names and no other", () => {
  expect(Object.keys(api).toSorted()).toEqual([
    "ClickHouseStoreError",
    "OLDEST_SERVER",
    "isClickHouseStoreError",
    "openStore",
  ]);
});
