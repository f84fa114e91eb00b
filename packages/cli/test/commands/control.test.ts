import type { StoreEntry } from "@probity/clickhouse";
import type { Columns, controlChangeRecord, ControlChangeRow, RecordTable } from "@probity/core";
import { describe, expect, it } from "vitest";

import { CHANGE, history, NOW, process, step, URL_GIVEN, WRITER } from "../support/ledgers.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";

type Entry = StoreEntry<typeof controlChangeRecord.columns>;

const HOUR = 3_600_000;
const WHO = ["--by", "li.wei", "--reason", "trial"];
const thrown = step({ target: "kill_switch", rule: "", from: "", to: "thrown", reason: "fire" });
const applied = step({ step: "applied", ts: NOW - HOUR + 700, service: "book-feed" });

interface Given {
  readonly requests?: readonly ControlChangeRow[];
  readonly steps?: readonly ControlChangeRow[];
}

function storing({ requests = [], steps = [] }: Given = {}): World & {
  readonly entered: { readonly table: string; readonly entries: readonly Entry[] }[];
  readonly asked: unknown[];
} {
  const entered: { table: string; entries: readonly Entry[] }[] = [];
  const asked: unknown[] = [];
  const store = fakeStore({
    controlChanges: (filter) => {
      asked.push(filter);
      return Promise.resolve(requests);
    },
    controlSteps: () => Promise.resolve(steps),
    liveProcesses: () => Promise.resolve([process, { ...process, writer: WRITER.replace("5", "6") }]),
    controlHistory: (filter, page) => {
      asked.push(filter, page);
      return Promise.resolve({ rows: [history], next: undefined });
    },
    enter: <C extends Columns>(table: RecordTable<C>, entries: readonly unknown[]) => {
      entered.push({ table: table.name, entries: entries as readonly Entry[] });
      return Promise.resolve();
    },
  });
  return { entered, asked, now: NOW, ports: opens(store) };
}

describe("probity control set, clear, kill and release", () => {
  it.each([
    [["set", "M02", "enforce"], { target: "rule", rule: "M02", outlet: "", to: "enforce" }],
    [
      ["set", "M02", "shadow", "--outlet", "home"],
      { target: "rule", rule: "M02", outlet: "home", to: "shadow" },
    ],
    [["clear", "M02"], { target: "rule", rule: "M02", outlet: "", to: "" }],
    [["kill"], { target: "kill_switch", rule: "", outlet: "", to: "thrown" }],
    [["release"], { target: "kill_switch", rule: "", outlet: "", to: "released" }],
  ])("%j asks every process for it, with who and why", async (call, expected) => {
    const world = storing();
    const { exitCode, out } = await probity(["control", ...call, ...WHO, "--json", ...URL_GIVEN], world);
    expect(exitCode).toBe(0);
    const [{ change } = {}] = jsonLines(out);
    expect(world.entered).toEqual([
      {
        table: "control_changes",
        entries: [
          {
            ...{ ...expected, change, step: "requested", source: "table", service: "", from: "" },
            ...{ who: "li.wei", reason: "trial", requested_at: NOW },
          },
        ],
      },
    ]);
    expect(jsonLines(out)).toMatchObject([
      { ...expected, who: "li.wei", requested_at: "2026-11-21T12:00:00.000Z" },
    ]);
  });

  it("says what it was before, and where to look for who carried it out", async () => {
    const world = storing({ requests: [step({ outlet: "home", to: "off" }), step()] });
    const { out, err } = await probity(["control", "set", "M02", "observe", ...WHO, ...URL_GIVEN], world);
    expect(out).toMatch(
      /^M02 → observe · was enforce · every outlet, every service\nChange [0-9a-f-]{36}\n$/,
    );
    expect(err).toMatch(/^which processes carried it out, and when: probity control show [0-9a-f-]{36}\n$/);
    expect(world.entered[0]?.entries[0]).toMatchObject({ from: "enforce", to: "observe" });
  });

  it("asks for it after all that was asked for before, whatever the clocks", async () => {
    const world = storing({ requests: [step({ service: "book-search", requested_at: NOW + HOUR }), step()] });
    await probity(["control", "set", "M02", "off", ...WHO, ...URL_GIVEN], world);
    expect(world.entered[0]?.entries[0]).toMatchObject({ from: "enforce", requested_at: NOW + HOUR + 1 });
  });

  it("asks one service alone where the call names it", async () => {
    const world = storing({ requests: [step({ to: "shadow" })] });
    const { out } = await probity(
      ["control", "set", "M02", "enforce", "--service", "book-feed", "--lang", "zh", ...WHO, ...URL_GIVEN],
      world,
    );
    expect(world.asked).toEqual([{ service: "book-feed" }]);
    expect(world.entered[0]?.entries[0]).toMatchObject({ service: "book-feed", from: "shadow" });
    expect(out).toMatch(/^M02 → 执行 · 原为影子运行 · 全部出口, book-feed\n/);
  });

  it.each([
    [["set", "M02", "enfore", ...WHO], "Allowed choices are off, observe, shadow, enforce."],
    [["set", "M 02", "off", ...WHO], "expected the id of a rule, such as M02"],
    [["kill", "--reason", "fire"], "required option '--by <name>' not specified"],
    [["kill", "--by", " ", "--reason", "fire"], "expected something, found nothing"],
    [["release", "--by", "li.wei"], "required option '--reason <text>' not specified"],
  ])("refuses %j before anything is sent", async (call, message) => {
    const { exitCode, err } = await probity(["control", ...call, ...URL_GIVEN]);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});

describe("probity control show", () => {
  it("shows what holds by request, who carried it out, how long that took, and who was not heard", async () => {
    const refused = step({ step: "refused", epoch: 2, service: "book-feed" });
    const world = storing({ requests: [step(), thrown], steps: [step(), applied, refused] });
    const { exitCode, out } = await probity(["control", "show", ...URL_GIVEN], world);
    expect(exitCode).toBe(0);
    expect(out).toBe(`The kill switch is thrown: no rule is enforced, hits are recorded.

Rule         Where                        Mode     By      When                 Applied  Refused  Took    Live, not yet heard  Reason
kill switch  every outlet, every service  thrown   li.wei  2026-11-21 19:00:00        1        1  700 ms  book-feed 6c0ba1b2   fire
M02          every outlet, every service  enforce  li.wei  2026-11-21 19:00:00        1        1  700 ms  book-feed 6c0ba1b2   trial
`);
  });

  it("waits for no process of another service", async () => {
    const world = storing({ requests: [step({ service: "book-search" })] });
    const { out } = await probity(["control", "show", "--json", ...URL_GIVEN], world);
    expect(JSON.parse(out)).toMatchObject([{ slowestMs: null, applied: [], waiting: [] }]);
  });

  it("says where nothing was asked for", async () => {
    const { out } = await probity(["control", "show", "--lang", "zh", ...URL_GIVEN], storing());
    expect(out).toBe("紧急开关未按下。\n没有其他变更要求：规则按配置与控制文件运行。\n");
  });

  it("shows each step of one change", async () => {
    const world = storing({ steps: [step(), applied] });
    const { out } = await probity(["control", "show", CHANGE, ...URL_GIVEN], world);
    expect(out).toBe(`M02 → enforce · every outlet, every service
asked for by li.wei (command): trial

When                 Step       Service    Process             Took
2026-11-21 19:00:00  asked for
2026-11-21 19:00:00  applied    book-feed  book-feed 5c0ba1b2  700 ms
`);
  });

  it("ends with 1 where there is no such change, and with 2 for what is none", async () => {
    const unknown = await probity(["control", "show", CHANGE, ...URL_GIVEN], storing());
    expect(unknown).toMatchObject({ exitCode: 1, err: `probity: no change ${CHANGE} is on record\n` });
    const { exitCode, err } = await probity(["control", "show", "42", ...URL_GIVEN]);
    expect(exitCode).toBe(2);
    expect(err).toContain("expected the id of a change, a UUID");
  });
});

describe("probity control history", () => {
  it("lists changes with who, why, and how far they got", async () => {
    const world = storing();
    const call = ["control", "history", "--rule", "M02", "--since", "2h", "--limit", "7", ...URL_GIVEN];
    const { exitCode, out, err } = await probity(call, world);
    expect(exitCode).toBe(0);
    expect(out)
      .toBe(`When                 Rule  Where                        Mode               By      Source   Applied  Refused  Took    Reason  Change
2026-11-21 19:00:00  M02   every outlet, every service  observe → enforce  li.wei  command        2        0  900 ms  trial   7d3f0c51-6f0f-4a55-9a0c-2f2b8a4d5e6f
`);
    expect(err).toBe("1 change, newest first; times are those of Asia/Shanghai\n");
    expect(world.asked).toEqual([
      { rule: "M02" },
      { from: NOW - 2 * HOUR, to: undefined, limit: 7, after: undefined },
    ]);
  });

  it("gives one a line as JSON", async () => {
    const { out } = await probity(["control", "history", "--json", ...URL_GIVEN], storing());
    expect(jsonLines(out)).toMatchObject([
      { rule: "M02", from: "observe", to: "enforce", last_applied_at: "2026-11-21T11:00:00.900Z" },
    ]);
  });
});
