import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { basename, join } from "node:path";
import { afterEach, describe, expect } from "vitest";
import { adoptDead, adoptedLogs } from "../../src/spool/adopt.ts";
import { BegunFile } from "../../src/spool/begun-file.ts";
import { type Claim, claimLog, isOwned } from "../../src/spool/claim.ts";
import { test as withDirectory } from "./support/directory.ts";
import { decisions, identity, openLog, WRITER } from "./support/logs.ts";
import { type Fixture, startFixture } from "./support/processes.ts";

const unreachable = (fault: unknown): never => expect.unreachable(String(fault));
const processes: Fixture[] = [];
afterEach(async () => {
  await Promise.all(processes.splice(0).map((each) => each.kill()));
});

/** The root of a spool, and what claims a log in it. */
const test = withDirectory.extend<{ root: string; claim: (writer?: string) => Promise<Claim> }>({
  root: ({ directory }, use) => use(join(directory, "spool")),
  claim: async ({ root }, use) => {
    const claims: Claim[] = [];
    await use(async (writer = randomUUID()) => {
      const claim = await claimLog(root, writer);
      claims.push(claim);
      return claim;
    });
    for (const claim of claims) await claim.release();
  },
});

async function start(name: string, root: string, writer: string = randomUUID()): Promise<Fixture> {
  const fixture = await startFixture(name, root, writer);
  processes.push(fixture);
  return fixture;
}

/** Leaves the log of a process that was killed. */
async function killedOwner(root: string, writer: string = randomUUID()): Promise<string> {
  await (await start("owner", root, writer)).kill();
  return writer;
}

describe("a claim", () => {
  test("makes the spool, and a log directory that is owned", async ({ root, claim }) => {
    const { directory, writer } = await claim(WRITER);
    expect([directory, writer]).toEqual([join(root, WRITER), WRITER]);
    expect(readdirSync(root)).toEqual([WRITER, "probity-spool.json"]);
    expect(readdirSync(directory)).toEqual(["owner.sock"]);
    await expect(isOwned(directory)).resolves.toBe(true);
  });

  test("leaves nothing when it is released with nothing in it, and can be released twice", async ({
    root,
    claim,
  }) => {
    const made = await claim();
    new BegunFile(made.directory, identity, { onFault: unreachable }).close();
    await made.release();
    await made.release();
    expect(readdirSync(root)).toEqual(["probity-spool.json"]);
  });

  test("leaves a log that holds something to whoever comes next", async ({ claim }) => {
    const made = await claim();
    const { directory } = made;
    openLog(directory).append([decisions(1)]);
    await made.release();
    expect(existsSync(join(directory, "00000001.open"))).toBe(true);
    await expect(isOwned(directory)).resolves.toBe(false);
  });

  test("leaves what was adopted and is not done to whoever comes next", async ({ claim }) => {
    const made = await claim();
    const { directory } = made;
    mkdirSync(join(directory, "adopted", WRITER), { recursive: true });
    await made.release();
    expect(adoptedLogs(directory)).toEqual([join(directory, "adopted", WRITER)]);
    await expect(isOwned(directory)).resolves.toBe(false);
  });

  test("is refused for a writer that has a log, and the log is left alone", async ({ root, claim }) => {
    await killedOwner(root, WRITER);
    await expect(claim(WRITER)).rejects.toThrow(
      `${join(root, WRITER)}: the writer has a log already; give each process a writer of its own`,
    );
    expect(readdirSync(root)).toEqual([WRITER, "probity-spool.json"]);
  });

  test("is refused in a directory that is no spool", async ({ root, claim }) => {
    mkdirSync(root);
    writeFileSync(join(root, "notes.txt"), "");
    await expect(claim()).rejects.toThrow(expect.objectContaining({ code: "NOT_A_SPOOL" }));
    expect(readdirSync(root)).toEqual(["notes.txt"]);
  });

  test("takes a connection, and ends it at once", async ({ claim }) => {
    const { directory } = await claim();
    const socket = connect(join(directory, "owner.sock"));
    await new Promise((resolve) => socket.once("close", resolve).resume());
  });

  test("is made anew when what it had begun was taken for a leftover", async ({ root, claim }) => {
    const claiming = claim(WRITER);
    const unnamed = readdirSync(root).find((name) => name.startsWith("new-"));
    rmSync(join(root, unnamed!), { recursive: true });
    const { directory } = await claiming;
    await expect(isOwned(directory)).resolves.toBe(true);
  });

  test("stands against any number of others, and of adopters who look for leftovers", async ({
    root,
    claim,
  }) => {
    const { directory: own } = await claim();
    const looks = Array.from({ length: 20 }, () => adoptDead(root, own, unreachable));
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim()));
    expect((await Promise.all(looks)).flat()).toEqual([]);
    const owned = await Promise.all(claims.map(({ directory }) => isOwned(directory)));
    expect(owned).toEqual(claims.map(() => true));
    await adoptDead(root, own, unreachable);
    expect(readdirSync(root).filter((name) => name.startsWith("new-"))).toEqual([]);
  });
});

describe("the owner of a log", () => {
  test("is known to be dead once it is killed", async ({ root }) => {
    const owner = await start("owner", root, WRITER);
    await expect(isOwned(join(root, WRITER))).resolves.toBe(true);
    await owner.kill();
    await expect(isOwned(join(root, WRITER))).resolves.toBe(false);
  });

  test("is known to live while it is stopped", async ({ root, claim }) => {
    const owner = await start("owner", root, WRITER);
    owner.process.kill("SIGSTOP");
    await expect(isOwned(join(root, WRITER))).resolves.toBe(true);
    await expect(adoptDead(root, (await claim()).directory, unreachable)).resolves.toEqual([]);
  });

  test("is the process itself, also in a cluster", async ({ root }) => {
    await start("cluster", root, WRITER); // by now its worker is killed, and its primary is not
    await expect(isOwned(join(root, WRITER))).resolves.toBe(false);
  });

  test("is dead where there is no socket", async ({ directory }) => {
    await expect(isOwned(directory)).resolves.toBe(false);
    writeFileSync(join(directory, "owner.sock"), "");
    await expect(isOwned(directory)).resolves.toBe(false);
    await expect(isOwned(join(directory, "owner.sock"))).resolves.toBe(false);
  });

  test("lives in doubt: when so many ask that the system turns them away", async ({ directory }) => {
    const server = createServer();
    await new Promise<void>((resolve) =>
      server.listen({ path: join(directory, "owner.sock"), backlog: 1 }, resolve),
    );
    const waiting = Array.from({ length: 8 }, () => isOwned(directory));
    await expect(Promise.all(waiting)).resolves.toEqual(waiting.map(() => true));
    server.close();
  });
});

describe("the logs of the dead", () => {
  test("are adopted, with those that they had adopted, and leftovers are removed", async ({
    root,
    claim,
  }) => {
    const [outer, inner, innermost] = [await killedOwner(root), randomUUID(), randomUUID()];
    mkdirSync(join(root, outer, "adopted", inner, "adopted", innermost), { recursive: true });
    mkdirSync(join(root, outer, "adopted", "new-0123"));
    mkdirSync(join(root, "new-4567"));
    writeFileSync(join(root, "new-89ab"), "{");
    await start("owner", root, WRITER);
    const { directory } = await claim();
    const taken = await adoptDead(root, directory, unreachable);
    expect(taken).toEqual([outer, inner, innermost].map((name) => join(directory, "adopted", name)));
    expect(adoptedLogs(directory)).toEqual(taken.toSorted());
    expect(readdirSync(root).toSorted()).toEqual(
      [basename(directory), WRITER, "probity-spool.json"].toSorted(),
    );
    await expect(adoptDead(root, directory, unreachable)).resolves.toEqual([]);
  });

  test("each go to one of several adopters", async ({ root }) => {
    const dead = await Promise.all(Array.from({ length: 6 }, () => killedOwner(root)));
    const adopters = await Promise.all([1, 2, 3].map(() => start("adopter", root)));
    for (const { process } of adopters) process.stdin.write("go\n");
    const taken = await Promise.all(adopters.map(async ({ line }) => JSON.parse(await line()) as string[]));
    expect(taken.flat().toSorted()).toEqual(dead.toSorted());
  });

  test("that vanish meanwhile are nobody's concern", async ({ root, claim }) => {
    const writer = await killedOwner(root);
    const { directory } = await claim();
    const adopting = adoptDead(root, directory, unreachable);
    rmSync(join(root, writer), { recursive: true });
    await expect(adopting).resolves.toEqual([]);
  });

  test("that can't be moved are told of and left", async ({ root, claim }) => {
    const writer = await killedOwner(root);
    const { directory } = await claim();
    writeFileSync(join(directory, "adopted"), "");
    const faults: unknown[] = [];
    await expect(adoptDead(root, directory, (fault) => void faults.push(fault))).resolves.toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ code: "WRITE_FAILED" })]);
    expect(existsSync(join(root, writer))).toBe(true);
    rmSync(join(directory, "adopted"));
  });
});
