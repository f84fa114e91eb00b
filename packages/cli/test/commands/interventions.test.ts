import type { InterventionFilter, InterventionStanding, PageOptions } from "@probity/clickhouse";
import { Pseudonyms, type Columns, type InterventionRow, type RecordTable } from "@probity/core";
import { describe, expect, it } from "vitest";

import { loads, missing, SECRETS, YAML } from "../support/config.ts";
import { NOW, URL_GIVEN, WRITER } from "../support/ledgers.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";

const HOUR = 3_600_000;
const CONFIG = `${YAML}interventions: { twoPersonSurfaces: [hot], reasons: [festival, safety], maxDays: 30 }\n`;
const PIN = [
  ...["propose", "--kind", "pin", "--surface", "hot", "--item", "9787020002207", "--rank", "1"],
  ...["--reason", "festival", "--ticket", "OPS-12", "--by", "li.wei", "--id", "iv-1"],
];

interface Kept {
  readonly rows: readonly InterventionRow[];
  readonly tables: readonly string[];
}

/** A store that keeps the steps that are entered. */
function keeping(config = CONFIG): World & Kept {
  const rows: InterventionRow[] = [];
  const tables: string[] = [];
  const store = fakeStore({
    interventionSteps: ({ id } = {}) =>
      Promise.resolve({
        rows: rows.filter((row) => row.id === id),
        cursor: { storedAt: 0, seen: new Set<string>() },
      }),
    enter: <C extends Columns>({ name }: RecordTable<C>, entries: readonly unknown[]) => {
      tables.push(name);
      for (const entry of entries as readonly InterventionRow[])
        rows.push({ ...entry, seq: rows.length + 1, writer: WRITER, epoch: 1 });
      return Promise.resolve();
    },
  });
  return { rows, tables, now: NOW, env: SECRETS, ports: { ...opens(store), loadConfig: loads(config) } };
}

const call = (world: World, ...args: string[]) => probity(["interventions", ...args], world);

describe("probity interventions propose", () => {
  it("enters the proposal, with the item's pseudonym and what the configuration asks for", async () => {
    const world = keeping();
    const { exitCode, out } = await call(world, ...PIN, "--for", "7d");
    expect(exitCode).toBe(0);
    expect(out).toBe(`iv-1 proposed
pin 9787020002207 · hot list · valid 2026-11-21 20:00:00 to 2026-11-28 20:00:00
to let it act: probity interventions approve iv-1 --by <name> (not li.wei)
`);
    const pseudonyms = new Pseudonyms({ id: "k2", secret: Buffer.from(SECRETS.PROBITY_KEY_K2) });
    expect(world.tables).toEqual(["interventions"]);
    expect(world.rows).toMatchObject([
      {
        ...{ id: "iv-1", step: "proposed", actor: "li.wei", kind: "pin", surface: "hot", rank: 1, factor: 1 },
        ...{ item_id: "9787020002207", item: pseudonyms.itemHex("9787020002207"), key_id: "k2" },
        ...{ reason: "festival", ticket: "OPS-12", two_persons: true, service: "book-feed", ts: NOW },
        ...{ valid_from: NOW, valid_to: NOW + 168 * HOUR },
      },
    ]);
  });

  it("makes an id up, and gives the proposal as JSON", async () => {
    const world = keeping();
    const boost = [
      "--kind",
      "boost",
      "--surface",
      "feed",
      "--item",
      "b-1",
      "--factor",
      "1.5",
      "--outlet",
      "home",
    ];
    const who = ["--reason", "safety", "--ticket", "OPS-1", "--by", "li.wei", "--json"];
    const { out } = await call(
      world,
      "propose",
      ...boost,
      ...who,
      "--from",
      "2026-11-22",
      "--to",
      "2026-11-23",
    );
    expect(jsonLines(out)).toMatchObject([
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/), state: "proposed", factor: 1.5, two_persons: false },
    ]);
    expect(world.rows).toHaveLength(1);
  });

  it.each([
    [[...PIN, "--for", "31d"], "an intervention acts for 30 days at most"],
    [[...PIN, "--to", "2026-11-01"], "to is not after from"],
    [[...PIN], "until when does it act? give --to <time> or --for <time>, one of them"],
    [[...PIN, "--for", "1d", "--to", "2026-12-01"], "one of them"],
    [[...PIN, "--for", "1d", "--outlet", "nowhere"], "outlet is none of home"],
    [
      [...PIN.map((each) => (each === "festival" ? "mood" : each)), "--for", "1d"],
      "reason is none of festival, safety",
    ],
    [[...PIN, "--for", "1d", "--factor", "2"], "factor means nothing where kind is pin"],
    [[...PIN, "--for", "1d", "--rank", "x"], "expected a number"],
    [PIN.slice(0, 5), "required option '--item <id>' not specified"],
    [
      ["propose", "--kind", "lift"],
      "Allowed choices are pin, boost, demote, insert, remove, block, override.",
    ],
  ])("refuses %j, and enters nothing", async (args, message) => {
    const world = keeping();
    const { exitCode, err } = await call(world, ...args);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
    expect(world.rows).toEqual([]);
  });

  it("refuses an id that is taken", async () => {
    const world = keeping();
    await call(world, ...PIN, "--for", "1d");
    const { exitCode, err } = await call(world, ...PIN, "--for", "1d");
    expect(exitCode).toBe(2);
    expect(err).toContain("intervention iv-1 was proposed already");
    expect(world.rows).toHaveLength(1);
  });

  it("asks for a configuration where there is none", async () => {
    const ports = { loadConfig: (file: string) => Promise.reject(missing(file)) };
    const { exitCode, err } = await call({ ports }, ...PIN, "--for", "1d", ...URL_GIVEN);
    expect(exitCode).toBe(2);
    expect(err).toContain("a proposal needs the pseudonym key and the rules of a configuration");
  });
});

describe("probity interventions approve, reject and revoke", () => {
  it("let it act, and end it, each by who is named, without a configuration", async () => {
    const world = keeping();
    await call(world, ...PIN, "--for", "7d");
    const approved = await call(world, "approve", "iv-1", "--by", "chen.jie", ...URL_GIVEN);
    expect(approved.out).toMatch(/^iv-1 active\n/);
    const revoked = await call(world, "revoke", "iv-1", "--by", "wang.fang", "--lang", "zh", ...URL_GIVEN);
    expect(revoked.out).toMatch(/^iv-1 已撤销\n置顶 9787020002207/);
    expect(world.rows.map(({ step, actor }) => [step, actor])).toEqual([
      ["proposed", "li.wei"],
      ["approved", "chen.jie"],
      ["revoked", "wang.fang"],
    ]);
    // What was proposed stands in every step.
    const [proposed, ...later] = world.rows;
    for (const { rank, item, key_id, valid_to, service } of later)
      expect({ rank, item, key_id, valid_to, service }).toEqual({
        ...{ rank: proposed?.rank, item: proposed?.item, key_id: proposed?.key_id },
        ...{ valid_to: proposed?.valid_to, service: proposed?.service },
      });
  });

  it.each([
    [
      ["approve", "iv-1", "--by", "li.wei"],
      "li.wei proposed intervention iv-1; on this surface somebody else must approve it",
    ],
    [["revoke", "iv-1", "--by", "chen.jie"], "intervention iv-1 is only proposed; reject it"],
    [["approve", "iv-2", "--by", "chen.jie"], "there is no intervention of that id"],
    [["approve", "iv-1"], "required option '--by <name>' not specified"],
  ])("refuse %j, and enter nothing", async (args, message) => {
    const world = keeping();
    await call(world, ...PIN, "--for", "7d");
    const { exitCode, err } = await call(world, ...args, ...URL_GIVEN);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
    expect(world.rows).toHaveLength(1);
  });

  it("decide once", async () => {
    const world = keeping();
    await call(world, ...PIN, "--for", "7d");
    await call(world, "reject", "iv-1", "--by", "li.wei", ...URL_GIVEN);
    const { exitCode, err } = await call(world, "approve", "iv-1", "--by", "chen.jie", ...URL_GIVEN);
    expect(exitCode).toBe(2);
    expect(err).toContain("intervention iv-1 is rejected, by li.wei");
  });
});

const standing: InterventionStanding = {
  ...{ id: "iv-1", ts: NOW - HOUR, service: "book-feed", kind: "pin", surface: "hot", outlet: "home" },
  ...{
    algorithm: "",
    item: "00000000000000aa",
    item_id: "978\u001b7",
    rank: 1,
    factor: 1,
    reason: "festival",
  },
  ...{
    ticket: "OPS-12",
    valid_from: NOW - HOUR,
    valid_to: NOW + HOUR,
    two_persons: true,
    proposed_by: "li.wei",
  },
  ...{ approved_at: NOW, approved_by: "chen.jie", rejected_at: null, rejected_by: "" },
  ...{ revoked_at: null, revoked_by: "", state: "active" },
};

function listing(
  rows: readonly InterventionStanding[],
  steps: readonly InterventionRow[] = [],
): World & {
  readonly asked: (InterventionFilter | PageOptions | undefined)[];
} {
  const asked: (InterventionFilter | PageOptions | undefined)[] = [];
  const store = fakeStore({
    interventions: (filter, page) => {
      asked.push(filter, page);
      return Promise.resolve({ rows, next: undefined });
    },
    interventionSteps: () =>
      Promise.resolve({ rows: steps, cursor: { storedAt: 0, seen: new Set<string>() } }),
  });
  return { asked, now: NOW, ports: opens(store) };
}

describe("probity interventions list and show", () => {
  it("list what is done, where, until when, by whom and why", async () => {
    const about: Partial<InterventionStanding> = {
      ...{ id: "iv-2", kind: "boost", rank: 0, factor: 1.5 },
      ...{ outlet: "", state: "rejected", rejected_by: "zhao" },
    };
    const boost: InterventionStanding = { ...standing, ...about };
    const world = listing([standing, boost]);
    const { exitCode, out, err } = await call(
      world,
      "list",
      "--state",
      "active",
      "--since",
      "1d",
      ...URL_GIVEN,
    );
    expect(exitCode).toBe(0);
    expect(out)
      .toBe(`Id    State     What           Item        Where           From                 To                   Proposed by  Decided by  Reason    Ticket
iv-1  active    pin at rank 1  978\\u{1B}7  hot list, home  2026-11-21 19:00:00  2026-11-21 21:00:00  li.wei       chen.jie    festival  OPS-12
iv-2  rejected  boost ×1.5     978\\u{1B}7  hot list        2026-11-21 19:00:00  2026-11-21 21:00:00  li.wei       zhao        festival  OPS-12
`);
    expect(err).toBe("2 interventions, last proposed first; times are those of Asia/Shanghai\n");
    expect(world.asked).toEqual([
      { state: "active", at: NOW },
      { from: NOW - 24 * HOUR, to: undefined, limit: 50, after: undefined },
    ]);
  });

  it("give one a line as JSON, and speak Chinese", async () => {
    const { out } = await call(listing([standing]), "list", "--json", ...URL_GIVEN);
    expect(jsonLines(out)).toMatchObject([{ id: "iv-1", approved_at: "2026-11-21T12:00:00.000Z" }]);
    const chinese = await call(listing([standing]), "list", "--lang", "zh", ...URL_GIVEN);
    expect(chinese.out).toContain("生效中");
  });

  it("show one with every step, in the order of time", async () => {
    const taken = (step: InterventionRow["step"], actor: string, ts: number): InterventionRow =>
      ({ ...standing, step, actor, ts }) as unknown as InterventionRow;
    const steps = [taken("approved", "chen.jie", NOW), taken("proposed", "li.wei", NOW - HOUR)];
    const { out } = await call(listing([standing], steps), "show", "iv-1", ...URL_GIVEN);
    expect(out).toBe(`iv-1 active
├─ pin at rank 1 · Item 978\\u{1B}7 (00000000000000aa) · hot list, home
├─ valid 2026-11-21 19:00:00 to 2026-11-21 21:00:00
├─ Reason festival · Ticket OPS-12
├─ two persons: whoever proposed it may not approve it
└─ Steps
   ├─ 2026-11-21 19:00:00 proposed by li.wei
   └─ 2026-11-21 20:00:00 approved by chen.jie
`);
  });

  it("end with 1 where there is no such one", async () => {
    expect(await call(listing([]), "show", "iv-9", ...URL_GIVEN)).toMatchObject({
      exitCode: 1,
      err: "probity: no intervention iv-9 is on record\n",
    });
  });
});
