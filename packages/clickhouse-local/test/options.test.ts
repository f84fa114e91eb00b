import { expect, it } from "vitest";

import { startClickHouse } from "../src/index.ts";

it.each([
  [{ directory: "" }, "directory is empty"],
  [{ httpPort: 65_536 }, "httpPort must be from 0 to 65535, got 65536"],
  [{ tcpPort: 1.5 }, "tcpPort must be from 0 to 65535, got 1.5"],
  [{ startTimeoutMs: 0 }, "startTimeoutMs must be above 0, got 0"],
  [{ startTimeoutMs: Number.NaN }, "startTimeoutMs must be above 0, got NaN"],
  [{ users: [] }, "the list is empty"],
])("refuses %j before it starts anything", async (options, message) => {
  await expect(startClickHouse({ directory: "never-made", ...options })).rejects.toMatchObject({
    code: "INVALID_OPTION",
    message: expect.stringContaining(message),
  });
});
