import { get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { currentDecision } from "@probity/core";
import express, { type RequestHandler } from "express";
import supertest from "supertest";
import { describe, expect } from "vitest";
import { openProbe } from "./support/open-probe.ts";
import { test } from "./support/own-server.ts";
import { NOWHERE } from "./support/probe-config.ts";
import { rowsOf, storedIn } from "./support/stored.ts";

const profile = { age: 30, interests: ["history"], secret: "canary-4711" };

/** A service that ranks, in some of the ways in which services answer. */
function service(...middleware: RequestHandler[]): express.Express {
  const app = express();
  for (const handler of middleware) app.use(handler);
  app.get("/feed", (_, res) => {
    const tracked = currentDecision()?.track("profile", profile) ?? profile;
    res.json({ items: tracked.interests.map((interest) => ({ isbn: `${interest}-${tracked.age}` })) });
  });
  app.get("/hot", (_, res) => {
    res.type("text").write("first ");
    setImmediate(() => res.end("last"));
  });
  app.get("/about", (_, res) => void res.send("about"));
  return app;
}

/** Everything that comes over the wire but the time of day and the one header that is ours. */
async function answerOf(app: express.Express, path: string): Promise<{ headers: string[]; body: string }> {
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, agent: false }, resolve).on("error", reject);
  });
  const body = (await buffer(message)).toString("latin1");
  server.close();
  const pairs = message.rawHeaders.flatMap((name, i) =>
    i % 2 === 0 ? [`${name}: ${message.rawHeaders[i + 1]}`] : [],
  );
  const headers = pairs.filter((pair) => !/^(?:date|probity-decision-id):/i.test(pair));
  return { headers: [`${message.statusCode}`, ...headers], body };
}

const paths = ["/feed", "/hot", "/about", "/missing"];

async function expectSameAnswers(middleware: RequestHandler): Promise<void> {
  for (const path of paths) {
    expect(await answerOf(service(middleware), path)).toEqual(await answerOf(service(), path));
  }
}

describe("a service with the probe", () => {
  test("answers as before, and every decision is stored with what was read and delivered", async ({
    server,
  }) => {
    const { probe, faults } = await openProbe(server.storage);
    await expectSameAnswers(probe.express());
    const app = service(probe.express());
    const answer = await supertest(app).get("/feed").set("x-reader-id", "reader-1").expect(200);
    await probe.close();

    const id = answer.headers["probity-decision-id"];
    const stored = await rowsOf(
      server.storage,
      `SELECT algorithm, outlet, route, status, outcome, key_id, length(items) AS items, features_read,
         arrayMap(call -> call.source, calls) AS sources
       FROM decisions WHERE id = '${id}'`,
    );
    expect(stored).toEqual([
      {
        algorithm: "feed",
        outlet: "home",
        route: "/feed",
        status: 200,
        outcome: "delivered",
        key_id: "k1",
        items: 1,
        features_read: [0, 1],
        sources: ["profile"],
      },
    ]);
    expect(await storedIn(server.storage)).toMatchObject({ rows: 3, ids: 3 });
    expect(faults).toEqual([]);
  });

  test("answers as before while the storage hangs", async ({ server }) => {
    const { probe } = await openProbe(server.storage);
    server.now.pause();
    await expectSameAnswers(probe.express());
    server.now.resume();
    await expect(probe.close()).resolves.toEqual({ stored: 2, left: 0, spooled: 0, lost: 0 });
  });

  test("answers as before when the storage goes down and comes back", async ({ server }) => {
    const { probe } = await openProbe(server.storage);
    await server.now.kill();
    await expectSameAnswers(probe.express());
    await server.start();
    await expect(probe.close({ deadlineMs: 30_000 })).resolves.toEqual({
      stored: 2,
      left: 0,
      spooled: 0,
      lost: 0,
    });
  });

  test("answers as before when the storage lets nobody in", async ({ server }) => {
    const { probe } = await openProbe({ ...server.storage, password: "wrong" });
    await expectSameAnswers(probe.express());
    await expect(probe.close({ deadlineMs: 0 })).resolves.toEqual({
      stored: 0,
      left: 0,
      spooled: 0,
      lost: 2,
    });
  });

  test("answers as before when there is no storage at all, nor room to wait for one", async () => {
    const { probe } = await openProbe(NOWHERE, { maxPendingBytes: 0 });
    await expectSameAnswers(probe.express());
    await expect(probe.close({ deadlineMs: 0 })).resolves.toEqual({
      stored: 0,
      left: 0,
      spooled: 0,
      lost: 2,
    });
    expect(probe.counters.lost).toEqual(new Map([["refused", 2]]));
  });

  test("answers as before when the probe is closed", async () => {
    const { probe } = await openProbe(NOWHERE);
    await probe.close();
    await expectSameAnswers(probe.express());
    expect(probe.counters.lost).toEqual(new Map([["closed", 2]]));
  });
});
