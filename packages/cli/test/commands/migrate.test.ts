import { ClickHouseStoreError, type MigrateOptions, type StoreStatus } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { fakeStore, opens } from "../support/store.ts";
import { probity } from "../support/terminal.ts";

const URL_GIVEN = ["--url", "http://localhost:8123"];
const server = { version: "26.7.1.1", isSupported: true, clockSkewMs: 0 };

function migrating(files: readonly string[], asked: MigrateOptions[] = []): Parameters<typeof probity>[1] {
  const store = fakeStore({
    migrate: (options = {}) => {
      asked.push(options);
      for (const file of files) options.onProgress?.(file);
      return Promise.resolve({ applied: files, schema: 6 });
    },
  });
  return { ports: opens(store) };
}

describe("probity migrate", () => {
  it("reports what was applied, and says so as it goes", async () => {
    const world = migrating(["0005_a.sql", "0006_b.sql"]);
    expect(await probity(["migrate", ...URL_GIVEN], world)).toEqual({
      exitCode: 0,
      out:
        "database probity at http://localhost:8123 is at migration 6 now\n" +
        "  applied 0005_a.sql\n  applied 0006_b.sql\n",
      err: "applying 0005_a.sql\napplying 0006_b.sql\n",
    });
  });

  it("says when there was nothing to do", async () => {
    const { out } = await probity(["migrate", ...URL_GIVEN], migrating([]));
    expect(out).toBe("database probity at http://localhost:8123 is up to date, at migration 6\n");
  });

  it("gives the report as JSON", async () => {
    const { out } = await probity(["migrate", "--json", ...URL_GIVEN], migrating(["0006_b.sql"]));
    expect(JSON.parse(out)).toEqual({ applied: ["0006_b.sql"], schema: 6 });
  });

  it("hands on the name of a cluster", async () => {
    const asked: MigrateOptions[] = [];
    await probity(["migrate", "--cluster", "main", ...URL_GIVEN], migrating([], asked));
    expect(asked).toMatchObject([{ cluster: "main" }]);
  });

  it("tells a user who may not how to name another", async () => {
    const error = new ClickHouseStoreError("FORBIDDEN", 'ClickHouse does not allow this to user "writer"');
    const ports = opens(fakeStore({ migrate: () => Promise.reject(error) }));
    expect(await probity(["migrate", ...URL_GIVEN], { ports })).toEqual({
      exitCode: 2,
      out: "",
      err:
        'probity: ClickHouse does not allow this to user "writer"\n' +
        "Give a user who may with --username; its password in PROBITY_CLICKHOUSE_PASSWORD\n",
    });
  });
});

describe("probity migrate --dry-run", () => {
  const dryRun = (status: StoreStatus, ...options: string[]) =>
    probity(["migrate", "--dry-run", ...options, ...URL_GIVEN], {
      ports: opens(fakeStore({ status: () => Promise.resolve(status) })),
    });

  it.each([
    [{ state: "missing", applied: 0, shipped: 6 }, "has no tables yet: would apply migrations 1 to 6"],
    [{ state: "behind", applied: 4, shipped: 6 }, "is at migration 4: would apply migrations 5 to 6"],
    [{ state: "behind", applied: 5, shipped: 6 }, "is at migration 5: would apply migration 6"],
    [{ state: "current", applied: 6, shipped: 6 }, "is up to date, at migration 6"],
  ] as const)("changes nothing, and says what it would do: %j", async (schema, text) => {
    expect(await dryRun({ isReachable: true, server, schema })).toEqual({
      exitCode: 0,
      out: `database probity at http://localhost:8123 ${text}\n`,
      err: "",
    });
  });

  it("gives the plan as JSON", async () => {
    const schema = { state: "behind", applied: 5, shipped: 6 } as const;
    expect(JSON.parse((await dryRun({ isReachable: true, server, schema }, "--json")).out)).toEqual(schema);
  });

  it("has no plan for a schema that is newer, or that was changed", async () => {
    const error = new ClickHouseStoreError("SCHEMA_AHEAD", "migration 7 is unknown here: upgrade");
    const schema = { state: "ahead", applied: 7, shipped: 6, error } as const;
    expect(await dryRun({ isReachable: true, server, schema })).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: migration 7 is unknown here: upgrade\n",
    });
  });

  it("has no plan without a server", async () => {
    const error = new ClickHouseStoreError("UNREACHABLE", "cannot reach ClickHouse: ECONNREFUSED");
    expect(await dryRun({ isReachable: false, error })).toMatchObject({
      exitCode: 2,
      err: "probity: cannot reach ClickHouse: ECONNREFUSED\n",
    });
  });
});
