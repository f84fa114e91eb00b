import { currentDecision, type Decision, runInDecision } from "@probity/core";
import type * as MySql from "mysql2";
import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type Pool from "pg-pool";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ProbityInstrumentation } from "../../src/index.ts";
import { methodOf } from "../support/methods.ts";
import { startMySqlServer } from "../support/mysql-server.ts";
import { recording, type Recording } from "../support/recording.ts";

const require = createRequire(import.meta.url);

/** Where statements were sent, and where their results came. */
type Seen = [statement: string, sentIn: string | undefined, answeredIn: string | undefined][];

let memory: Recording;
let instrumentation: ProbityInstrumentation | undefined;

beforeEach(() => {
  memory = recording();
  // One for all: a module is patched when it is first loaded.
  instrumentation ??= new ProbityInstrumentation({ enabled: false, probe: memory.probe });
  instrumentation.enable();
});

afterEach(() => instrumentation?.disable());

function decisions(count: number): Decision[] {
  return Array.from({ length: count }, () => memory.probe.ports.recorder.open({ algorithm: "feed" }));
}

it("the methods of pools and connections are those that were there, once the instrumentation is disabled", () => {
  const { Pool, Connection } = require("mysql2") as Record<"Pool" | "Connection", { prototype: object }>;
  const { prototype: pgPool } = require("pg-pool") as typeof Pool;
  const methods: readonly (readonly [object, string])[] = [
    [pgPool, "connect"],
    [Pool.prototype, "getConnection"],
    [Pool.prototype, "query"],
    [Connection.prototype, "query"],
    [Connection.prototype, "execute"],
  ];
  const names = (): string[] =>
    methods.map(([owner, name]) => (methodOf(owner, name) as { name: string }).name);
  expect(names()).not.toContain("connect");
  instrumentation?.disable();
  expect(names()).toEqual(methods.map(([, name]) => name));
});

describe("requests that wait for the single connection of a pool", () => {
  it("of pg find each its own decision where a statement is sent, and not that of the request before", async () => {
    const sent: [string, string | undefined][] = [];
    class Client extends EventEmitter {
      readonly _queryable = true;
      readonly connect = (connected: () => void): void => void setImmediate(connected);
      readonly query = (text: string, _: unknown, done: (error: undefined, result: object) => void): void => {
        sent.push([text, currentDecision()?.id]);
        setImmediate(done, undefined, {});
      };
      readonly end = (ended: () => void): void => ended();
    }
    const PgPool = require("pg-pool") as typeof Pool;
    const pool = new PgPool({ max: 1 }, Client as never);
    const all = decisions(3);
    await Promise.all(
      all.map(async (decision) => runInDecision(decision, async () => pool.query(decision.id))),
    );
    await pool.end();
    expect(sent).toEqual(all.map(({ id }) => [id, id]));
  });

  it("of mysql2 find each its own, where a statement is sent and where it is answered", async () => {
    const mysql = require("mysql2") as typeof MySql;
    await using server = await startMySqlServer();
    const pool = mysql.createPool({ host: "127.0.0.1", port: server.port, connectionLimit: 1 });
    const seen: Seen = [];
    const ask = async (name: string): Promise<void> =>
      new Promise((resolve) => {
        pool.getConnection((_, connection) => {
          const sentIn = currentDecision()?.id;
          connection.query(`SELECT '${name}'`, () => {
            seen.push([name, sentIn, currentDecision()?.id]);
            connection.release();
            resolve();
          });
        });
      });
    const all = decisions(3);
    await Promise.all(all.map(async (decision) => runInDecision(decision, async () => ask(decision.id))));
    await ask("outside");
    pool.end();
    expect(seen).toEqual([...all.map(({ id }) => [id, id, id]), ["outside", undefined, undefined]]);
  });
});
