import { type Algorithm, type Decision, runInDecision } from "@probity/core";
import { Agent, createServer, type IncomingMessage, request, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { Gate } from "../../../test/support/gate.ts";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { createRequestProbe } from "../src/index.ts";
import { blocking, enforcing } from "./support/enforcing.ts";
import { type Harness, harness } from "./support/harness.ts";

const served: RequestListener = (_req, res) => void res.end("served");

const unreached: RequestListener = () => {
  throw new Error("a request that is blocked came to the service");
};

const blocked = (algorithm: Partial<Algorithm> = {}): Harness => harness({}, { judge: blocking, algorithm });

async function asked(listener: RequestListener, ...lines: string[]): Promise<string> {
  return serving(listener, async (port) => (await exchange(port, get("/feed", lines))).toString());
}

const bodyOf = (answer: string): string => answer.slice(answer.indexOf("\r\n\r\n") + 4);

describe("a request that a rule blocks", () => {
  it("is answered in the service's place, with its decision and the rule's id, and recorded so", async () => {
    const { listener, row, faults, covered, coverage } = blocked();
    const answer = await asked(listener(unreached), "Accept-Language: en");
    const recorded = await row();
    expect(recorded).toMatchObject({ mode: "blocked", status: 403, outcome: "delivered", items: [] });
    expect(recorded.input_faults).toEqual([]);
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toContain(`\r\nProbity-Decision-Id: ${recorded.id}\r\n`);
    expect(answer).toContain("\r\nCache-Control: no-store\r\nVary: Accept, Accept-Language\r\n");
    expect(JSON.parse(bodyOf(answer))).toEqual({
      error: "blocked",
      message:
        "This request was not served: by a rule of this service it is to be reviewed. " +
        `Decision: ${recorded.id}; rule: T01. If you disagree, tell the service this decision.`,
      decision: recorded.id,
      rule: "T01",
    });
    expect(faults).toEqual([]);
    await covered(1);
    expect(coverage()).toMatchObject([{ route: "GET /feed", decisions: 1 }]);
  });

  it("is told how to have it reviewed, where the algorithm says how", async () => {
    const { listener } = blocked({ reviewRoute: '/appeals?from=feed&"<x>"' });
    const json: unknown = JSON.parse(bodyOf(await asked(listener(unreached), "Accept-Language: zh-CN")));
    expect(json).toMatchObject({
      review: '/appeals?from=feed&"<x>"',
      message: expect.stringContaining("可申请人工复核"),
    });
    const html = bodyOf(await asked(listener(unreached), "Accept: text/html"));
    expect(html).toContain('<a href="/appeals?from=feed&#38;&#34;&#60;x&#62;&#34;">申请复核</a>');
  });

  it.each(["javascript:alert(1)", "//evil.example", "400-123-4567"])(
    "gives no link to %s",
    async (reviewRoute) => {
      const { listener } = blocked({ reviewRoute });
      const html = bodyOf(await asked(listener(unreached), "Accept: text/html"));
      expect(html).toContain(reviewRoute);
      expect(html).not.toContain("href");
    },
  );

  it.each([
    ["nothing of it", [], "application/json", "zh-CN"],
    ["any type and language", ["Accept: */*", "Accept-Language: *"], "application/json", "zh-CN"],
    ["a browser's", ["Accept: text/html,application/xml;q=0.9,*/*;q=0.8"], "text/html", "zh-CN"],
    ["text", ["Accept: text/plain"], "text/plain", "zh-CN"],
    ["some text, and JSON less", ["Accept: application/json;q=0.5, text/*"], "text/html", "zh-CN"],
    ["no JSON", ["Accept: application/json;q=0, */*;q=0.1"], "text/html", "zh-CN"],
    ["an image", ["Accept: image/png"], "application/json", "zh-CN"],
    ["English more than Chinese", ["Accept-Language: zh;q=0.5, en-GB"], "application/json", "en"],
    ["Chinese more than English", ["Accept-Language: en;q=0.7, zh-TW;q=0.9"], "application/json", "zh-CN"],
    ["English and others", ["Accept-Language: fr, en;q=0.3"], "application/json", "en"],
    ["another language", ["Accept-Language: fr"], "application/json", "zh-CN"],
    ["no Chinese", ["Accept-Language: zh;q=0, *"], "application/json", "en"],
    ["nonsense", ["Accept: ;;q=x,,", "Accept-Language: en;q=9, =;"], "application/json", "zh-CN"],
    ["too much", [`Accept-Language: en, ${"x".repeat(1100)}`], "application/json", "zh-CN"],
  ])("has its answer in form and language by what it asks for: %s", async (_, lines, type, language) => {
    const { listener } = blocked();
    const answer = await asked(listener(unreached), ...lines);
    expect(answer).toContain(`\r\nContent-Type: ${type}; charset=utf-8\r\n`);
    expect(answer).toContain(`\r\nContent-Language: ${language}\r\n`);
    const said = language === "en" ? "to be reviewed" : "待复核";
    expect(bodyOf(answer)).toContain(said);
    expect(bodyOf(answer)).not.toMatch(/违法|illegal/);
  });

  it("has another status where one is configured", async () => {
    const { listener, row } = harness({ blockStatus: 451 }, { judge: blocking });
    expect(await asked(listener(unreached))).toMatch(/^HTTP\/1\.1 451 /);
    expect(await row()).toMatchObject({ mode: "blocked", status: 451 });
    for (const blockStatus of [200, 403.5, 503]) {
      expect(() => harness({ blockStatus })).toThrow(
        `blockStatus must be an HTTP status from 400 to 499, got ${blockStatus}`,
      );
    }
  });

  it("has the same head without a body where it is a HEAD", async () => {
    const { listener } = blocked();
    const [head, whole] = await serving(
      listener(unreached),
      async (port) =>
        [
          (await exchange(port, get("/feed", [], "HEAD"))).toString(),
          (await exchange(port, get("/feed"))).toString(),
        ] as const,
    );
    expect(bodyOf(head)).toBe("");
    const lengthOf = (answer: string): string | undefined => /Content-Length: (\d+)/.exec(answer)?.[1];
    expect(lengthOf(head)).toBe(lengthOf(whole));
    expect(Buffer.byteLength(bodyOf(whole))).toBe(Number(lengthOf(whole)));
  });

  it("leaves its connection usable, upload and all", async () => {
    const { listener, recorded } = blocked();
    const server = createServer(listener(served)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { port } = server.address() as { readonly port: number };
    const ask = async (method: string, path: string, body = ""): Promise<readonly [number, boolean]> => {
      const sent = request({ port, host: "127.0.0.1", method, path, agent });
      sent.end(body);
      const [answer] = (await once(sent, "response")) as [IncomingMessage];
      await text(answer);
      return [answer.statusCode ?? 0, sent.reusedSocket];
    };
    expect(await ask("POST", "/feed", "b".repeat(3_000_000))).toEqual([403, false]);
    expect(await ask("GET", "/feed")).toEqual([403, true]);
    expect(await ask("GET", "/other")).toEqual([200, true]);
    await recorded(2);
    agent.destroy();
    server.close();
    await once(server, "close");
  });

  it("is answered once, whoever asks again, and by whichever copy of this package", async () => {
    const { recorder, listener } = blocked();
    const other = createRequestProbe({ recorder, routes: [] });
    const answers: boolean[] = [];
    const probe = createRequestProbe({
      recorder,
      routes: [{ method: "GET", path: "/feed", algorithm: "feed" }],
    });
    const asking: RequestListener = (req, res) => {
      probe.begin(req, res, { target: "/feed" });
      for (const one of [probe, other, probe]) answers.push(one.enforce(req, () => undefined));
    };
    expect(await asked(asking)).toMatch(/^HTTP\/1\.1 403 /);
    expect(answers).toEqual([true, true, true]);
    expect(listener).toBeDefined();
  });

  it("waits for its decision as any answer of its algorithm does", async () => {
    const gate = new Gate();
    const { listener } = harness({}, { judge: blocking, algorithm: { waitFor: "spooled" }, progress: gate });
    const answer = asked(listener(unreached));
    await gate.held(1);
    gate.pass("spooled", 1);
    expect(await answer).toContain("403 Forbidden");
  });

  it("may be one only once it is known who asks, and then only before the service has it", async () => {
    const judge = enforcing(({ subject }) =>
      subject.minorMode ? { mode: "blocked", blockedBy: "T01" } : undefined,
    );
    const { recorder, recorded } = harness({}, { judge });
    const probe = createRequestProbe({
      recorder,
      routes: [{ method: "GET", path: "/feed", algorithm: "feed" }],
    });
    const seen: string[] = [];
    const identifying =
      (isEarly: boolean): RequestListener =>
      (req, res) => {
        const decision = probe.begin(req, res, { target: "/feed" }) as Decision;
        if (isEarly) decision.identify({ minorMode: true });
        if (probe.enforce(req, () => undefined)) return;
        runInDecision(decision, () => {
          decision.identify({ minorMode: true });
          seen.push(decision.mode, decision.blockedBy);
          res.end("served");
        });
      };
    expect(await asked(identifying(true))).toContain("403 Forbidden");
    expect(await asked(identifying(false))).toContain("served");
    expect(seen).toEqual(["blocked", "T01"]);
    expect((await recorded(2)).decisions.map(({ mode, status }) => [mode, status])).toEqual([
      ["blocked", 403],
      ["blocked", 200],
    ]);
  });
});

describe("a fault while a request is blocked", () => {
  it("is counted, and the service is asked", async () => {
    const { listener, recorder, row, faults } = blocked();
    const answer = await asked((req, res) => {
      Object.defineProperty(req.headers, "accept", {
        get: () => {
          throw new Error("no headers");
        },
      });
      listener(served)(req, res);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*\r\n(?:6\r\n)?served/);
    expect([...recorder.counters.faults]).toEqual([["http.block", 1]]);
    expect(faults[0]).toBe("http.block: Error: no headers");
    expect(await row()).toMatchObject({ mode: "blocked", status: 200 });
  });

  it("with the head out ends the connection: no answer of the service's could follow", async () => {
    const { listener, faults, row } = blocked();
    const answer = await asked((req, res) => {
      const writeHead = res.writeHead.bind(res);
      Object.assign(res, {
        writeHead: (...args: Parameters<typeof writeHead>) => {
          writeHead(...args).flushHeaders();
          throw new Error("of the service");
        },
      });
      listener(unreached)(req, res);
    });
    expect(bodyOf(answer)).toBe("");
    expect(faults).toEqual(["http.block: Error: of the service"]);
    expect(await row()).toMatchObject({ mode: "blocked", outcome: "aborted" });
  });
});
