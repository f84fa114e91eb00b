import type { CurrentChoicesOptions } from "@probity/clickhouse";
import { Pseudonyms } from "@probity/core";
import { describe, expect, it } from "vitest";

import { loads, SECRETS } from "../support/config.ts";
import { choice, NOW, URL_GIVEN } from "../support/ledgers.ts";
import { SUBJECT } from "../support/records.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";

const rows = [
  choice({ kind: "personalisation_on", chosen_at: NOW - 7_200_000 }),
  choice({ kind: "tag_deleted", tag: "00000000000000f1", outlet: "home", by_guardian: true }),
];

function storing(): World & { readonly asked: (CurrentChoicesOptions | string | undefined)[] } {
  const asked: (CurrentChoicesOptions | string | undefined)[] = [];
  const store = fakeStore({
    currentChoices: (options) => {
      asked.push(options);
      return Promise.resolve({ rows, next: undefined });
    },
    choicesOfSubject: (subject) => {
      asked.push(subject);
      return Promise.resolve({ rows: [choice(), ...rows], next: undefined });
    },
  });
  return { asked, now: NOW, env: SECRETS, ports: { ...opens(store), loadConfig: loads() } };
}

describe("probity choices show", () => {
  it("shows what holds for a user, newest first, tags by pseudonym", async () => {
    const world = storing();
    const { exitCode, out, err } = await probity(
      ["choices", "show", "--subject", SUBJECT, ...URL_GIVEN],
      world,
    );
    expect(out)
      .toBe(`Chosen               Choice              About             Outlet     By        Service    Came by  Subject
2026-11-21 19:00:00  tag deleted         00000000000000f1  home       guardian  book-feed  router   3f9a1c04de77… (k1)
2026-11-21 18:00:00  personalisation on                    every one  user      book-feed  router   3f9a1c04de77… (k1)
`);
    expect(err).toBe("2 choices that hold now, newest first; times are those of Asia/Shanghai\n");
    expect(exitCode).toBe(0);
    expect(world.asked).toEqual([{ subject: SUBJECT }]);
  });

  it("shows every choice with --all, and speaks Chinese", async () => {
    const world = storing();
    const call = ["choices", "show", "--all", "--subject", SUBJECT, "--lang", "zh", ...URL_GIVEN];
    const { out, err } = await probity(call, world);
    expect(out).toContain("关闭个性化");
    expect(err).toBe("共 3 项选择，由新到旧；时间为 Asia/Shanghai 时间\n");
    expect(world.asked).toEqual([SUBJECT]);
  });

  it("turns a user's id into a pseudonym with every key, and never says the id", async () => {
    const world = storing();
    const call = ["choices", "show", "--subject-id", "-", "--json"];
    const { out, err } = await probity(call, { ...world, input: "reader-42\n" });
    const pseudonyms = Object.entries({ k1: SECRETS.PROBITY_KEY_K1, k2: SECRETS.PROBITY_KEY_K2 }).map(
      ([id, secret]) =>
        Buffer.from(new Pseudonyms({ id, secret: Buffer.from(secret) }).subject("reader-42").bytes).toString(
          "hex",
        ),
    );
    expect(world.asked).toEqual(pseudonyms.map((subject) => ({ subject })));
    expect(jsonLines(out)).toHaveLength(4);
    expect(jsonLines(out)[0]).toMatchObject({ chosen_at: "2026-11-21T11:00:00.000Z" });
    expect(out + err).not.toContain("reader-42");
  });

  it("asks for whom, and repeats nothing that may be an id", async () => {
    const nobody = await probity(["choices", "show", ...URL_GIVEN]);
    expect(nobody).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("whose choices? give --subject"),
    });
    const wrong = await probity(["choices", "show", "--subject", "reader-42", ...URL_GIVEN]);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.err).not.toContain("reader-42");
  });
});
