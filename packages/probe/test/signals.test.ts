import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { test as base, describe, expect } from "vitest";
import { recoverLog } from "../src/spool/recover.ts";
import { environment, NOWHERE, yamlOf } from "./support/probe-config.ts";

interface Service {
  /** Everything that it said after "ready". */
  readonly said: readonly string[];
  signal(name: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** The logs that it left in its spool, whether each has ended, and how many decisions are in it. */
  logs(): Promise<readonly { readonly hasEnded: boolean; readonly decisions: number }[]>;
}

interface Given {
  readonly deadlineMs?: number;
  readonly probes?: number;
  readonly listening?: "nobody" | "service" | "service once" | "library";
}

const test = base.extend<{ start: (given?: Given) => Promise<Service> }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  start: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "probity-signal-"));
    const ends: (() => void)[] = [];
    await use((given = {}) => startService(directory, given, ends));
    for (const end of ends) end();
    await rm(directory, { recursive: true });
  },
});

/** A real service in a process of its own, which spools, and whose storage nobody answers at. */
async function startService(directory: string, given: Given, ends: (() => void)[]): Promise<Service> {
  const { deadlineMs = 200, probes = 1, listening = "nobody" } = given;
  const file = join(directory, "probity.yaml");
  await writeFile(file, `${yamlOf(NOWHERE)}spool: { directory: ./spool }\n`);
  const script = fileURLToPath(new URL("fixtures/gets-a-signal.js", import.meta.url));
  const child = spawn(process.execPath, [script, file, `${deadlineMs}`, `${probes}`, listening], {
    env: environment(NOWHERE),
    stdio: ["ignore", "pipe", "inherit"],
  });
  ends.push(() => child.kill("SIGKILL"));
  const ended = once(child, "exit").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const said: string[] = [];
  const lines = createInterface(child.stdout);
  await once(lines, "line");
  lines.on("line", (line) => said.push(line));
  return {
    said,
    signal: (name) => void child.kill(name),
    ended,
    async logs() {
      // A probe that ended later may have adopted the log of one that ended before.
      const paths = await readdir(join(directory, "spool"), { recursive: true });
      const logs = paths.filter((path) => /[0-9a-f]{12}$/.test(path));
      return logs.map((log) => {
        const { hasEnded, chunks } = recoverLog(join(directory, "spool", log));
        return { hasEnded, decisions: chunks.reduce((sum, { rows }) => sum + rows, 0) };
      });
    },
  };
}

describe("a service that gets a signal and listens for none", () => {
  test.for(["SIGTERM", "SIGINT"] as const)("drains, and ends by %s", async (name, { start }) => {
    const service = await start();
    service.signal(name);
    expect(await service.ended).toBe(name);
    expect(await service.logs()).toEqual([{ hasEnded: true, decisions: 1 }]);
  });

  test("ends when the last of its probes has drained", async ({ start }) => {
    const service = await start({ probes: 2 });
    service.signal("SIGTERM");
    expect(await service.ended).toBe("SIGTERM");
    const log = { hasEnded: true, decisions: 1 };
    expect(await service.logs()).toEqual([log, log]);
  });

  test("ends at once by a second signal", async ({ start }) => {
    const service = await start({ deadlineMs: 600_000 });
    // Two of them may arrive as one, so it goes on until it is over.
    const again = setInterval(() => service.signal("SIGTERM"), 20);
    expect(await service.ended).toBe("SIGTERM");
    clearInterval(again);
    expect((await service.logs())[0]?.hasEnded).toBe(false);
  });
});

describe("a service that gets a signal for which somebody listens", () => {
  test.for(["service", "service once"] as const)("ends as the %s says", async (listening, { start }) => {
    const service = await start({ listening });
    service.signal("SIGTERM");
    expect(await service.ended).toBe(3);
    expect(service.said).toEqual(["shut down"]);
    expect(await service.logs()).toEqual([{ hasEnded: true, decisions: 1 }]);
  });

  test("ends as a library says that looks whether it is alone", async ({ start }) => {
    const service = await start({ listening: "library", probes: 2 });
    service.signal("SIGTERM");
    expect(await service.ended).toBe("SIGTERM");
    expect(service.said).toEqual(["cleaned"]);
  });

  test("drains for another signal all the same", async ({ start }) => {
    const service = await start({ listening: "service" });
    service.signal("SIGINT");
    expect(await service.ended).toBe("SIGINT");
    expect(await service.logs()).toEqual([{ hasEnded: true, decisions: 1 }]);
  });
});
