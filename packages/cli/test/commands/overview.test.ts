import type { Overview, TimeWindow } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { fakeStore, opens } from "../support/store.ts";
import { probity, type World } from "../support/terminal.ts";

const URL_GIVEN = ["--url", "http://localhost:8123"];
const NOW = Date.parse("2026-11-21T12:00:00Z");

const busy: Overview = {
  decisions: 200,
  subjects: 31,
  first: Date.parse("2026-11-21T00:00:00Z"),
  last: Date.parse("2026-11-21T11:59:59.999Z"),
  algorithms: [
    {
      algorithm: "feed",
      version: "1.4",
      algorithm_type: "personalised_push",
      outlet: "home",
      decisions: 150,
      personalised: 140,
      minors: 20,
      flagged: 20,
      intervened: 3,
      failed: 1,
    },
    {
      algorithm: "hot",
      version: "2",
      algorithm_type: "ranking",
      outlet: "",
      decisions: 50,
      personalised: 0,
      minors: 5,
      flagged: 0,
      intervened: 0,
      failed: 0,
    },
  ],
  features: [
    { feature: "profile.age", source: "profile", codes: ["LEG.BROWSE"], personal: true, decisions: 150 },
  ],
  unregistered: [{ source: "profile", name: "nick\u001bname", decisions: 1 }],
  findings: [
    { rule: "M02", severity: "critical", mode: "observe", decisions: 20 },
    { rule: "Z99", severity: "info", mode: "observe", decisions: 1 },
  ],
  modes: [
    { mode: "as_requested", decisions: 190 },
    { mode: "non_personalised", decisions: 9 },
    { mode: "blocked", decisions: 1 },
  ],
  holds: [
    {
      ...{ rule: "M02", action: "fallback", mode: "enforce" },
      ...{ decisions: 9, features: 20, unregistered: 2, tags: 5, items: 0 },
    },
    {
      ...{ rule: "Z99", action: "strip_item", mode: "shadow" },
      ...{ decisions: 1, features: 0, unregistered: 0, tags: 0, items: 3 },
    },
  ],
  age_bands: [
    { age_band: "adult", decisions: 180, minor_mode: 5 },
    { age_band: "u14", decisions: 20, minor_mode: 0 },
  ],
  interventions: [{ kind: "pin", times: 4, decisions: 3 }],
  input_faults: [{ name: "subject.age", decisions: 2 }],
  lost: [
    { cause: "unclean_end", gaps: 1, decisions: 12, missing: 12 },
    { cause: "quarantined", gaps: 2, decisions: 3, missing: 1 },
  ],
};

const idle: Overview = {
  decisions: 0,
  subjects: 0,
  first: null,
  last: null,
  algorithms: [],
  features: [],
  unregistered: [],
  findings: [],
  modes: [],
  holds: [],
  age_bands: [],
  interventions: [],
  input_faults: [],
  lost: [],
};

function summing(overview: Overview, asked: (TimeWindow | undefined)[] = []): World {
  const store = fakeStore({
    overview: (window) => {
      asked.push(window);
      return Promise.resolve(overview);
    },
  });
  return { now: NOW, ports: opens(store) };
}

describe("probity overview", () => {
  it("sums up decisions in tables", async () => {
    const { exitCode, out, err } = await probity(["overview", ...URL_GIVEN], summing(busy));
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out).toBe(`200 decisions for 31 users, 2026-11-21 08:00:00 to 2026-11-21 19:59:59

Decisions by algorithm and outlet
algorithm  legal type             outlet  decisions  personalised  minors  intervened
feed@1.4   personalised push      home          150           140      20           3
hot@2      ranking and selection                 50             0       5           0

Features used most
feature      source   sensitivity  decisions   share
profile.age  profile  LEG.BROWSE         150  75.0 %

Features used that are not in the catalog
feature                 decisions
profile.nick\\u{1B}name          1

Rule hits, suspected and to be reviewed
rule  severity  decisions
M02   critical         20  Suspected personalisation for an under-14 without guardian consent or special rules
Z99   info              1

Decisions that enforced rules changed
answer                            decisions
answered without personalisation          9
refused                                   1

Held back by enforced rules; would be by rules in shadow
rule  mode        action                         decisions  features  tags  items
M02   enforced    fall back to non-personalised          9        22     5      0  Suspected personalisation for an under-14 without guardian consent or special rules
Z99   shadow run  strip the item                         1         0     0      3

Ages
age       decisions   share
adult           180  90.0 %
under 14         20  10.0 %
minors: 12.5 % of all decisions

Interventions by people
kind  decisions
pin           3

Input that could not be taken as it was
input        decisions
subject.age          2

Decisions of which no record came; probity gaps lists them
cause                                      decisions  still missing
process ended before it was spooled               12             12
refused by ClickHouse, kept in quarantine          3              1
`);
  });

  it("speaks Chinese, with hits as 疑似 / 待复核", async () => {
    const { out } = await probity(["overview", "--lang", "zh", ...URL_GIVEN], summing(busy));
    expect(out).toMatch(/^共 200 次算法决策，涉及 31 名用户，/);
    expect(out).toContain("规则命中（疑似 / 待复核）\n规则  程度  决策数\nM02   严重      20  疑似");
    expect(out).toContain("规则执行改变的决策\n结果                决策数\n已改为非个性化结果       9\n");
    expect(out).not.toMatch(/违法|违规/);
  });

  it("says when nothing is stored", async () => {
    const { exitCode, out } = await probity(["overview", ...URL_GIVEN], summing(idle));
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "No decision is stored for this time.\n" });
  });

  it("says what is lost also where nothing is stored", async () => {
    const { out } = await probity(["overview", ...URL_GIVEN], summing({ ...idle, lost: busy.lost }));
    expect(out).toMatch(/^No decision is stored for this time\.\n\nDecisions of which no record came; .*\n/);
  });

  it("gives all of it as JSON, moments in UTC", async () => {
    const { out } = await probity(["overview", "--json", ...URL_GIVEN], summing(busy));
    expect(JSON.parse(out)).toEqual({
      ...busy,
      first: "2026-11-21T00:00:00.000Z",
      last: "2026-11-21T11:59:59.999Z",
    });
  });

  it("asks for the time that the call asks for", async () => {
    const asked: (TimeWindow | undefined)[] = [];
    await probity(["overview", "--since", "1d", "--until", "1h", ...URL_GIVEN], summing(idle, asked));
    await probity(["overview", ...URL_GIVEN], summing(idle, asked));
    expect(asked).toEqual([
      { from: NOW - 86_400_000, to: NOW - 3_600_000 },
      { from: undefined, to: undefined },
    ]);
  });

  it("refuses a time in which nothing lies", async () => {
    expect(await probity(["overview", "--since", "1h", "--until", "2h"], summing(idle))).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: --since 2026-11-21T11:00:00.000Z is not before --until 2026-11-21T10:00:00.000Z: nothing lies between\n",
    });
  });
});
