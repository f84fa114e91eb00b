import { SpoolError, type QuarantinedRow, type QuarantineReplay } from "@probity/probe/spool";
import { describe, expect, it } from "vitest";

import { loads, SECRETS, YAML } from "../support/config.ts";
import { fakeSpool } from "../support/spool.ts";
import { probity, type Call, type World } from "../support/terminal.ts";

const spooling = loads(`${YAML}spool: { directory: /var/spool/feed }\n`);

const { bytes, ...refused }: QuarantinedRow = {
  table: "decisions",
  version: 1,
  writer: "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a",
  epoch: 1,
  service: "book-feed",
  seq: 42,
  at: Date.parse("2026-11-21T11:31:04Z"),
  code: "REJECTED",
  message: "ClickHouse at http://h:8123 refuses the rows of a batch (VIOLATED_CONSTRAINT, 469)",
  bytes: Uint8Array.of(99, 97, 110, 97, 114, 121),
};
const row: QuarantinedRow = { ...refused, bytes };
const damaged = new SpoolError("CORRUPT", "/var/spool/feed/quarantine/x.row: not what was put there");

interface Listed {
  readonly rows: readonly QuarantinedRow[];
  readonly faults: readonly SpoolError[];
}

function quarantine(args: readonly string[], spool: World["ports"], world: World = {}): Promise<Call> {
  const interrupted = (): Promise<void> => new Promise(() => {});
  return probity(["quarantine", ...args], {
    env: SECRETS,
    interrupted,
    ports: { loadConfig: spooling, ...spool },
    ...world,
  });
}

describe("probity quarantine list", () => {
  const list = (listing: Listed, ...options: string[]): Promise<Call> =>
    quarantine(["list", ...options], { spool: fakeSpool({ listQuarantine: () => listing }) });

  it("shows what was refused, and why", async () => {
    expect(await list({ rows: [row], faults: [damaged] })).toEqual({
      exitCode: 1,
      out: `Refused              Service    Writer    Records    Number  Reason
2026-11-21 19:31:04  book-feed  5c0ba1b2  decisions      42  ClickHouse at http://h:8123 refuses the rows of a batch (VIOLATED_CONSTRAINT, 469)
These files can't be read:
  /var/spool/feed/quarantine/x.row: not what was put there
`,
      err: "2 records in quarantine; times are those of Asia/Shanghai. To send them again: probity quarantine replay\n",
    });
  });

  it("says that there is nothing", async () => {
    const nothing = { rows: [], faults: [] };
    expect(await list(nothing)).toEqual({ exitCode: 0, out: "The quarantine is empty.\n", err: "" });
    expect((await list(nothing, "--lang", "zh")).out).toBe("没有被隔离的记录。\n");
  });

  it("gives it as JSON, without what is in the rows", async () => {
    const { out } = await list({ rows: [row], faults: [damaged] }, "--json");
    expect(JSON.parse(out)).toEqual({
      rows: [{ ...refused, at: "2026-11-21T11:31:04.000Z" }],
      unreadable: [{ code: "CORRUPT", message: damaged.message }],
    });
  });

  it("asks no server, and needs none", async () => {
    const asked: string[] = [];
    const spool = fakeSpool({
      listQuarantine: (root) => {
        asked.push(root);
        return { rows: [], faults: [] };
      },
    });
    await quarantine(["list"], { spool }, { env: {} });
    await quarantine(["list", "./other"], { spool }, { env: {} });
    expect(asked).toEqual(["/var/spool/feed", "/home/zhang/book-feed/other"]);
  });

  it("tells what is wrong with the spool", async () => {
    const spool = fakeSpool({
      listQuarantine: () => {
        throw new SpoolError("NOT_A_SPOOL", "/var/spool/feed: there is no such directory");
      },
    });
    expect(await quarantine(["list"], { spool })).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: /var/spool/feed: there is no such directory\n",
    });
  });
});

describe("probity quarantine replay", () => {
  const fine: QuarantineReplay = { stored: 3, known: 1, refused: [], unreadable: [], untried: 0 };
  const replay = (report: QuarantineReplay, ...options: string[]): Promise<Call> =>
    quarantine(["replay", ...options], {
      spool: fakeSpool({ replayQuarantine: () => Promise.resolve(report) }),
    });

  it("says what is stored now", async () => {
    expect(await replay(fine)).toEqual({
      exitCode: 0,
      out: "3 records stored and out of quarantine, 1 of them stored before\n",
      err: "",
    });
    expect((await replay(fine, "--lang", "zh")).out).toBe("3 条记录已入库并解除隔离，其中 1 条此前已入库\n");
  });

  it("shows what was refused again, what was not tried, and what can't be read", async () => {
    const failure = { code: "UNREACHABLE", message: "cannot reach ClickHouse" };
    const unreadable = [{ code: "CORRUPT", message: damaged.message }];
    const { exitCode, out } = await replay({
      ...fine,
      known: 0,
      refused: [refused],
      unreadable,
      untried: 2,
      failure,
    });
    expect(out).toBe(`3 records stored and out of quarantine
1 refused again:
Refused              Service    Writer    Records    Number  Reason
2026-11-21 19:31:04  book-feed  5c0ba1b2  decisions      42  ClickHouse at http://h:8123 refuses the rows of a batch (VIOLATED_CONSTRAINT, 469)
2 not tried: cannot reach ClickHouse
These files can't be read:
  /var/spool/feed/quarantine/x.row: not what was put there
`);
    expect(exitCode).toBe(1);
  });

  it("says so when it was ended", async () => {
    const failure = { code: "INTERRUPTED", message: "at company.ts" };
    const { exitCode, out } = await replay({ ...fine, known: 0, untried: 2, failure });
    expect({ exitCode, out }).toEqual({
      exitCode: 1,
      out: "3 records stored and out of quarantine\n2 not tried: ended before they were\n",
    });
  });

  it("says that there was nothing to send", async () => {
    expect((await replay({ ...fine, stored: 0, known: 0 })).out).toBe("The quarantine is empty.\n");
  });

  it("gives the report as JSON", async () => {
    const { out } = await replay({ ...fine, refused: [refused] }, "--json");
    expect(JSON.parse(out)).toEqual({ ...fine, refused: [{ ...refused, at: "2026-11-21T11:31:04.000Z" }] });
  });
});

describe("probity quarantine with a wrong call", () => {
  it.each([
    [[], "error: missing required argument 'action'\n"],
    [
      ["empty"],
      "error: command-argument value 'empty' is invalid for argument 'action'. Allowed choices are list, replay.\n",
    ],
  ])("refuses %j", async (args, err) => {
    expect(await quarantine(args, {})).toEqual({ exitCode: 2, out: "", err });
  });
});
