import type { SubjectInput, SubjectMapping } from "@probity/core";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { MiddlewareOptions } from "../src/index.ts";
import { type Harness, harness } from "./support/harness.ts";
import { versions } from "./support/versions.ts";

const NOBODY = "0".repeat(64);

const EVERYTHING = {
  id: { header: "X-Reader-Id" },
  age: { header: "x-age" },
  ageSource: { header: "x-age-source" },
  minorMode: { header: "x-minor-mode" },
  elderMode: { query: "elder" },
  guardianConsent: { header: "x-guardian" },
  guardianExempt: { header: "x-guardian-exempt" },
  minorRules: { header: "x-minor-rules" },
  consentVersion: { header: "x-consent" },
  separateConsents: { header: "x-separate" },
  consentWithdrawnAt: { header: "x-withdrawn" },
  personalisationOff: { query: "off" },
  personalisationOffAt: { header: "x-off-at" },
  deletedTags: { header: "x-deleted-tags" },
  useToday: { header: "x-use-today" },
  useContinuous: { query: "use" },
  cohorts: { header: "x-cohorts" },
} satisfies SubjectMapping;

describe.each(versions)("who is asking, on $name", ({ express }) => {
  type Asked = Harness & {
    ask: (path: string, headers?: Record<string, string | string[]>) => Promise<void>;
  };

  function asked(options: Partial<MiddlewareOptions>): Asked {
    const under = harness(options);
    const app = express();
    app.use((req, _res, next) => {
      if (req.query["set"]) req.headers["x-reader-id"] = "set by the service";
      next();
    });
    app.use(under.middleware);
    app.use((_req, res) => void res.json({ items: [] }));
    const ask = async (path: string, headers = {}): Promise<void> => {
      await request(app).get(path).set(headers);
    };
    return { ...under, ask };
  }

  const bearer = (claims: object): { authorization: string } => {
    const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
    return { authorization: `Bearer eyJhbGciOiJIUzI1NiJ9.${payload}.c2lnbmF0dXJl` };
  };

  it("is read from the claims of a token", async () => {
    const { ask, row, subject } = asked({
      subject: { id: { claim: "sub" }, age: { claim: "profile.age" }, deletedTags: { claim: "tags" } },
    });
    await ask("/feed", bearer({ sub: "reader-7", profile: { age: 12 }, tags: ["a", "b,c"] }));
    expect(await row()).toMatchObject({ subject: subject("reader-7"), age_band: "u14", deleted_tags: 3 });
  });

  it("is whom the token of a refused request names, with the status 401", async () => {
    const { middleware, row, subject } = harness({ subject: { id: { claim: "sub" } } });
    const app = express();
    app.use(middleware);
    app.use((_req, res) => void res.status(401).json({ error: "invalid_token" }));
    await request(app)
      .get("/feed")
      .set(bearer({ sub: "reader-7", exp: 1 }));
    expect(await row()).toMatchObject({
      subject: subject("reader-7"),
      status: 401,
      outcome: "delivered",
      input_faults: [],
    });
  });

  it.each([
    ["has no claim of that name", bearer({ name: "reader-7" })],
    ["has none there", bearer({ sub: null, tags: null })],
    ["is of another scheme", { authorization: "Basic cmVhZGVyOjc=" }],
    ["is not there", {}],
  ])("is nobody, and nothing is noted, where a token %s", async (_, headers) => {
    const { ask, row } = asked({ subject: { id: { claim: "sub" }, deletedTags: { claim: "tags" } } });
    await ask("/feed", headers);
    expect(await row()).toMatchObject({ subject: NOBODY, deleted_tags: 0, input_faults: [] });
  });

  it.each([
    ["that lists several", bearer({ sub: ["reader-7", "reader-8"] })],
    ["that lists one with something else", bearer({ sub: ["reader-7", { id: 8 }] })],
    ["that is an object", bearer({ sub: { id: "reader-7" } })],
    ["that is a number beyond 2^53", bearer({ sub: 2 ** 53 })],
    ["of a token that is none", { authorization: "Bearer reader-7" }],
  ])("is nobody, and bad input, by a claim %s", async (_, headers) => {
    const { ask, row } = asked({ subject: { id: { claim: "sub" } } });
    await ask("/feed", headers);
    expect(await row()).toMatchObject({ subject: NOBODY, input_faults: ["subject.id"] });
  });

  it("is unknown in each field, and that is noted by name, where a token can't be read", async () => {
    const { ask, row } = asked({
      subject: {
        age: { claim: "age" },
        minorMode: { claim: "minor" },
        separateConsents: { claim: "separate" },
        deletedTags: { claim: "tags" },
      },
    });
    await ask("/feed", { authorization: "Bearer opaque" });
    expect(await row()).toMatchObject({
      age_band: "unknown",
      minor_mode: false,
      separate_consents: [],
      deleted_tags: 0,
      input_faults: [
        "subject.age",
        "subject.minorMode",
        "subject.consent.separate",
        "subject.choices.deletedTags",
      ],
    });
  });

  it("is read from headers, query and path, every field of it", async () => {
    const { ask, row, subject, faults } = asked({ subject: EVERYTHING });
    await ask("/feed?elder=on&off=TRUE&use=1800", {
      "x-reader-id": "reader-7",
      "x-age": " 13 ",
      "x-age-source": "verified",
      "x-minor-mode": "1",
      "x-guardian": "yes",
      "x-guardian-exempt": "true",
      "x-minor-rules": "m3",
      "x-consent": "2026-01",
      "x-separate": "SPI.MED, SPI.BIO.FACE,",
      "x-withdrawn": "1767225600000",
      "x-off-at": "2026-01-01T08:00:00+08:00",
      "x-deleted-tags": "a,b , c",
      "x-use-today": "5400",
      "x-cohorts": "new, city",
    });
    expect(await row()).toMatchObject({
      subject: subject("reader-7"),
      key_id: "k1",
      age_band: "u14",
      age_source: "verified",
      minor_mode: true,
      elder_mode: true,
      guardian_consent: true,
      guardian_exempt: true,
      minor_rules: "m3",
      consent_version: "2026-01",
      separate_consents: ["SPI.MED", "SPI.BIO.FACE"],
      consent_withdrawn_at: 1_767_225_600_000,
      personalisation_off: true,
      personalisation_off_at: 1_767_225_600_000,
      deleted_tags: 3,
      use_today_s: 5400,
      use_continuous_s: 1800,
      cohorts: ["new", "city"],
      input_faults: [],
    });
    expect(faults).toEqual([]);
  });

  it("is unknown where the request says nothing", async () => {
    const { ask, row } = asked({ subject: { ...EVERYTHING, ageBand: { param: "band" } } });
    await ask("/feed?elder=&off=0", { "x-reader-id": "", "x-age": "", "x-minor-mode": "off" });
    expect(await row()).toMatchObject({
      subject: NOBODY,
      age_band: "unknown",
      age_source: "none",
      minor_mode: false,
      elder_mode: false,
      personalisation_off: false,
      deleted_tags: 0,
      input_faults: [],
    });
  });

  it.each(["abc", '13"', "13.5", "-1", "0x1f", "1e1", "239", "１３"])(
    "has an unknown age, and that is noted, where the age is %j",
    async (age) => {
      const { ask, row } = asked({ subject: { age: { query: "age" } } });
      await ask(`/feed?age=${encodeURIComponent(age)}`);
      expect(await row()).toMatchObject({
        age_band: "unknown",
        age_source: "none",
        input_faults: ["subject.age"],
      });
    },
  );

  it.each<[string, SubjectMapping, string]>([
    ["minorMode=maybe", { minorMode: { query: "minorMode" } }, "subject.minorMode"],
    ["elderMode=2", { elderMode: { query: "elderMode" } }, "subject.elderMode"],
    ["ageBand=13", { ageBand: { query: "ageBand" } }, "subject.ageBand"],
    ["ageSource=guess", { ageSource: { query: "ageSource" } }, "subject.ageSource"],
    ["at=yesterday", { consentWithdrawnAt: { query: "at" } }, "subject.consent.withdrawnAt"],
    ["at=2026-01-01T08:00:00", { personalisationOffAt: { query: "at" } }, "subject.choices.offAt"],
    ["use=1h", { useToday: { query: "use" } }, "subject.use.todaySec"],
    ["use=-1", { useContinuous: { query: "use" } }, "subject.use.continuousSec"],
    ["id=a&id=b", { id: { query: "id" } }, "subject.id"],
    ["off=1&off=0", { personalisationOff: { query: "off" } }, "subject.choices.personalisationOff"],
  ])("is unknown there, and that is noted by name, for %s", async (query, subject, name) => {
    const { ask, row } = asked({ subject });
    await ask(`/feed?${query}`);
    expect(await row()).toMatchObject({
      subject: NOBODY,
      age_band: "unknown",
      minor_mode: false,
      elder_mode: false,
      personalisation_off: false,
      input_faults: [name],
    });
  });

  it("is read from the route's own parameters", async () => {
    const { ask, row, subject } = asked({ subject: { id: { param: "user" } } });
    await ask("/users/%E6%9D%8E/feed");
    expect((await row()).subject).toBe(subject("李"));
  });

  it("is unknown, and that is noted, where an identifying header comes twice; lists may", async () => {
    const { ask, row } = asked({ subject: EVERYTHING });
    await ask("/feed", { "x-reader-id": ["a", "b"], "x-deleted-tags": ["a,b", "c"] });
    expect(await row()).toMatchObject({ subject: NOBODY, deleted_tags: 3, input_faults: ["subject.id"] });
  });

  it("may have a comma in an id", async () => {
    const { ask, row, subject } = asked({ subject: EVERYTHING });
    await ask("/feed", { "x-reader-id": "a, b" });
    expect((await row()).subject).toBe(subject("a, b"));
  });

  it("is what the service set in place of the client's header", async () => {
    const { ask, row, subject } = asked({ subject: EVERYTHING });
    await ask("/feed?set=1", { "x-reader-id": "set by the client" });
    expect((await row()).subject).toBe(subject("set by the service"));
  });

  it("is read as UTF-8, and as Latin-1 where it is not", async () => {
    const { ask, recorded, subject } = asked({ subject: EVERYTHING });
    await ask("/feed", { "x-reader-id": Buffer.from("读者七").toString("latin1") });
    await ask("/feed", { "x-reader-id": "Zoé" });
    expect((await recorded(2)).map((row) => row.subject)).toEqual([subject("读者七"), subject("Zoé")]);
  });

  it("is what identify says, field by field before the mapping", async () => {
    const seen: unknown[] = [];
    const { ask, row, subject } = asked({
      subject: EVERYTHING,
      identify: (req) => {
        seen.push(req.path);
        return { id: "of the session", age: 30 };
      },
    });
    await ask("/feed", { "x-reader-id": "of the header", "x-minor-mode": "1" });
    expect(seen).toEqual(["/feed"]);
    expect(await row()).toMatchObject({
      subject: subject("of the session"),
      age_band: "adult",
      minor_mode: true,
    });
  });

  it("is what the handler says later, whatever was known before", async () => {
    const { middleware, row, subject } = harness({ identify: () => ({ id: "first" }) });
    const app = express();
    app.use(middleware);
    app.get("/search", (req, res) => {
      req.decision?.identify({ id: "second", age: 17 });
      res.end();
    });
    await request(app).get("/search");
    expect(await row()).toMatchObject({ subject: subject("second"), age_band: "16-17" });
  });

  it.each<[string, (ask: unknown) => SubjectInput | undefined]>([
    [
      "throws",
      () => {
        throw new Error("no session");
      },
    ],
    ["answers with a promise", (() => Promise.reject(new Error("no session"))) as never],
    ["answers with nonsense", (() => ({ id: 7, consent: "yes", choices: 1 })) as never],
    ["answers with null", (() => null) as never],
  ])("is what the mapping says, and the service goes on, where identify %s", async (_, identify) => {
    const { ask, row, recorder } = asked({ subject: { minorMode: { header: "x-minor-mode" } }, identify });
    await ask("/feed", { "x-minor-mode": "1" });
    expect(await row()).toMatchObject({ subject: NOBODY, minor_mode: true, outcome: "delivered" });
    expect([...recorder.counters.lost.values()]).toEqual([]);
  });
});
