import { describe, expect, it } from "vitest";
import type { Fault } from "../src/fault.ts";
import type { Reply, WorkerSettings } from "../src/protocol.ts";
import { threadStarter } from "../src/worker-thread.ts";
import { chunk } from "./support/chunks.ts";
import { eventually } from "./support/eventually.ts";
import { NOWHERE } from "./support/probe-config.ts";

const settings: Omit<WorkerSettings, "next"> = {
  writer: "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a",
  epoch: 1,
  service: "books",
  storage: { ...NOWHERE, compression: true },
  batch: { maxRows: 10, maxBytes: 1_000, maxWaitMs: 10 },
  spool: undefined,
  memoryBytes: 0,
  polls: { ledgers: [], pollMs: 1_000 },
};

/** The real thread, from `dist`. */
function started(given: Partial<WorkerSettings["storage"]> = {}) {
  const replies: Reply[] = [];
  const start = threadStarter({ ...settings, storage: { ...settings.storage, ...given } });
  let end: (fault: Fault) => void;
  const ended: Promise<Fault> = new Promise((resolve) => (end = resolve));
  const thread = start({ reply: (reply) => void replies.push(reply), ended: (fault) => end(fault) }, {});
  thread.ref();
  return { thread, replies, ended };
}

describe("the worker thread", () => {
  it("replies that nobody listens at the storage's address, and tries on", async () => {
    const { thread, replies, ended } = started();
    const failures = (): Reply[] => replies.filter((reply) => reply.kind === "storage" && reply.fault);
    await eventually(() => failures().length).toBeGreaterThan(1);
    expect(failures()[0]).toMatchObject({ circuit: "open", fault: { code: "UNREACHABLE" } });
    thread.terminate();
    await ended;
  });

  it("ends by itself when it is asked to, although something waits", async () => {
    const { thread, ended } = started();
    thread.post({ kind: "chunk", chunk: chunk() }, []);
    thread.post({ kind: "close" }, []);
    await expect(ended).resolves.toEqual({ code: "EXIT", message: "ended with exit code 0" });
  });

  it("says what it died of", async () => {
    const { ended } = started({ url: "nonsense" });
    await expect(ended).resolves.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("survives a message that makes no sense", async () => {
    const { thread, replies, ended } = started();
    thread.post({ kind: "chunk" } as never, []);
    await eventually(() => replies.find(({ kind }) => kind === "fault")).toMatchObject({
      place: "worker",
      fault: { code: "TypeError" },
    });
    thread.terminate();
    await ended;
  });
});
