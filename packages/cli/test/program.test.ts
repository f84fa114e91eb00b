import { ClickHouseStoreError } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { fakeStore, opens } from "./support/store.ts";
import { probity } from "./support/terminal.ts";

const COMMANDS = [
  ...["dev", "check", "migrate", "overview", "decisions", "path", "findings"],
  ...["complaints", "unmapped", "classify", "coverage", "gaps", "ship", "quarantine", "replay", "doctor"],
];

const GROUPS = {
  rules: ["list", "show"],
  control: ["show", "set", "clear", "kill", "release", "history"],
  interventions: ["list", "show", "propose", "approve", "reject", "revoke"],
  choices: ["show"],
};

describe("probity", () => {
  it("lists its commands with --help", async () => {
    const { exitCode, out, err } = await probity(["--help"]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    const listed = [...out.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual([...COMMANDS, ...Object.keys(GROUPS), "help"].toSorted());
  });

  it.each(COMMANDS)("explains %s, which has --json", async (command) => {
    const { exitCode, out } = await probity([command, "--help"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: probity ${command} `));
    expect(out).toMatch(/--json +print JSON/);
  });

  it.each(Object.entries(GROUPS).flatMap(([group, names]) => names.map((name) => [group, name] as const)))(
    "explains %s %s, which has --json",
    async (group, name) => {
      const { exitCode, out } = await probity([group, name, "--help"]);
      expect(exitCode).toBe(0);
      expect(out).toMatch(new RegExp(`^Usage: probity ${group} ${name} `));
      expect(out).toMatch(/--json +print JSON/);
      const help = await probity([group, "--help"]);
      expect(help.out).toMatch(new RegExp(`^ {2}${name} `, "m"));
    },
  );

  it("shows a group's help to whoever names none of its commands, and calls that a wrong call", async () => {
    const { exitCode, out, err } = await probity(["control"]);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toMatch(/^Usage: probity control /);
  });

  it("tells its version", async () => {
    expect(await probity(["--version"])).toEqual({ exitCode: 0, out: "0.1.0\n", err: "" });
  });

  it("shows its help to whoever names no command, and calls that a wrong call", async () => {
    const { exitCode, out, err } = await probity([]);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toMatch(/^Usage: probity /);
  });

  it("names the nearest command for one that it doesn't know", async () => {
    expect(await probity(["decision"])).toEqual({
      exitCode: 2,
      out: "",
      err: "error: unknown command 'decision'\n(Did you mean decisions?)\n",
    });
  });

  it("tells what the server said, and that it could not answer", async () => {
    const error = new ClickHouseStoreError(
      "TIMEOUT",
      "ClickHouse at http://h:8123 did not answer within 30000 ms",
    );
    const ports = opens(fakeStore({ decisions: () => Promise.reject(error) }));
    expect(await probity(["decisions", "--url", "http://h:8123"], { ports })).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: ClickHouse at http://h:8123 did not answer within 30000 ms\n",
    });
  });

  it("lets nobody's words steer the terminal", async () => {
    const error = new ClickHouseStoreError("SERVER_FAULT", "first line\nthe server says \u001b[2J");
    const ports = opens(fakeStore({ decisions: () => Promise.reject(error) }));
    const { err } = await probity(["decisions", "--url", "http://h:8123"], { ports });
    expect(err).toBe("probity: first line\nthe server says \\u{1B}[2J\n");
  });

  it("tells where it failed itself", async () => {
    const ports = opens(fakeStore({ decisions: () => Promise.reject(new TypeError("a fault of ours")) }));
    const { exitCode, err } = await probity(["decisions", "--url", "http://h:8123"], { ports });
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^probity: TypeError: a fault of ours\n +at /);
  });

  it("closes the store, however it ends", async () => {
    let closed = 0;
    const answers = { close: () => Promise.resolve(void (closed += 1)) };
    const page = { rows: [], next: undefined };
    const good = opens(fakeStore({ ...answers, decisions: () => Promise.resolve(page) }));
    await probity(["decisions", "--url", "http://h:8123"], { ports: good });
    await probity(["decisions", "--url", "http://h:8123"], { ports: opens(fakeStore(answers)) });
    await probity(["path", "019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42", "--url", "http://h:8123"], {
      ports: opens(fakeStore(answers)),
    });
    await probity(["migrate", "--url", "http://h:8123"], { ports: opens(fakeStore(answers)) });
    await probity(["overview", "--url", "http://h:8123"], { ports: opens(fakeStore(answers)) });
    await probity(["gaps", "--url", "http://h:8123"], { ports: opens(fakeStore(answers)) });
    await probity(["unmapped", "--url", "http://h:8123"], { ports: opens(fakeStore(answers)) });
    await probity(["coverage", "--url", "http://h:8123"], { ports: opens(fakeStore(answers)) });
    await probity(["doctor", "--url", "http://h:8123"], { ports: opens(fakeStore(answers)) });
    expect(closed).toBe(9);
  });
});
