import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStore, type Store } from "@probity/clickhouse";
import {
  type FeedbackRow,
  choiceRecord,
  controlChangeRecord,
  feedbackRecord,
  findingRecord,
  Pseudonyms,
} from "@probity/core";
import { afterEach, beforeEach, describe, expect } from "vitest";

import { test as base, type TestDatabase } from "../../../test/support/database.ts";
import { run, type BinOptions } from "./support/bin.ts";
import { choice, finding, step } from "./support/ledgers.ts";
import { KEY } from "./support/recorded.ts";
import { jsonLines } from "./support/terminal.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "probity-cli-ledgers-"));
});
afterEach(() => rm(cwd, { recursive: true }));

const test = base.extend<{ store: Store }>({
  store: async ({ database }, use) => {
    const store = openStore(database);
    await store.migrate();
    await use(store);
    await store.close();
  },
});

async function configured({ url, database, username, password }: TestDatabase): Promise<BinOptions> {
  await writeFile(
    join(cwd, "probity.yaml"),
    `service: book-feed
pseudonyms: { current: k1, keys: { k1: { env: PROBITY_KEY_K1 } } }
sources: { profile: {} }
features: { profile.age: { purposes: [content] } }
algorithms: { feed: { type: personalised_push, version: "1.4", purpose: content } }
outlets: { home: { product: Book Feed, form: website, function: 猜你喜欢, surface: feed } }
routes: [{ method: GET, path: /feed, algorithm: feed, outlet: home }]
subject: { id: { header: x-reader-id } }
interventions: { twoPersonSurfaces: [hot], reasons: [festival], maxDays: 30 }
feedback: { firstReplyHours: 24, closeHours: 72 }
storage: { url: "${url}", database: ${database}, username: ${username}, password: { env: STORE_PASSWORD } }
`,
  );
  return { cwd, env: { STORE_PASSWORD: password, PROBITY_KEY_K1: KEY } };
}

describe("the real bin over the ledgers of a real server", () => {
  test("proposes, approves, lists, shows and revokes an intervention by two persons", async ({
    database,
    store,
  }) => {
    const options = await configured(database);
    const probity = (...args: string[]) => run(["interventions", ...args], options);
    const proposal = ["--kind", "pin", "--surface", "hot", "--item", "9787020002207", "--rank", "1"];
    const why = ["--reason", "festival", "--ticket", "OPS-12", "--for", "1h", "--id", "iv-1"];
    expect(await probity("propose", ...proposal, ...why, "--by", "li.wei")).toMatchObject({ exitCode: 0 });
    expect(await probity("approve", "iv-1", "--by", "li.wei")).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("somebody else must approve it"),
    });
    expect((await probity("approve", "iv-1", "--by", "chen.jie")).out).toMatch(/^iv-1 active\n/);
    const listed = jsonLines((await probity("list", "--state", "active", "--json")).out);
    const item = new Pseudonyms({ id: "k1", secret: Buffer.from(KEY) }).itemHex("9787020002207");
    expect(listed).toMatchObject([{ id: "iv-1", item, proposed_by: "li.wei", approved_by: "chen.jie" }]);
    expect((await probity("revoke", "iv-1", "--by", "wang.fang")).out).toMatch(/^iv-1 revoked\n/);
    const { out } = await probity("show", "iv-1", "--lang", "zh");
    expect(out).toMatch(/ 提出 li\.wei\n.* 批准 chen\.jie\n.* 撤销 wang\.fang\n$/s);
    expect((await store.interventions()).rows).toMatchObject([{ state: "revoked" }]);
  });

  test("asks for changes of rules, and tells who carried them out", async ({ database, store }) => {
    const options = await configured(database);
    const probity = (...args: string[]) => run(["control", ...args], options);
    const who = ["--by", "li.wei", "--reason", "trial"];
    const set = jsonLines((await probity("set", "M02", "enforce", ...who, "--json")).out)[0];
    const again = jsonLines((await probity("set", "M02", "shadow", ...who, "--json")).out)[0];
    await probity("kill", ...who);
    expect(again).toMatchObject({ from: "enforce", to: "shadow" });
    const applied = step({
      ...{ change: String(again?.["change"]), step: "applied", service: "book-feed", to: "shadow" },
      requested_at: Date.parse(String(again?.["requested_at"])),
      ts: Date.parse(String(again?.["requested_at"])) + 700,
    });
    await store.enter(controlChangeRecord, [applied]);

    const shown = await probity("show");
    expect(shown.out).toMatch(/^The kill switch is thrown/);
    expect(shown.out).toMatch(/^M02 +every outlet, every service +shadow +li\.wei .* 1 +0 +700 ms/m);
    expect((await probity("show", String(set?.["change"]))).out).toMatch(/^M02 → enforce/);
    const history = jsonLines((await probity("history", "--rule", "M02", "--json")).out);
    expect(history).toMatchObject([
      { from: "enforce", to: "shadow", applied: 1 },
      { from: "", to: "enforce", applied: 0 },
    ]);
  });

  test("shows choices, complaints and findings", async ({ database, store }) => {
    const options = await configured(database);
    const subject = Buffer.from(
      new Pseudonyms({ id: "k1", secret: Buffer.from(KEY) }).subject("reader-42").bytes,
    ).toString("hex");
    await store.enter(choiceRecord, [
      choice({ subject }),
      choice({ subject, kind: "personalisation_on", chosen_at: Date.now() }),
    ]);
    const chosen = await run(["choices", "show", "--subject-id", "reader-42", "--json"], options);
    expect(jsonLines(chosen.out)).toMatchObject([{ kind: "personalisation_on" }]);
    const all = await run(["choices", "show", "--subject-id", "reader-42", "--all", "--json"], options);
    expect(jsonLines(all.out)).toHaveLength(2);
    expect(chosen.out + chosen.err + all.out + all.err).not.toContain("reader-42");

    const complaint: Omit<FeedbackRow, "ts" | "seq" | "writer" | "epoch"> = {
      kind: "complaint",
      ...{ service: "book-feed", decision: "00000000-0000-0000-0000-000000000000", case_id: "c-1", subject },
      ...{ key_id: "k1", item: "0".repeat(16), dwell_ms: 0, outlet: "home", actor: "" },
      ...{ reason: "unfair", given_at: Date.now() - 30 * 3_600_000 },
    };
    await store.enter(feedbackRecord, [complaint]);
    const waits = await run(["complaints", "--lang", "zh"], options);
    expect(waits).toMatchObject({ exitCode: 1, out: expect.stringContaining("首次答复 1 件") });

    await store.enter(findingRecord, [finding]);
    const explained = await run(["findings", "--rule", "C01", "--lang", "zh"], options);
    expect(explained.out).toContain("疑似，待复核");
    expect(explained.exitCode).toBe(0);
  });
});
