import type { ReplayOptions, ReplayReport, WriterReplay } from "@probity/probe/spool";
import { describe, expect, it } from "vitest";

import { CliError } from "../../src/index.ts";
import { loads, SECRETS, YAML } from "../support/config.ts";
import { fakeSpool } from "../support/spool.ts";
import { probity, type World } from "../support/terminal.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const archiving = loads(
  `${YAML}spool: { directory: /var/spool/feed, archive: { directory: /srv/archive } }\n`,
);

const writer: WriterReplay = {
  writer: "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a",
  epoch: 1,
  service: "book-feed",
  table: "decisions",
  archived: 2_000,
  sent: 1_990,
  known: 10,
  refused: 0,
  missing: [],
  doubled: 0,
};
const whole: ReplayReport = { segments: 12, writers: [writer], damage: [] };

type Asked = [archives: readonly string[], options: ReplayOptions][];

/** Archives of which this becomes, and what was asked. */
function replaying(report: ReplayReport, given: World["ports"] = {}): World & { readonly asked: Asked } {
  const asked: Asked = [];
  const spool = fakeSpool({
    replayArchive: (archives, options) => {
      asked.push([archives, options]);
      return Promise.resolve(report);
    },
  });
  const interrupted = (): Promise<void> => new Promise(() => {});
  return { asked, env: SECRETS, now: NOW, interrupted, ports: { loadConfig: archiving, spool, ...given } };
}

describe("probity replay", () => {
  it("compares archive and database, writer by writer", async () => {
    expect(await probity(["replay"], replaying(whole))).toEqual({
      exitCode: 0,
      out: `Writer    Service    Records    In the archive  Sent now  There before  Refused  Missing  There twice
5c0ba1b2  book-feed  decisions            2000      1990            10        0        0            0

All that the archive holds of this time is stored.
`,
      err: "",
    });
  });

  it("names what is missing, what was refused, and what is damaged", async () => {
    const missing = [
      { table: "decisions", firstSeq: 11, lastSeq: 20 },
      { table: "decisions", firstSeq: 42, lastSeq: 42 },
    ];
    const refusal = { code: "REJECTED", message: "ClickHouse refuses the rows of a batch\u001b" };
    const file = "/srv/archive/5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a/00000002.seg";
    const report: ReplayReport = {
      segments: 12,
      writers: [{ ...writer, sent: 1_989, refused: 1, refusal, missing, doubled: 3 }],
      damage: [
        {
          parts: [{ file, offset: 4_096, bytes: 120, why: "damaged" }],
          lost: [{ table: "decisions", firstSeq: 31, lastSeq: 40 }],
        },
        { parts: [{ file: file.replace("2.seg", "3.seg"), offset: 0, bytes: 0, why: "missing" }], lost: [] },
      ],
    };
    const { exitCode, out } = await probity(["replay"], replaying(report));
    expect(out)
      .toBe(`Writer    Service    Records    In the archive  Sent now  There before  Refused  Missing  There twice
5c0ba1b2  book-feed  decisions            2000      1989            10        1       11            3

5c0ba1b2  refused: ClickHouse refuses the rows of a batch\\u{1B}
5c0ba1b2  missing: decisions 11–20
5c0ba1b2  missing: decisions 42

What the archive doesn't hold any more:
  ${file}: damaged, 120 bytes at 4096
    held decisions 31–40
  ${file.replace("2.seg", "3.seg")}: not there
    what they held can't be told, or is elsewhere

11 records of the archive are not stored.
What was sent and is missing all the same was deleted there row by row, as a rule: the server remembers its last 10,000 batches, and takes none of them again. A table that is truncated forgets them.
`);
    expect(exitCode).toBe(1);
  });

  it("names the first ten of many ranges", async () => {
    const missing = Array.from({ length: 12 }, (_, n) => ({
      table: "decisions",
      firstSeq: 3 * n,
      lastSeq: 3 * n,
    }));
    const { out } = await probity(["replay"], replaying({ ...whole, writers: [{ ...writer, missing }] }));
    expect(out.match(/missing: decisions/g)).toHaveLength(10);
    expect(out).toContain("5c0ba1b2  and 2 more such ranges\n");
  });

  it.each([
    { ...whole, writers: [{ ...writer, refused: 1 }] },
    { ...whole, writers: [{ ...writer, doubled: 1 }] },
    { ...whole, damage: [{ parts: [], lost: [{ table: "decisions", firstSeq: 1, lastSeq: 1 }] }] },
  ])("answers no where something is refused, there twice or damaged: %#", async (report) => {
    expect((await probity(["replay"], replaying(report))).exitCode).toBe(1);
  });

  it("speaks Chinese", async () => {
    const { out } = await probity(["replay", "--lang", "zh"], replaying(whole));
    expect(out).toMatch(/^进程实例 +服务 +记录 +归档中 +本次发送 +此前已入库 +被拒绝 +缺失 +重复\n/);
    expect(out).toContain("算法决策");
    expect(out).toMatch(/\n归档中这段时间的记录均已入库。\n$/);
  });

  it("says when nothing is archived", async () => {
    const nothing = { segments: 0, writers: [], damage: [] };
    const { exitCode, out } = await probity(["replay"], replaying(nothing));
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "Nothing is archived there.\n" });
  });

  it("gives the report as JSON", async () => {
    const { out } = await probity(["replay", "--json"], replaying(whole));
    expect(JSON.parse(out)).toEqual(whole);
  });

  it("takes the archive and the storage from the configuration, and all times without a window", async () => {
    const world = replaying(whole);
    await probity(["replay"], world);
    const storage = { url: "http://clickhouse.internal:8123", username: "writer" };
    expect(world.asked).toMatchObject([[["/srv/archive"], { storage, patienceMs: 60_000 }]]);
    expect(world.asked[0]?.[1]).toMatchObject({ from: undefined, to: undefined });
  });

  it("takes the archives and the times of the call", async () => {
    const world = replaying(whole);
    await probity(
      ["replay", "/mnt/a", "b", "--from", "2026-11-20T00:00Z", "--to", "1h", "--database", "again"],
      world,
    );
    expect(world.asked).toMatchObject([
      [
        ["/mnt/a", "/home/zhang/book-feed/b"],
        { from: Date.parse("2026-11-20T00:00Z"), to: NOW - 3_600_000, storage: { database: "again" } },
      ],
    ]);
  });

  it("refuses a time in which nothing lies", async () => {
    expect(await probity(["replay", "--from", "1h", "--to", "2h"], replaying(whole))).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: --from 2026-11-21T11:00:00.000Z is not before --to 2026-11-21T10:00:00.000Z: nothing lies between\n",
    });
  });

  it("asks for an archive where nothing says which", async () => {
    const loadConfig = loads(`${YAML}spool: { directory: /var/spool/feed }\n`);
    expect(await probity(["replay"], replaying(whole, { loadConfig }))).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: probity.yaml has no spool.archive: give the directory of the archive, or --config <file>\n",
    });
  });

  it("tells meanwhile what it reads", async () => {
    const spool = fakeSpool({
      replayArchive: (_archives, { onProgress }) => {
        onProgress?.({ file: "/srv/archive/w/00000001.seg", number: 1, of: 12 });
        return Promise.resolve(whole);
      },
    });
    const { err } = await probity(["replay"], replaying(whole, { spool }));
    expect(err).toBe("reading /srv/archive/w/00000001.seg (1 of 12)\n");
  });

  it("says how to go on when it is ended", async () => {
    const reason = new CliError("INTERRUPTED", "ended before it was done");
    const spool = fakeSpool({ replayArchive: () => Promise.reject(reason) });
    const { exitCode, out, err } = await probity(["replay"], replaying(whole, { spool }));
    expect({ exitCode, out, err }).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: ended before it was done\n",
    });
  });
});
