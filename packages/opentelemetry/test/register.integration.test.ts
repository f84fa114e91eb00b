import { describe, expect } from "vitest";
import { startMySqlServer } from "./support/mysql-server.ts";
import { startPostgres } from "./support/postgres.ts";
import { startRedisServer } from "./support/redis-server.ts";
import { startService } from "./support/service-process.ts";
import { test } from "./support/site.ts";

const DECISIONS = `
  SELECT toString(id) AS id, route, toString(key_id) AS key, outcome, length(items) AS items, features_span,
    arrayMap(call -> (call.source, call.how), calls) AS calls,
    arrayMap(span -> (span.source, span.system, span.operation, span.target, span.fields), spans) AS spans
  FROM decisions`;

describe.each(["plain/by-import.mjs", "plain/by-require.cjs"])(
  "a service that is started with --import: %s",
  (script) => {
    test("answers as before, and has its ranking recorded with each call of its libraries, once", async ({
      site,
    }) => {
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
      const about = await fetch(`${service.url}/about`);
      expect(await answer.json()).toEqual({ items: [{ isbn: "b1" }, { isbn: "b2" }] });
      expect(about.headers.has("probity-decision-id")).toBe(false);
      expect(await service.stop()).toBe("");
      expect(await site.rows(DECISIONS)).toEqual([
        {
          id: answer.headers.get("probity-decision-id"),
          route: "/feed",
          key: "k1",
          outcome: "delivered",
          items: 2,
          features_span: [0],
          calls: [["profile", "span"]],
          spans: [
            ["profile", "postgresql", "SELECT", "readers", ["age"]],
            ["", "mysql", "SELECT", "readers", ["country"]],
            ["", "redis", "HGETALL", "user:*:tags", ["*"]],
            ["", "redis", "GET", "user:*:city", []],
          ],
        },
      ]);
    });
  },
);

const RULES = `
  modes: { C01: enforce, NO-MINORS: enforce }
  own: [{ id: NO-MINORS, title: { zh: 疑似, en: Suspected }, action: block, when: { minorMode: true } }]`;

describe("a service that is started with --import, and whose configuration has rules enforced", () => {
  test("is not asked what is blocked, and serves its other path to whom it must not know", async ({
    site,
  }) => {
    const env = await site.configure("feed", "/feed", RULES);
    await using service = await startService("plain/two-paths.mjs", { env });
    const ask = async (headers: Record<string, string>): Promise<Response> =>
      fetch(`${service.url}/feed`, { headers: { "x-reader-id": "r1", "accept-language": "en", ...headers } });
    const plain = await ask({});
    const off = await ask({ "x-off": "on" });
    const minor = await ask({ "x-minor-mode": "on" });
    expect([await plain.json(), await off.json()]).toEqual([
      { items: [{ isbn: "b1" }], path: "/feed" },
      { items: [{ isbn: "top" }], path: "/hot" },
    ]);
    expect([minor.status, await minor.json()]).toMatchObject([
      403,
      {
        error: "blocked",
        decision: minor.headers.get("probity-decision-id"),
        rule: "NO-MINORS",
        review: "/appeals",
      },
    ]);
    expect(await service.stop()).toBe("");
    const ids = [plain, off, minor].map(({ headers }) => headers.get("probity-decision-id"));
    const recorded = await site.rows(
      "SELECT toString(id) AS id, toString(mode) AS mode, status, route FROM decisions",
    );
    expect(new Set(recorded)).toEqual(
      new Set([
        { id: ids[0], mode: "as_requested", status: 200, route: "/feed" },
        { id: ids[1], mode: "non_personalised", status: 200, route: "/feed" },
        { id: ids[2], mode: "blocked", status: 403, route: "/feed" },
      ]),
    );
  });
});
