import { ChoiceLedger, FeedbackLedger, InterventionLedger } from "@probity/control";
import { Pseudonyms, type Receipt, type Stage, UNKNOWN_SUBJECT } from "@probity/core";
import type { Express, Request } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import {
  createChoicesRouter,
  createFeedbackRouter,
  createInterventionsRouter,
  type RouterOptions,
} from "../../src/index.ts";
import { type ExpressModule, versions } from "../support/versions.ts";

const NOW = Date.UTC(2026, 10, 27, 12);
const DAY = 86_400_000;
const pseudonyms = new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 7) });

interface Served {
  readonly app: Express;
  readonly choices: ChoiceLedger;
  readonly entries: Record<string, unknown>[];
  readonly off: (subject: string) => boolean;
}

/** A service with all three routers. Who asks is said by headers. Entries come as far as `stage`. */
function served(
  express: ExpressModule,
  options: RouterOptions = {},
  stage: Stage = "spooled",
  parser = false,
): Served {
  const entries: Record<string, unknown>[] = [];
  const receipt: Receipt = { stage, reached: () => Promise.resolve(stage) };
  const recorder = {
    enter: (_: unknown, entry: object) => (entries.push({ ...entry }), receipt),
    fault: (where: string, fault: unknown) => expect.fail(`${where}: ${String(fault)}`),
  };
  const common = { recorder, pseudonyms, now: () => NOW };
  const choices = new ChoiceLedger({ ...common, outlets: ["home"] });
  const reasons = ["EDITORIAL"];
  const interventions = new InterventionLedger({
    ...common,
    reasons,
    maxDays: 7,
    twoPersonSurfaces: ["hot"],
  });
  const feedback = new FeedbackLedger({ ...common, reasons, firstReplyHours: 24, closeHours: 72 });
  const header = (name: string) => (req: Request) => req.get(name);
  const app = express();
  if (parser) app.use(express.json({ limit: "4mb" }));
  app.use("/choices", createChoicesRouter(choices, { who: header("x-user"), ...options }));
  app.use("/interventions", createInterventionsRouter(interventions, { who: header("x-staff"), ...options }));
  app.use(
    "/feedback",
    createFeedbackRouter(feedback, { who: header("x-user"), staff: header("x-staff"), ...options }),
  );
  app.use((_req, res) => void res.status(404).send("not of ours"));
  const at = { at: NOW, outlet: "home" };
  return {
    ...{ app, choices, entries },
    off: (subject) => choices.complete(UNKNOWN_SUBJECT, pseudonyms.subject(subject), at).personalisationOff,
  };
}

const PIN = {
  ...{ id: "i1", kind: "pin", surface: "hot", item: "book-7", rank: 1, reason: "EDITORIAL", ticket: "OPS-1" },
  to: new Date(NOW + DAY).toISOString(),
};

describe.each(versions)("the router for choices on $name", ({ express }) => {
  it("takes that a user switches personalisation off, and on again", async () => {
    const { app, entries, off } = served(express);
    const answer = await request(app)
      .post("/choices/personalisation")
      .set("x-user", "reader")
      .send({ off: true });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ stage: "spooled", choices: 1 });
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(off("reader")).toBe(true);
    await request(app)
      .post("/choices/personalisation")
      .set("x-user", "reader")
      .send({ off: false, outlet: "home" });
    expect(entries).toMatchObject([
      { kind: "personalisation_off", via: "router", outlet: "", chosen_at: NOW },
      { kind: "personalisation_on", via: "router", outlet: "home" },
    ]);
  });

  it("takes tags and consents, and shows what is on record", async () => {
    const { app } = served(express);
    const user = { "x-user": "reader" };
    const tags = { block: ["减肥", "彩票"], delete: ["历史"], restore: [] };
    expect((await request(app).post("/choices/tags").set(user).send(tags)).body).toMatchObject({
      choices: 3,
    });
    const consent = { given: true, code: "SPI.MED", version: "3" };
    expect((await request(app).post("/choices/consents").set(user).send(consent)).status).toBe(201);
    expect((await request(app).get("/choices").set(user)).body).toEqual({
      personalisation: [],
      consents: [{ outlet: "", code: "SPI.MED", version: "3", given: true, since: NOW }],
      tags: { deleted: 1, blocked: 2 },
    });
  });

  it("blocks a tag that the same request restores", async () => {
    const { app, choices } = served(express);
    await request(app)
      .post("/choices/tags")
      .set("x-user", "reader")
      .send({ block: ["减肥"], restore: ["减肥"] });
    expect(choices.stateOf("reader").tags.blocked).toBe(1);
  });

  it("takes what a body parser above it has read", async () => {
    const { app, off } = served(express, {}, "spooled", true);
    const answer = await request(app)
      .post("/choices/personalisation")
      .set("x-user", "reader")
      .send({ off: true });
    expect([answer.status, off("reader")]).toEqual([201, true]);
  });

  it("knows nobody who is not signed in", async () => {
    const { app, entries } = served(express);
    const answer = await request(app)
      .post("/choices/personalisation")
      .set("accept-language", "en")
      .send({ off: true });
    expect([answer.status, answer.body]).toEqual([
      401,
      { error: { code: "UNKNOWN_CALLER", message: "Sign in first." } },
    ]);
    expect(entries).toEqual([]);
  });

  it.each<[Stage, number, unknown]>([
    ["recorded", 202, { stage: "recorded", choices: 1 }],
    ["stored", 201, { stage: "stored", choices: 1 }],
    ["lost", 503, { error: { code: "NOT_RECORDED", message: "暂时无法记录，请稍后重试。" } }],
  ])("says how far the entry has come: %s is %i", async (stage, status, body) => {
    const { app } = served(express, {}, stage);
    const answer = await request(app)
      .post("/choices/personalisation")
      .set("x-user", "reader")
      .send({ off: true });
    expect([answer.status, answer.body]).toEqual([status, body]);
  });

  it("waits for nothing where it is told so", async () => {
    const { app } = served(express, { waitFor: "recorded" }, "recorded");
    const answer = await request(app)
      .post("/choices/personalisation")
      .set("x-user", "reader")
      .send({ off: true });
    expect(answer.status).toBe(201);
  });

  it("hands on what is not its own, and says which methods there are", async () => {
    const { app } = served(express);
    expect((await request(app).get("/choices/elsewhere")).text).toBe("not of ours");
    const answer = await request(app).delete("/choices/tags");
    expect([answer.status, answer.headers["allow"]]).toEqual([405, "POST"]);
  });

  it("lets what `who` throws go to the service's own error handlers", async () => {
    const app = express();
    const who = (): never => {
      throw new Error("session store is down");
    };
    app.use("/choices", createChoicesRouter(served(express).choices, { who }));
    app.use(
      (
        error: Error,
        _req: Request,
        res: { status: (code: number) => { send: (text: string) => void } },
        _next: unknown,
      ) => {
        res.status(500).send(error.message);
      },
    );
    const answer = await request(app).post("/choices/personalisation").send({ off: true });
    expect([answer.status, answer.text]).toEqual([500, "session store is down"]);
  });
});

describe.each(versions)("a body that can't be taken on $name", ({ express }) => {
  const NEVER = "13800138000";

  it.each<[string, string, string, number, string]>([
    ["no JSON", "/choices/personalisation", `{"off": ${NEVER}`, 400, "NOT_JSON"],
    ["nothing", "/choices/personalisation", "", 400, "INVALID"],
    ["a list", "/choices/personalisation", `["${NEVER}"]`, 400, "INVALID"],
    ["null", "/choices/personalisation", "null", 400, "INVALID"],
    ["a wrong type", "/choices/personalisation", `{"off":"${NEVER}"}`, 400, "INVALID"],
    ["an unknown field", "/choices/personalisation", `{"off":true,"${NEVER}":1}`, 400, "INVALID"],
    ["a prototype", "/choices/personalisation", `{"off":true,"__proto__":{"x":1}}`, 400, "INVALID"],
    ["an unknown outlet", "/choices/personalisation", `{"off":true,"outlet":"${NEVER}"}`, 400, "INVALID"],
    ["a tag of 100,000 characters", "/choices/tags", `{"block":["${"x".repeat(60_000)}"]}`, 400, "INVALID"],
    ["a tag of a megabyte", "/choices/tags", `{"block":["${"x".repeat(1 << 20)}"]}`, 413, "TOO_LARGE"],
    ["101 tags", "/choices/tags", JSON.stringify({ block: Array(101).fill(NEVER) }), 400, "INVALID"],
    ["a tag that is none", "/choices/tags", `{"block":[null]}`, 400, "INVALID"],
    ["a code that is none", "/choices/consents", `{"given":true,"code":"${NEVER}"}`, 400, "INVALID"],
    ["an unknown kind", "/feedback", `{"kind":"${NEVER}"}`, 400, "INVALID"],
    ["an unknown reason", "/feedback", `{"kind":"report","reason":"${NEVER}"}`, 400, "INVALID"],
    ["half of an intervention", "/interventions", `{"kind":"pin"}`, 400, "INVALID"],
    [
      "a time without its zone",
      "/interventions",
      JSON.stringify({ ...PIN, to: "2026-11-28 12:00" }),
      400,
      "INVALID",
    ],
  ])(
    "%s: it is refused, nothing is recorded, and nothing of it is said",
    async (_, path, body, status, code) => {
      const { app, entries } = served(express);
      const answer = await request(app)
        .post(path)
        .set({
          "x-user": "reader",
          "x-staff": "li",
          "content-type": "application/json",
          "accept-language": "en",
        })
        .send(body);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ error: { code } });
      expect(answer.text).not.toContain(NEVER);
      expect(answer.text.length).toBeLessThan(3000);
      expect(entries).toEqual([]);
    },
  );

  it("that is no UTF-8 is no JSON", async () => {
    const { app } = served(express);
    const post = request(app).post("/choices/personalisation").set("x-user", "reader").type("json");
    post.write(Buffer.from([0x22, 0xff, 0x22]));
    expect((await post).body).toMatchObject({ error: { code: "NOT_JSON" } });
  });

  it("in its last part has nothing of it entered", async () => {
    const { app, entries } = served(express);
    const body = { block: ["减肥", "彩票", "a\nb"] };
    expect((await request(app).post("/choices/tags").set("x-user", "reader").send(body)).status).toBe(400);
    expect(entries).toEqual([]);
  });

  it("is told field by field, in the language that the client accepts", async () => {
    const { app } = served(express);
    const post = (languages: string): request.Test =>
      request(app)
        .post("/choices/personalisation")
        .set({ "x-user": "reader", "accept-language": languages })
        .send({ of: 1 });
    expect((await post("en-GB, zh;q=0.5")).body).toEqual({
      error: {
        code: "INVALID",
        message: "Something in the request is wrong; nothing was changed.",
        problems: [
          { at: "off", message: "is missing" },
          { at: "of", message: "there is no such field" },
        ],
      },
    });
    const chinese = {
      message: "请求内容有误，未作任何更改。",
      problems: [{ at: "off", message: "缺少该字段" }, {}],
    };
    expect((await post("zh-CN,en;q=0.5")).body).toMatchObject({ error: chinese });
    expect((await post("fr")).body).toMatchObject({ error: chinese });
  });

  it("of another type, or compressed, is none", async () => {
    const { app } = served(express);
    const post = (headers: Record<string, string>): request.Test =>
      request(app)
        .post("/choices/personalisation")
        .set({ "x-user": "reader", ...headers })
        .send('{"off":true}');
    expect((await post({ "content-type": "text/plain" })).status).toBe(415);
    expect((await post({ "content-type": "application/json", "content-encoding": "gzip" })).status).toBe(415);
  });

  it("and comes in pieces without a length is refused as soon as it is too large", async () => {
    const { app, entries } = served(express, { maxBodyBytes: 10 });
    const post = request(app)
      .post("/choices/personalisation")
      .set("x-user", "reader")
      .set("transfer-encoding", "chunked");
    post.type("json").write('{"off"');
    post.write(":true      }");
    expect((await post).status).toBe(413);
    expect(entries).toEqual([]);
  });

  it("of a megabyte that a parser above has read is refused by its field", async () => {
    const { app } = served(express, {}, "spooled", true);
    const body = { block: ["x".repeat(1 << 20)] };
    const answer = await request(app).post("/choices/tags").set("x-user", "reader").send(body);
    expect([answer.status, answer.text.length < 300]).toEqual([400, true]);
    expect(answer.body).toMatchObject({ error: { problems: [{ at: "block[0]", message: "过短或过长" }] } });
  });
});

describe.each(versions)("the router for interventions on $name", ({ express }) => {
  it("takes an intervention from its proposal to its end", async () => {
    const { app, entries } = served(express);
    const as = (by: string, path: string, body: object = {}): request.Test =>
      request(app).post(`/interventions${path}`).set({ "x-staff": by, "accept-language": "en" }).send(body);
    expect((await as("li", "", PIN)).body).toMatchObject({
      stage: "spooled",
      intervention: { state: "proposed", version: 1 },
    });
    const own = await as("li", "/i1/approve");
    expect([own.status, own.body]).toMatchObject([403, { error: { code: "SAME_PERSON", field: "by" } }]);
    const stale = await as("wang", "/i1/approve", { seen: 2 });
    expect([stale.status, stale.body]).toMatchObject([409, { error: { code: "CONFLICT" } }]);
    expect((await as("wang", "/i1/approve", { seen: 1 })).body).toMatchObject({
      intervention: { state: "active" },
    });
    expect((await as("zhao", "/i1/reject")).status).toBe(409);
    const list = await request(app).get("/interventions?state=active&surface=hot").set("x-staff", "li");
    expect(list.body).toMatchObject({ interventions: [{ id: "i1", approved: { by: "wang", at: NOW + 1 } }] });
    expect((await as("zhao", "/i1/revoke")).body).toMatchObject({ intervention: { state: "revoked" } });
    expect(entries.map(({ step, actor }) => [step, actor])).toEqual([
      ["proposed", "li"],
      ["approved", "wang"],
      ["revoked", "zhao"],
    ]);
  });

  it("takes a step without a body", async () => {
    const { app } = served(express);
    await request(app).post("/interventions").set("x-staff", "li").send(PIN);
    expect((await request(app).post("/interventions/i1/approve").set("x-staff", "wang")).status).toBe(201);
  });

  it("answers nobody but staff", async () => {
    const { app } = served(express);
    expect((await request(app).get("/interventions").set("x-user", "reader")).status).toBe(401);
    expect((await request(app).post("/interventions").set("x-user", "reader").send(PIN)).status).toBe(401);
  });

  it("says what there is no such thing of", async () => {
    const { app } = served(express);
    const staff = { "x-staff": "li", "accept-language": "zh" };
    const unknown = await request(app).post("/interventions/%E4%B9%A6%/revoke").set(staff).send({});
    expect([unknown.status, unknown.body]).toMatchObject([404, { error: { code: "NOT_FOUND" } }]);
    const query = await request(app).get("/interventions?state=sleeping").set(staff);
    expect([query.status, query.body]).toMatchObject([400, { error: { problems: [{ at: "state" }] } }]);
  });
});

describe.each(versions)("the router for feedback on $name", ({ express }) => {
  it("takes a complaint, and the steps of its case", async () => {
    const { app, entries } = served(express);
    const decision = "018f0000-0000-7000-8000-00000000000a";
    const complaint = await request(app)
      .post("/feedback")
      .set("x-user", "reader")
      .send({ kind: "complaint", decision });
    const { caseId } = complaint.body as { caseId: string };
    expect(complaint.body).toMatchObject({ case: { openedAt: NOW, replyDueAt: NOW + DAY } });
    const step = (name: string): request.Test =>
      request(app)
        .post(`/feedback/cases/${caseId}/${name}`)
        .set("x-staff", "wang")
        .send({ reason: "EDITORIAL" });
    expect((await step("reply")).body).toMatchObject({ case: { repliedAt: NOW } });
    expect((await step("close")).status).toBe(201);
    expect((await step("close")).status).toBe(409);
    expect(entries.map(({ kind, actor }) => [kind, actor])).toEqual([
      ["complaint", ""],
      ["reply", "wang"],
      ["close", "wang"],
    ]);
    expect((await request(app).get("/feedback/cases/overdue").set("x-staff", "wang")).body).toEqual({
      cases: [],
    });
  });

  it("takes it from somebody who is not signed in as well", async () => {
    const { app, entries } = served(express);
    expect((await request(app).post("/feedback").send({ kind: "report" })).status).toBe(201);
    expect(entries).toMatchObject([{ subject: "0".repeat(64) }]);
  });

  it("lets only staff take steps in a case", async () => {
    const { app } = served(express);
    expect((await request(app).post("/feedback/cases/c1/close").set("x-user", "reader")).status).toBe(401);
    expect((await request(app).get("/feedback/cases/overdue")).status).toBe(401);
  });
});

it("a limit that is none is refused by name, before anything is served", () => {
  const { choices } = served(versions[1].express);
  expect(() => createChoicesRouter(choices, { who: () => "reader", maxBodyBytes: 0 })).toThrow(
    "maxBodyBytes is a whole number above 0, got 0",
  );
});
