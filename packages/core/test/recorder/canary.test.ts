import { describe, expect, it } from "vitest";
import { untrack } from "../../src/index.ts";
import { holding } from "../support/holding.ts";
import { CALLER } from "../support/recording.ts";

/** Unique texts; whatever is recorded or told must hold none of them, nor the numbers. */
class Canaries {
  readonly planted: string[] = [];

  text(): string {
    // Letters only: it has to pass for the name of a field.
    const number = Array.from(String(this.planted.length), (digit) => "abcdefghij"[Number(digit)]).join("");
    const canary = `Canary${number}Ünïq花`;
    this.planted.push(canary);
    return canary;
  }
}

describe("nothing of a user's data or identity", () => {
  it("gets into the bytes of a row, nor into what is told of faults and bad input", async () => {
    const canaries = new Canaries();
    const text = (): string => canaries.text();
    const features = [
      "profile.name",
      "profile.address.city",
      { name: "profile.tags[]", tags: true },
      "prefs.*",
    ];
    const refused = text();
    const watched = holding(
      features,
      {
        features: ["profile.name"],
        unregistered: true,
        refusesTag: (tag) => tag === refused,
        refusesItem: (flags) => flags !== 0,
      },
      {
        judge() {
          throw new Error("a rule that fails");
        },
      },
    );
    const ids = { user: text(), item: text(), touched: text() };
    const profile = {
      name: text(),
      phone: text(),
      address: { city: text(), street: text() },
      tags: [text(), refused],
      born: new Date(0),
      [`${text()}@example.org`]: text(),
      devices: new Map([[text() + " 1", { model: text() }]]),
    };
    const decision = watched.open({
      subject: { id: ids.user, age: text() as never, ageBand: text() as never },
    });
    decision.identify({
      id: ids.user,
      ageSource: text() as never,
      minorMode: text() as never,
      guardian: { consent: text() as never },
      consent: { withdrawnAt: text() as never },
      choices: { deletedTags: [text(), text()], offAt: text() as never },
      use: { todaySec: text() as never },
    });
    const tracked = decision.track("profile", profile);
    JSON.stringify(tracked);
    structuredClone([...tracked.devices.keys(), ...tracked.tags]);
    structuredClone(untrack(tracked));
    await decision.read("prefs", () => ({ [`${text()} 2`]: text() }));
    JSON.stringify(decision.track(`user:${text()}`, { a: 1 }));
    decision.usesTags([text()]);
    decision.observe({
      source: `user:${text()}`,
      system: "redis",
      host: "cache",
      database: "0",
      operation: "HGETALL",
      target: "user:*:tags",
      statement: text(),
      fields: [`${text()} 3`, `${text()}@example.org`],
      features: [`${text()}:4`, `profile.${text()}@example`],
      startedAt: text() as never,
      tookMs: text() as never,
      failed: text() as never,
    });
    decision.describe({ pool: text() as never, significant: text() as never });
    decision.price([
      { id: text(), price: 3, conditions: text() },
      { id: text(), price: text() as never },
    ]);
    decision.admit([
      { id: text(), flags: ["ad"] },
      { id: text(), flags: [text() as never] },
    ]);
    decision.deliver([ids.item, { id: ids.touched, score: text() as never, flags: [text() as never] }]);
    decision.deliver(text() as never);
    decision.intervene({ id: "iv-1", kind: text() as never, item: ids.touched, fromRank: text() as never });
    decision.close({ outcome: text() as never, status: text() as never });
    watched
      .open({ algorithm: "feed", trace: { traceId: text(), spanId: text() }, purpose: text() as never })
      .close();

    const caller = { decision: CALLER.decision, outlet: 7 as never, hop: text() as never };
    const call = watched.openRemote({
      caller,
      protocol: text() as never,
      trace: { traceId: text(), spanId: text() },
    });
    call.identify({ id: ids.user });
    JSON.stringify(call.track("profile", profile));
    call.deliver([ids.item]);
    call.close({ outcome: text() as never });
    watched.recorder.openRemote({ caller: { ...caller, decision: text() }, protocol: "http" });
    watched.recorder.stateCoverage();

    expect(watched.rows()).toHaveLength(2);
    expect(watched.remoteCalls()).toHaveLength(1);
    expect(watched.recorder.counters.badInput.size).toBeGreaterThan(12);
    expect(canaries.planted.length).toBe(new Set(canaries.planted).size);
    const bytes = Buffer.concat(watched.chunks.map((chunk) => chunk.bytes)).toString("utf8");
    const told = watched.faults.map(
      ({ where, fault }) => `${where} ${fault instanceof Error ? fault.stack : String(fault)}`,
    );
    for (const haystack of [bytes, told.join("\n")]) {
      expect(canaries.planted.filter((canary) => haystack.includes(canary))).toEqual([]);
      expect(haystack).not.toContain("Canary");
    }
  });
});
