import { currentDecision, type Hold, type JudgeFactory } from "@probity/core";
import { createRequestProbe } from "@probity/http";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { ProbityInstrumentation } from "../src/index.ts";
import { frameworks, HOT } from "./support/frameworks.ts";
import { type Recording, recording } from "./support/recording.ts";
import { type Answer, listening } from "./support/servers.ts";

const holding = (hold: Hold): JudgeFactory => {
  return () => ({ rules: "test@1 !T01", enforces: true, hold: () => hold, judge: () => [] });
};

const unreached = async (): Promise<unknown> =>
  Promise.reject(new Error("a request that is held came to the service"));

describe.each(frameworks)("a service of $name that is only instrumented", ({ serve }) => {
  it("never sees a request that a rule blocks: it is answered, and recorded so", async () => {
    const memory = instrumented({ mode: "blocked", blockedBy: "T01" });
    const answer = await asked(await serve(unreached));
    const [row] = await memory.decisions(1);
    expect(answer).toMatchObject({ status: 403, headers: { "probity-decision-id": row?.id } });
    expect(JSON.parse(answer.body)).toMatchObject({ error: "blocked", decision: row?.id, rule: "T01" });
    expect(row).toMatchObject({ mode: "blocked", status: 403, route: "/users/:user/feed" });
    expect(memory.faults).toEqual([]);
  });

  it("serves one that a rule has fall back by the alternative of its route", async () => {
    const memory = instrumented({ mode: "non_personalised" });
    const answer = await asked(await serve(unreached));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, HOT]);
    const [row] = await memory.decisions(1);
    expect(row).toMatchObject({
      mode: "non_personalised",
      status: 200,
      route: "/users/:user/feed",
      input_faults: [],
    });
    expect(row?.items.map(({ id }) => id)).toEqual(memory.hashed("top"));
    expect(memory.faults).toEqual([]);
  });
});

describe("a server that is instrumented", () => {
  it("runs none of its listeners for a request that a rule blocks", async () => {
    const memory = instrumented({ mode: "blocked", blockedBy: "T01" });
    let reached = 0;
    const server = createServer(() => (reached += 1)).on("request", () => (reached += 1));
    expect((await asked(server)).status).toBe(403);
    await memory.decisions(1);
    expect(reached).toBe(0);
  });

  it("goes by whom its hook says is asking", async () => {
    const memory = recording(
      {},
      {
        judge: () => ({
          rules: "test@1 !T01",
          enforces: true,
          hold: ({ subject }) => (subject.minorMode ? { mode: "blocked", blockedBy: "T01" } : undefined),
          judge: () => [],
        }),
      },
    );
    enable(memory, (decision) => decision.identify({ minorMode: true }));
    expect((await asked(createServer((_req, res) => void res.end()))).status).toBe(403);
  });

  it("has whoever sees the request below find the decision, fallen back once", async () => {
    const memory = instrumented({ mode: "non_personalised" });
    const below = createRequestProbe(memory.probe.ports.http);
    const urls: string[] = [];
    const server = createServer((req, res) => {
      const decision = below.begin(req, res, { target: "/users/u1/feed" });
      expect(decision).toBe(currentDecision());
      expect(below.enforce(req, (_req, target) => urls.push(target))).toBe(false);
      urls.push(req.url ?? "");
      res.end("{}");
    });
    await asked(server);
    expect(urls).toEqual(["/hot"]);
    expect(await memory.decisions(1)).toHaveLength(1);
  });

  it("serves a request as it came where answering in its place fails, and counts that", async () => {
    const memory = instrumented({ mode: "blocked", blockedBy: "T01" });
    const server = createServer((_req, res) => void res.end("{}"));
    const emit = server.emit.bind(server);
    // As what stands around the server and hangs up on whoever reads this.
    server.emit = (event: string, ...args: unknown[]) => {
      const [req] = args as [{ readonly headers: object }];
      const broken = {
        get: () => {
          throw new Error("no headers");
        },
      };
      if (event === "request") Object.defineProperty(req.headers, "accept", broken);
      return emit(event, ...args);
    };
    expect((await asked(server)).status).toBe(200);
    expect(memory.faults[0]).toBe("http.block: Error: no headers");
    expect(await memory.decisions(1)).toMatchObject([{ mode: "blocked", status: 200 }]);
  });
});

let current: ProbityInstrumentation | undefined;
afterEach(disable);

function disable(): void {
  current?.disable();
  current = undefined;
}

type RequestHook = NonNullable<ConstructorParameters<typeof ProbityInstrumentation>[0]>["requestHook"];

function enable({ probe }: Recording, requestHook?: RequestHook): void {
  current = new ProbityInstrumentation({ enabled: false, probe, ...(requestHook && { requestHook }) });
  current.enable();
}

function instrumented(hold: Hold): Recording {
  const memory = recording({}, { judge: holding(hold) });
  enable(memory);
  return memory;
}

async function asked(server: Server): Promise<Answer> {
  await using app = await listening(server);
  return await app.get("/users/u1/feed?secret=1", { headers: { "x-reader-id": "r1" } });
}
