import type { Complaint, ComplaintFilter, TimeWindow } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { loads, missing, YAML } from "../support/config.ts";
import { complaint, NOW, openComplaint as open, URL_GIVEN } from "../support/ledgers.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";

const PROMISED = ["--first-reply-hours", "24", "--close-hours", "72"];
const CONFIG = `${YAML}feedback: { firstReplyHours: 12, closeHours: 48 }\n`;

function storing(
  cases: readonly Complaint[],
  isComplete = true,
): World & { readonly asked: (ComplaintFilter | TimeWindow | undefined)[] } {
  const asked: (ComplaintFilter | TimeWindow | undefined)[] = [];
  const store = fakeStore({
    complaints: (filter, window) => {
      asked.push(filter, window);
      return Promise.resolve({ cases, isComplete });
    },
  });
  return { asked, now: NOW, ports: { ...opens(store), loadConfig: loads(CONFIG) } };
}

describe("probity complaints", () => {
  it("shows the clock of each case, and what ran longer than promised", async () => {
    const { exitCode, out, err } = await probity(
      ["complaints", ...PROMISED, ...URL_GIVEN],
      storing([complaint, open]),
    );
    expect(out)
      .toBe(`Opened               Case  Kind       Service    Outlet  Reason  First reply           Closed                Decision
2026-11-17 16:00:00  c-1   complaint  book-feed  home    unfair  5 h                   3 d 8 h (late)
2026-11-17 16:00:00  c-2   complaint  book-feed  home    unfair  waits 4 d 4 h (late)  waits 4 d 4 h (late)

2 cases, 1 open; later than promised: 1 first reply, 2 closings.
`);
    expect(err).toBe(
      "2 cases, last opened first; promised: a first reply within 24 h, closed within 72 h; times are those of Asia/Shanghai\n",
    );
    expect(exitCode).toBe(1);
  });

  it("ends with 0 where nobody waits longer than promised, however late it was once", async () => {
    const { exitCode, out } = await probity(["complaints", ...PROMISED, ...URL_GIVEN], storing([complaint]));
    expect(exitCode).toBe(0);
    expect(out).toContain("1 case, 0 open; later than promised: 0 first replies, 1 closing.\n");
  });

  it("takes the promises of the configuration where the call says none", async () => {
    const world = storing([]);
    const { exitCode, out } = await probity(
      ["complaints", "--close-hours", "50", "--kind", "appeal", "--since", "7d", ...URL_GIVEN],
      world,
    );
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "No case was opened in this time.\n" });
    expect(world.asked).toEqual([
      { kind: "appeal", firstReplyHours: 12, closeHours: 50, at: NOW },
      { from: NOW - 7 * 86_400_000, to: undefined },
    ]);
  });

  it("asks what was promised where nothing says it", async () => {
    const ports = { loadConfig: (file: string) => Promise.reject(missing(file)) };
    const { exitCode, err } = await probity(["complaints", ...URL_GIVEN], { ports });
    expect(exitCode).toBe(2);
    expect(err).toContain("what was promised? there is no probity.yaml in /home/zhang/book-feed");
  });

  it("lists those that are open, or late, alone", async () => {
    const inTime = { ...complaint, case_id: "c-3", isCloseLate: false };
    const ids = async (...options: string[]) => {
      const call = ["complaints", ...options, "--json", ...PROMISED, ...URL_GIVEN];
      const { out } = await probity(call, storing([complaint, open, inTime]));
      return jsonLines(out).map(({ case_id: id }) => id);
    };
    expect(await ids()).toEqual(["c-1", "c-2", "c-3"]);
    expect(await ids("--open")).toEqual(["c-2"]);
    expect(await ids("--late")).toEqual(["c-1", "c-2"]);
  });

  it("speaks Chinese, and says where there are more", async () => {
    const { out, err } = await probity(
      ["complaints", ...PROMISED, "--lang", "zh", ...URL_GIVEN],
      storing([open], false),
    );
    expect(out).toContain("已等待 4 d 4 h（超时）");
    expect(out).toContain("共 1 件，未办结 1 件；超过承诺时限：首次答复 1 件，办结 1 件。\n");
    expect(err).toContain("超过 10000 件");
  });
});
