import { SpoolError, type ShipOptions, type ShipReport } from "@probity/probe/spool";
import { describe, expect, it } from "vitest";

import { loads, missing, SECRETS, YAML } from "../support/config.ts";
import { fakeSpool } from "../support/spool.ts";
import { probity, type World } from "../support/terminal.ts";

const LOG = "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a";
const whole: ShipReport = {
  logs: 2,
  sent: 1_500,
  known: 20,
  quarantined: 0,
  lost: {},
  others: {},
  left: [],
};
const spooling = loads(
  `${YAML}spool: { directory: /var/spool/feed, archive: { directory: /srv/archive } }\n`,
);

type Asked = [root: string, options: ShipOptions][];

/** A spool of which this becomes, and what was asked. */
function shipping(report: ShipReport, given: World["ports"] = {}): World & { readonly asked: Asked } {
  const asked: Asked = [];
  const spool = fakeSpool({
    shipSpool: (root, options) => {
      asked.push([root, options]);
      return Promise.resolve(report);
    },
  });
  const interrupted = (): Promise<void> => new Promise(() => {});
  return { asked, env: SECRETS, interrupted, ports: { loadConfig: spooling, spool, ...given } };
}

describe("probity ship", () => {
  it("says what was stored, and that nothing is left", async () => {
    expect(await probity(["ship"], shipping(whole))).toEqual({
      exitCode: 0,
      out: "2 logs stored whole: 1500 decisions sent now, 20 there before\nNothing is left in the spool.\n",
      err: "",
    });
  });

  it("says what is lost, what was refused, and what is left and why", async () => {
    const left = [
      { log: LOG, code: "IN_USE", message: "its process lives" },
      { log: LOG.replace("5", "6"), code: "SPILL_MISSING", message: "/mnt is not there\u001b" },
      { log: LOG.replace("5", "7"), code: "INTERRUPTED", message: "it was told to stop" },
    ];
    const report = { ...whole, logs: 1, quarantined: 4, lost: { unclean_end: 12, quarantined: 4 }, left };
    const { exitCode, out } = await probity(["ship"], shipping(report));
    expect(out).toBe(`1 log stored whole: 1500 decisions sent now, 20 there before
Of these no record will come; gap records say so:
  12  process ended before it was spooled
   4  refused by ClickHouse, kept in quarantine
Why ClickHouse refused what is in quarantine now: probity quarantine list
Still in the spool:
  5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a  its process lives, and ships it itself
  6c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a  /mnt is not there\\u{1B}
  7c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a  ended before it was stored whole
`);
    expect(exitCode).toBe(1);
  });

  it("has done its work where decisions are lost and a gap says so", async () => {
    const { exitCode } = await probity(["ship"], shipping({ ...whole, lost: { unclean_end: 12 } }));
    expect(exitCode).toBe(0);
  });

  it("speaks Chinese", async () => {
    const report = { ...whole, lost: { unclean_end: 12 } } as const;
    const { out } = await probity(["ship", "--lang", "zh"], shipping(report));
    expect(out).toBe(
      "2 份日志已全部入库：本次发送算法决策 1500 条，此前已入库 20 条\n" +
        "以下算法决策不会再有记录，已记为缺口：\n  12  进程终止时尚未落盘\n落盘目录中已无遗留。\n",
    );
  });

  it("says when nothing waits", async () => {
    const nothing = { ...whole, logs: 0, sent: 0, known: 0 };
    const { exitCode, out } = await probity(["ship"], shipping(nothing));
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "Nothing waits in /var/spool/feed.\n" });
  });

  it("gives the report as JSON", async () => {
    const report = { ...whole, left: [{ log: LOG, code: "IN_USE", message: "its process lives" }] };
    const { exitCode, out } = await probity(["ship", "--json"], shipping(report));
    expect({ exitCode, report: JSON.parse(out) as unknown }).toEqual({ exitCode: 1, report });
  });

  it("takes spool, archive, batches and storage from the configuration", async () => {
    const world = shipping(whole);
    await probity(["ship"], world);
    expect(world.asked).toMatchObject([
      [
        "/var/spool/feed",
        {
          archive: "/srv/archive",
          batch: { maxRows: 4096 },
          patienceMs: 60_000,
          storage: { url: "http://clickhouse.internal:8123", username: "writer", password: "w-secret" },
        },
      ],
    ]);
  });

  it("takes the spool and the archive of the call before those of the configuration", async () => {
    const world = shipping(whole);
    await probity(["ship", "old", "--archive", "/mnt/kept", "--give-up-after", "15m"], world);
    expect(world.asked).toMatchObject([
      ["/home/zhang/book-feed/old", { archive: "/mnt/kept", patienceMs: 900_000 }],
    ]);
  });

  it("deletes what is stored where no archive is configured", async () => {
    const loadConfig = loads(`${YAML}spool: { directory: /var/spool/feed }\n`);
    const world = shipping(whole, { loadConfig });
    await probity(["ship"], world);
    expect(world.asked[0]?.[1]).not.toHaveProperty("archive");
  });

  it("needs no configuration for a spool and a server that the call names", async () => {
    const world = shipping(whole, { loadConfig: (path) => Promise.reject(missing(path)) });
    await probity(["ship", "/var/spool/feed", "--url", "http://h:8123"], world);
    expect(world.asked).toMatchObject([["/var/spool/feed", { storage: { url: "http://h:8123" } }]]);
  });

  it.each([
    [loads(), "probity.yaml has no spool section"],
    [(path: string) => Promise.reject(missing(path)), "there is no probity.yaml in /home/zhang/book-feed"],
  ])("asks for a spool where nothing says which", async (loadConfig, why) => {
    expect(await probity(["ship"], shipping(whole, { loadConfig }))).toEqual({
      exitCode: 2,
      out: "",
      err: `probity: ${why}: give the directory of the spool, or --config <file>\n`,
    });
  });

  it("tells meanwhile what it does, what it waits for, and what is doubtful", async () => {
    const spool = fakeSpool({
      shipSpool: (_root, { onProgress, onWait, onDoubt }) => {
        onProgress?.({ log: LOG, number: 1, of: 2, bytes: 8_400_000 });
        onWait?.({ fault: { code: "UNREACHABLE", message: "cannot reach ClickHouse" }, pauseMs: 3_200 });
        onDoubt?.({ code: "STORAGE_UNFIT", message: "run the migrations" });
        return Promise.resolve(whole);
      },
    });
    const { err } = await probity(["ship"], { ...shipping(whole, { spool }) });
    expect(err).toBe(
      `shipping ${LOG} (1 of 2, 8.0 MiB)\ncannot reach ClickHouse; trying again in 3 s\nrun the migrations\n`,
    );
  });

  it("hands on that it is to end", async () => {
    const ended: unknown[] = [];
    const spool = fakeSpool({
      shipSpool: async (_root, { signal }) => {
        await new Promise((done) => signal?.addEventListener("abort", done));
        ended.push(signal?.reason);
        return whole;
      },
    });
    await probity(["ship"], { ...shipping(whole, { spool }), interrupted: () => Promise.resolve() });
    expect(ended).toMatchObject([{ name: "CliError", code: "INTERRUPTED" }]);
  });

  it("tells what is wrong with the spool, and that it could not answer", async () => {
    const error = new SpoolError("FOREIGN_FILE", '/var/spool/feed: a spool that holds "notes.txt"');
    const spool = fakeSpool({ shipSpool: () => Promise.reject(error) });
    expect(await probity(["ship"], shipping(whole, { spool }))).toEqual({
      exitCode: 2,
      out: "",
      err: 'probity: /var/spool/feed: a spool that holds "notes.txt"\n',
    });
  });

  it("refuses a length of time that is none", async () => {
    const { exitCode, err } = await probity(["ship", "--give-up-after", "soon"], shipping(whole));
    expect(exitCode).toBe(2);
    expect(err).toContain("expected a length of time such as 30s, 15m or 2h");
  });
});
