import { currentDecision } from "@probity/core";
import type { Server } from "node:http";
import { setImmediate } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { ProbityInstrumentation } from "../src/index.ts";
import { frameworks } from "./support/frameworks.ts";
import { recording } from "./support/recording.ts";
import { type Answer, listening } from "./support/servers.ts";

const feed = { items: [{ isbn: "b1" }, { isbn: "b2" }] };

describe.each(frameworks)("a service of $name", ({ serve }) => {
  const memory = recording();
  const instrumentation = new ProbityInstrumentation({ enabled: false, probe: memory.probe });
  afterAll(() => instrumentation.disable());

  it("answers as before, and its ranking becomes a decision with subject, items and what is read below", async () => {
    const work = async (user: string): Promise<unknown> => {
      await setImmediate();
      const profile = currentDecision()?.track("profile", { age: 30 }) ?? { age: 30 };
      return profile.age > 18 && user === "u1" ? feed : {};
    };
    const before = await asked(await serve(work));

    instrumentation.enable();
    const answer = await asked(await serve(work), { "x-reader-id": "r1" });
    const { "probity-decision-id": id, ...headers } = answer.headers;
    const date = expect.any(String);
    const answered = { ...before, headers: { ...before.headers, date } };
    expect({ ...answer, headers }).toEqual(answered);
    const [row] = await memory.decisions(1);
    expect(row).toMatchObject({
      id,
      algorithm: "feed",
      route: "/users/:user/feed",
      status: 200,
      outcome: "delivered",
      features_read: [0],
      key_id: "k1",
      input_faults: [],
    });
    expect(row?.items.map(({ id: item }) => item)).toEqual(memory.hashed("b1", "b2"));
    expect(memory.faults).toEqual([]);
  });
});

async function asked(server: Server, headers: Record<string, string> = {}): Promise<Answer> {
  await using app = await listening(server);
  return await app.get("/users/u1/feed", { headers });
}
