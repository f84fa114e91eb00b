import { choiceRecord } from "@probity/core";
import { describe, expect } from "vitest";

import { choice, DAY, HOUR, START, storeDecisions, subject } from "../support/records.ts";
import { measuresOf, test } from "../support/store.ts";

const OFF = START + 10 * HOUR;
const after = (seconds: number, about = {}) => ({ ts: OFF + seconds * 1000, personalised: true, ...about });

describe("C02, how long an opt-out takes", () => {
  test("finds decisions that were personalised for longer than is allowed, with the lags", async ({
    store,
    look,
  }) => {
    await store.enter(choiceRecord, [choice(), choice({ subject: subject(2) })]);
    await storeDecisions(store, [
      after(-5),
      after(30),
      after(420),
      after(500, { personalised: false }),
      ...[10, 20].map((at) => after(at, { subject: subject(2), personalised: false })),
    ]);
    const outcome = await look("C02");
    expect(outcome.findings).toMatchObject([
      {
        ...{
          rule: "C02",
          rules: "cn@2",
          severity: "high",
          action: "warn",
          algorithm: "feed",
          outlet: "home",
        },
        explanation_zh: expect.stringMatching(
          /^疑似.*2 次关闭中有 1 次在 60 秒之后.*最长 420 秒.*待复核。$/,
        ) as string,
        explanation_en: expect.stringMatching(
          /^Suspected .*1 of 2 opt-outs.*420 seconds.*to be reviewed\.$/,
        ) as string,
        query: expect.stringContaining("{maxLagSeconds:UInt32}") as string,
      },
    ]);
    expect(measuresOf(outcome)).toMatchObject({
      ...{ opt_outs: 2, residual_opt_outs: 1, residual: 2, late: 1, late_opt_outs: 1 },
      ...{ last_p50_s: 210, last_max_s: 420, clean: 2, first_clean_p50_s: 255, first_clean_max_s: 500 },
    });
    expect(JSON.parse(outcome.findings[0]?.parameters ?? "")).toMatchObject({
      maxLagSeconds: 60,
      settings: { maxLagSeconds: 60 },
    });
  });

  test("lets pass what takes effect in time, to the second", async ({ store, look }) => {
    await store.enter(choiceRecord, [choice()]);
    await storeDecisions(store, [after(0), after(60), after(61, { personalised: false })]);
    const { cases, findings } = await look("C02");
    expect({ cases, findings }).toEqual({ cases: 1, findings: [] });
  });

  test("goes by what decisions say where the ledger says nothing", async ({ store, look }) => {
    const said = { personalisation_off: true, personalisation_off_at: OFF };
    await storeDecisions(store, [after(90, said)]);
    expect(measuresOf(await look("C02"))).toMatchObject({ opt_outs: 1, late: 1, last_max_s: 90 });
  });

  test("still counts an opt-out of days ago", async ({ store, look }) => {
    await store.enter(choiceRecord, [choice({ chosen_at: OFF - 3 * DAY })]);
    await storeDecisions(store, [after(0)]);
    expect(measuresOf(await look("C02"))).toMatchObject({ late: 1, last_max_s: 3 * 86_400, clean: 0 });
  });

  test("ends with switching on again, and holds for its outlet alone", async ({ store, look }) => {
    await store.enter(choiceRecord, [
      choice(),
      choice({ kind: "personalisation_on", chosen_at: OFF + 1000 }),
      choice({ subject: subject(2), outlet: "shop" }),
      choice({ subject: subject(3) }),
      choice({ subject: subject(3), outlet: "home", kind: "personalisation_on", chosen_at: OFF + 1000 }),
    ]);
    await storeDecisions(
      store,
      [1, 2, 3].map((n) => after(300, { subject: subject(n) })),
    );
    const { cases, findings } = await look("C02");
    expect({ cases, findings }).toEqual({ cases: 0, findings: [] });
  });

  test("has nothing to say of users whom nobody knows", async ({ store, look }) => {
    await storeDecisions(store, [
      after(300, { subject: "0".repeat(64), personalisation_off: true, personalisation_off_at: OFF }),
    ]);
    expect(await look("C02")).toMatchObject({ cases: 0, findings: [] });
  });
});
