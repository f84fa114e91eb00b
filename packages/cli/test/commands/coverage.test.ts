import type { Coverage, GapCount, ServiceFilter, TimeWindow } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { someGapCounts as gaps, routeCoverage as route, someRoutes as routes } from "../support/coverage.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";

const URL_GIVEN = ["--url", "http://localhost:8123"];
const NOW = Date.parse("2026-11-21T12:00:00Z");

type Asked = [ServiceFilter | undefined, TimeWindow | undefined][];

function holding(found: Partial<Coverage>, lost: readonly GapCount[] = [], asked: Asked = []): World {
  const coverage = (...given: Asked[number]) => {
    asked.push(given);
    return Promise.resolve({ routes: [], isComplete: true, ...found });
  };
  return { ports: opens(fakeStore({ coverage, gapCounts: () => Promise.resolve(lost) })) };
}

describe("probity coverage", () => {
  it("states what share became decisions, what nobody asked for, what may be a ranking, and what got lost", async () => {
    const call = await probity(["coverage", ...URL_GIVEN], holding({ routes }, gaps));
    expect(call).toEqual({
      exitCode: 0,
      err: "",
      out: `Of 1230 requests to configured routes, 1218 became decisions (99.0 %).

Configured routes
Service    Route         Algorithm  Requests  Decisions    Share  Remote calls  Without a decision
book-feed  GET /feed     feed           1200       1188   99.0 %             0  2 a fault of Probity, 10 within another decision
book-feed  POST /search  search           30         30  100.0 %             0

Configured routes that nobody asked for
Service    Route     Algorithm
book-feed  GET /hot  hot

Routes recorded as a part of other services' decisions
Service        Route           Requests  Remote calls
book-features  POST /features       900           900

Routes that are not configured and answer JSON: suspected to be rankings, to be reviewed
Service    Route                Requests  JSON answers
book-feed  GET /similar/:isbn        410           405
book-feed  GET (route unknown)        12             3

1 other route with 60 requests is not configured and did not answer JSON.

4 decisions have no record: the share that is recorded is smaller by these. probity gaps lists them.
2 remote calls have no record.
1 statement of coverage is missing: there were more requests than are counted here.
`,
    });
  });

  it("says the same in Chinese, a possible ranking as 疑似 / 待复核", async () => {
    const { out } = await probity(["coverage", "--lang", "zh", ...URL_GIVEN], holding({ routes }, gaps));
    expect(out).toBe(`配置路由共收到 1230 次请求，其中 1218 次形成算法决策记录（99.0 %）。

配置路由
服务       路由          算法    请求数  决策数     占比  远程调用  未形成决策
book-feed  GET /feed     feed      1200    1188   99.0 %         0  Probity 自身故障 2, 属于另一决策 10
book-feed  POST /search  search      30      30  100.0 %         0

无人访问的配置路由
服务       路由      算法
book-feed  GET /hot  hot

作为其他服务决策一部分记录的路由
服务           路由            请求数  远程调用
book-features  POST /features     900       900

未配置而以 JSON 应答的路由：疑似排序服务，待复核
服务       路由                请求数  JSON 应答
book-feed  GET /similar/:isbn     410        405
book-feed  GET （路由未知）        12          3

另有 1 个未配置的路由，共 60 次请求，未以 JSON 应答。

4 次算法决策没有记录，实际留存的占比应相应扣减；明细见 probity gaps。
2 次远程调用没有记录。
缺失 1 条覆盖率记录，实际请求多于此处统计。
`);
    expect(out).not.toMatch(/违法|违规/);
  });

  it("says so where nothing was counted, or came, or got lost", async () => {
    const { out, exitCode } = await probity(["coverage", ...URL_GIVEN], holding({}));
    expect({ out, exitCode }).toEqual({
      exitCode: 0,
      out: "No statement of coverage is stored for this time.\n\nNothing is known to be missing of this time.\n",
    });
    const quiet = await probity(["coverage", ...URL_GIVEN], holding({ routes: routes.slice(2, 3) }));
    expect(quiet.out).toMatch(/^No request came to a configured route\.\n\nConfigured routes that nobody/);
  });

  it("doesn't call a route silent that had traffic under another algorithm", async () => {
    const before = route({ algorithm: "old", requests: 5, decisions: 5 });
    const { out } = await probity(["coverage", ...URL_GIVEN], holding({ routes: [route({}), before] }));
    expect(out).not.toContain("nobody asked for");
  });

  it("shows a reason that it doesn't know by its code", async () => {
    const odd = route({ requests: 2, decisions: 1, reasons: { moon: 1 } });
    const { out } = await probity(["coverage", ...URL_GIVEN], holding({ routes: [odd], isComplete: false }));
    expect(out).toMatch(/ 1 moon\n/);
  });

  it("says when there are more routes than it shows", async () => {
    const { err } = await probity(["coverage", ...URL_GIVEN], holding({ isComplete: false }));
    expect(err).toBe("there are more routes: narrow it down with --service, --since or --until\n");
  });

  it("asks for the time and the service that the call asks for, gaps too", async () => {
    const asked: Asked = [];
    const args = ["coverage", "--service", "book-feed", "--since", "1d", ...URL_GIVEN];
    const { out } = await probity([...args, "--json"], holding({ routes }, gaps, asked));
    expect(asked).toEqual([[{ service: "book-feed" }, { from: NOW - 86_400_000, to: undefined }]]);
    const [found] = jsonLines(out);
    expect(found).toMatchObject({
      configured: [{ route: "/feed", first: "2026-11-21T11:00:00.000Z" }, { route: "/search" }],
      silent: [{ route: "/hot" }],
      remote: [{ route: "/features" }],
      suspected: [{ route: "/similar/:isbn" }, { route: "*" }],
      others: { routes: 1, requests: 60 },
      total: { requests: 1230, decisions: 1218, lost: { decisions: 4, remote_calls: 0, coverage: 1 } },
    });
  });

  it("lets no name of a route steer the terminal", async () => {
    const evil = "\u001b[2J\u202Eevil";
    const about = { service: evil, method: evil, route: evil, algorithm: evil, reasons: { [evil]: 1 } };
    const { out } = await probity(
      ["coverage", ...URL_GIVEN],
      holding({ routes: [route({ ...about, requests: 1 })] }),
    );
    expect(out).toContain("\\u{1B}[2J\\u{202E}evil");
    expect(out).not.toMatch(/[^\P{C}\n]/u);
  });
});
