import type { Gap, GapCount, GapFilter, PageOptions, SequenceCount, TimeWindow } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { someGaps } from "../support/gaps.ts";
import { fakeStore, opens } from "../support/store.ts";
import { probity, type World } from "../support/terminal.ts";

const URL_GIVEN = ["--url", "http://localhost:8123"];
const NOW = Date.parse("2026-11-21T12:00:00Z");
const WRITER = "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a";

const [gap, refused] = someGaps.gaps;
const dropped: GapCount = {
  ...someGaps.causes[0],
  service: "hot-list",
  cause: "dropped",
  gaps: 2,
  rows: 96,
  missing: 96,
};
const causes = [...someGaps.causes, dropped];

function counted(service: string, rows: number, doubled = 0): SequenceCount {
  return { writer: WRITER, epoch: 1, service, rows, first_seq: 1, last_seq: rows, doubled };
}

interface Given {
  readonly gaps?: readonly Gap[];
  readonly causes?: readonly GapCount[];
  readonly counts?: readonly SequenceCount[];
}

type Asked = [GapFilter | undefined, PageOptions | undefined, TimeWindow | undefined, TimeWindow | undefined];

/** A store with these gaps, and what it was asked. */
function storing(given: Given = {}): World & { readonly asked: Asked } {
  const { gaps = [], causes: totals = [], counts = [counted("book-feed", 9_997)] } = given;
  const asked: Asked = [undefined, undefined, undefined, undefined];
  const store = fakeStore({
    gaps: (filter, page) => {
      [asked[0], asked[1]] = [filter, page];
      return Promise.resolve({ rows: gaps.slice(0, page?.limit), next: undefined });
    },
    gapCounts: (window) => {
      asked[2] = window;
      return Promise.resolve(totals);
    },
    sequenceCounts: (window) => {
      asked[3] = window;
      return Promise.resolve(counts);
    },
  });
  return { asked, now: NOW, ports: opens(store) };
}

describe("probity gaps", () => {
  it("lists what is missing, newest first, sums it up by cause, and says how much that is", async () => {
    const world = storing({
      gaps: [gap, { ...refused, detail: "REJECTED\u001b" }],
      causes,
      counts: [counted("book-feed", 9_901)],
    });
    const { exitCode, out, err } = await probity(["gaps", ...URL_GIVEN], world);
    expect(out)
      .toBe(`Noticed              Service    Writer    Records    Numbers  Missing  Still missing  Cause                                      Detail
2026-11-21 19:31:04  book-feed  5c0ba1b2  decisions  501–503        3              3  process ended before it was spooled
2026-11-21 19:30:04  book-feed  5c0ba1b2  decisions  42             1              0  refused by ClickHouse, kept in quarantine  REJECTED\\u{1B}

Missing records by cause
Cause                                      Service    Records    Gaps  Missing  Still missing
process ended before it was spooled        book-feed  decisions     1        3              3
refused by ClickHouse, kept in quarantine  book-feed  decisions     1        1              0
dropped, the spool was full                hot-list   decisions     2       96             96

Of 10000 decisions, 99 have no record (0.99 %).
`);
    expect(err).toBe(
      "2 gaps, newest first; times are those of Asia/Shanghai. " +
        "What waits in a service's memory or in a spool shows neither as stored nor as a gap\n",
    );
    expect(exitCode).toBe(1);
  });

  it("speaks Chinese", async () => {
    const { out, err } = await probity(
      ["gaps", "--lang", "zh", ...URL_GIVEN],
      storing({ gaps: [gap], causes }),
    );
    expect(out).toMatch(/^发现时间 +服务 +进程实例 +记录 +序号 +缺失 +仍缺失 +原因 +说明\n/);
    expect(out).toContain("进程终止时尚未落盘");
    expect(out).toContain("10096 次算法决策中，有 99 次没有记录（0.98 %）。\n");
    expect(err).toMatch(/^共 1 个缺口，由新到旧/);
  });

  it("says that nothing is missing where there is no gap", async () => {
    const { exitCode, out, err } = await probity(["gaps", ...URL_GIVEN], storing());
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: "No gap is known, and 9997 decisions are stored.\n",
    });
    expect(err).toMatch(/^0 gaps, /);
  });

  it("says where to look when nothing is stored either", async () => {
    const { exitCode, out } = await probity(["gaps", ...URL_GIVEN], storing({ counts: [] }));
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out:
        "No gap is known, and no decision is stored for this time either: " +
        "where there should be some, try probity doctor.\n",
    });
  });

  it("says that all is there when what was missing is stored by now", async () => {
    const world = storing({ gaps: [refused], causes: causes.slice(1, 2) });
    const { exitCode, out } = await probity(["gaps", ...URL_GIVEN], world);
    expect(out).toContain("\nNo decision is missing: the one that was is stored by now.\n");
    expect(exitCode).toBe(0);
  });

  it("tells of rows that are there twice", async () => {
    const { exitCode, out } = await probity(
      ["gaps", ...URL_GIVEN],
      storing({ counts: [counted("s", 5, 2)] }),
    );
    expect(out).toBe("No gap is known, and 5 decisions are stored.\n2 rows are there twice.\n");
    expect(exitCode).toBe(1);
  });

  it("doesn't make one in a million look like none", async () => {
    const counts = [counted("book-feed", 2_999_997)];
    const { out } = await probity(["gaps", ...URL_GIVEN], storing({ causes: causes.slice(0, 1), counts }));
    expect(out).toContain("Of 3000000 decisions, 3 have no record (0.0001 %).\n");
  });

  it("says what to do about what is in quarantine", async () => {
    const world = storing({ causes: [{ ...someGaps.causes[1], missing: 1 }] });
    const { err } = await probity(["gaps", ...URL_GIVEN], world);
    expect(err).toMatch(/\nwhat is in quarantine can be sent again: probity quarantine replay\n$/);
  });

  it("tells of one service alone", async () => {
    const counts = [counted("book-feed", 97), counted("hot-list", 5)];
    const world = storing({ causes, counts });
    const { out } = await probity(["gaps", "--service", "book-feed", ...URL_GIVEN], world);
    expect(out).not.toContain("hot-list");
    expect(out).toContain("Of 100 decisions, 3 have no record (3.0 %).\n");
    expect(world.asked[0]).toEqual({ service: "book-feed", cause: undefined });
  });

  it("asks for all that the call asks for", async () => {
    const world = storing();
    await probity(
      ["gaps", "--cause", "dropped", "--since", "7d", "--until", "1h", "--limit", "5", ...URL_GIVEN],
      world,
    );
    const window = { from: NOW - 7 * 86_400_000, to: NOW - 3_600_000 };
    expect(world.asked).toEqual([
      { service: undefined, cause: "dropped" },
      { ...window, limit: 5, after: undefined },
      window,
      window,
    ]);
  });

  it("gives all of it as JSON, moments in UTC", async () => {
    const { out } = await probity(["gaps", "--json", ...URL_GIVEN], storing({ gaps: [gap], causes }));
    expect(JSON.parse(out)).toEqual({
      gaps: [{ ...gap, ts: "2026-11-21T11:31:04.123Z" }],
      hasMore: false,
      causes,
      decisions: { stored: 9_997, lost: 100, missing: 99, doubled: 0 },
    });
  });

  it("refuses a cause that there isn't", async () => {
    const { exitCode, err } = await probity(["gaps", "--cause", "sabotage", ...URL_GIVEN], storing());
    expect(exitCode).toBe(2);
    expect(err).toContain("argument 'sabotage' is invalid. Allowed choices are refused, unencodable, ");
  });
});
