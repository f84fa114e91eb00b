import { describe, expect } from "vitest";
import { startMySqlServer } from "./support/mysql-server.ts";
import { startPostgres } from "./support/postgres.ts";
import { startRedisServer } from "./support/redis-server.ts";
import { startService } from "./support/service-process.ts";
import { test } from "./support/site.ts";

const DECISIONS = "SELECT id, toString(trace_id) AS trace, route, length(items) AS items, spans FROM decisions ORDER BY seq";

describe.each(["feed-by-import.mjs", "feed-by-require.cjs"])("a service that is started with --import: %s", (script) => {
  test("has its ranking recorded with the calls of its libraries, and knows nothing of it", async ({ site }) => {
    await using postgres = await startPostgres();
    await using mysql = await startMySqlServer();
    await using redis = await startRedisServer();
    const env = {
      ...(await site.configure("feed")),
      POSTGRES: postgres.url,
      MYSQL: `${mysql.port}`,
      REDIS: `${redis.port}`,
    };
    await using service = await startService(script, { env });
    const answer = await fetch(`${service.url}/feed`, { headers: { "x-reader-id": "r1" } });
    expect(await answer.json()).toEqual({ items: [{ isbn: "b1" }, { isbn: "b2" }] });
    expect(await service.stop()).toBe("");
    console.log(JSON.stringify(await site.rows(DECISIONS),null,1));
  });
});
