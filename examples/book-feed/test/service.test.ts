import request from "supertest";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { generateDataset } from "../src/data/generate.ts";
import { trainRecommender } from "../src/recommend/recommender.ts";
import { createApp } from "../src/service/app.ts";
import type { Answer } from "../src/service/ranking-routes.ts";
import { startLocalPostgres, type LocalPostgres } from "../src/store/local-postgres.ts";
import type { Intervention } from "../src/store/interventions.ts";
import { loadDataset } from "../src/store/load.ts";
import { openStore, type Store } from "../src/store/store.ts";

const dataset = generateDataset({ seed: 9, readers: 400, books: 150 });
const recommender = trainRecommender(dataset);
const noon = new Date("2026-06-01T12:00:00Z");

let postgres: LocalPostgres;
let store: Store;
let clock: Date;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  postgres = await startLocalPostgres();
  store = await openStore(postgres.store);
  await loadDataset(store, dataset);
  app = createApp({ store, recommender, now: () => clock });
}, 60_000);
afterAll(async () => {
  await store.close();
  await postgres.close();
});
beforeEach(async () => {
  clock = noon;
  await store.pool.query("TRUNCATE interventions RESTART IDENTITY");
});

const get = (path: string, reader: number | string = 1) =>
  request(app).get(path).set("x-reader-id", String(reader));
const admin = (body: object, operator = "op-1") =>
  request(app).post("/admin/interventions").set("x-operator", operator).send(body);
const isbns = async (path: string, reader = 1): Promise<string[]> => {
  const { body } = await get(path, reader).expect(200);
  return (body as Answer).items.map(({ isbn }) => isbn);
};

describe("the rankings", () => {
  it("answer with twenty books, ranked, with what a page shows of them", async () => {
    for (const surface of ["feed", "hot"]) {
      const { body } = await get(`/${surface}`).expect(200);
      expect(body).toMatchObject({ surface, personalised: true });
      expect((body as Answer).items.map(({ rank }) => rank)).toEqual(
        Array.from({ length: 20 }, (_, at) => at + 1),
      );
      expect(body.items[0]).toEqual({
        rank: 1,
        isbn: expect.any(String),
        title: expect.any(String),
        author: expect.any(String),
        year: expect.any(Number),
        ad: expect.any(Boolean),
        score: expect.any(Number),
      });
    }
  });

  it("give the feed that the model ranks for the stored profile and history", async () => {
    const reader = await store.readers.get(2);
    const history = await store.readers.history(2);
    const expected = recommender.feed(reader && { profile: reader.profile, history }, 20);
    expect(await isbns("/feed", 2)).toEqual(expected.map(({ isbn }) => isbn));
  });

  it("search titles and authors", async () => {
    const [book] = dataset.books;
    const found = await isbns(`/search?q=${encodeURIComponent(book?.title ?? "")}`);
    expect(found[0]).toBe(book?.isbn);
    expect(await isbns("/search?q=nothingofthekind")).toEqual([]);
  });

  it.each([
    ["/search", "q: must hold the words to search for"],
    ["/search?q=%20", "q: must hold the words to search for"],
    ["/search?q=a&q=b", "q: must hold the words to search for"],
    [`/search?q=${"a".repeat(201)}`, "at most 200 characters"],
  ])("refuse %s with a problem", async (path, detail) => {
    const { body, type } = await get(path).expect(400);
    expect(type).toBe("application/problem+json");
    expect(body).toMatchObject({ status: 400, title: "invalid request", fields: [{ field: "q" }] });
    expect(body.detail).toContain(detail);
  });

  it.each(["", "me", "-1", "1.5", "99999999999"])("refuse the reader id %j", async (id) => {
    const { body } = await get("/feed", id).expect(401);
    expect(body).toMatchObject({ status: 401, title: "unauthenticated" });
  });

  it("know no reader that is not stored, and no path that is not served", async () => {
    await get("/feed", 4_000_000).expect(404);
    const { body } = await get("/nowhere").expect(404);
    expect(body.detail).toBe("nothing is served at GET /nowhere");
  });
});

describe("a reader's choices", () => {
  it("switching personalisation off makes every ranking the one for everyone, at once", async () => {
    const query = `/search?q=${encodeURIComponent(dataset.books[0]?.title ?? "")}`;
    const off = () => request(app).post("/readers/5/personalisation").set("x-reader-id", "5");
    const { body } = await off().send({ off: true }).expect(200);
    expect(body.choices).toMatchObject({
      personalisationOff: true,
      personalisationOffAt: noon.toISOString(),
    });

    const everyone = recommender.feed(undefined, 20).map(({ isbn }) => isbn);
    expect(await isbns("/feed", 5)).toEqual(everyone);
    expect(await isbns("/hot", 5)).toEqual(everyone);
    for (const path of ["/feed", "/hot", query]) {
      expect((await get(path, 5).expect(200)).body).toMatchObject({ personalised: false });
    }

    await off().send({ off: false }).expect(200);
    expect((await get("/feed", 5).expect(200)).body).toMatchObject({ personalised: true });
  });

  it("deleting an interest tag takes it out of the profile for good", async () => {
    const { rows } = await store.pool.query<{ id: number }>(
      "SELECT id FROM readers WHERE cardinality(interests) > 1",
    );
    const id = rows[0]?.id ?? 0;
    const [tag = "", ...others] = (await store.readers.get(id))?.profile.interests ?? [];
    const remove = () =>
      request(app)
        .delete(`/readers/${id}/interests/${encodeURIComponent(tag)}`)
        .set("x-reader-id", String(id));
    await remove().expect(204);
    const { body } = await get(`/readers/${id}`, id).expect(200);
    expect(body).toMatchObject({ profile: { interests: others }, choices: { deletedTags: [tag] } });
    await remove().expect(404);
  });

  it("are nobody else's to see or change", async () => {
    await get("/readers/1", 2).expect(403);
    await request(app)
      .post("/readers/1/personalisation")
      .set("x-reader-id", "2")
      .send({ off: true })
      .expect(403);
    await request(app).delete("/readers/1/interests/x").set("x-reader-id", "2").expect(403);
  });

  it.each([[{}], [{ off: "yes" }], [{ off: true, on: false }], [[]]])("refuse the body %j", async (body) => {
    const { body: problem } = await request(app)
      .post("/readers/1/personalisation")
      .set("x-reader-id", "1")
      .send(body)
      .expect(400);
    expect(problem.fields.length).toBeGreaterThan(0);
  });

  it("refuse a body that is not JSON", async () => {
    const { body } = await request(app)
      .post("/readers/1/personalisation")
      .set("x-reader-id", "1")
      .set("content-type", "application/json")
      .send("{off")
      .expect(400);
    expect(body.detail).toBe("the body is not readable JSON");
  });
});

describe("interventions", () => {
  const hotBook = recommender.hot(undefined, 200)[50]?.isbn ?? "";
  const pin = { kind: "pin", surface: "hot", isbn: hotBook, position: 1, reason: "reading week" };

  it("act from the moment they are made until they are revoked, on their surface only", async () => {
    const plain = await isbns("/hot");
    const { body } = await admin({ ...pin, approver: "chief", ticket: "T-1" }).expect(201);
    expect(body).toMatchObject({ ...pin, id: 1, operator: "op-1", approver: "chief", ticket: "T-1" });
    expect(body.validFrom).toBe(noon.toISOString());

    expect(await isbns("/hot")).toEqual([hotBook, ...plain.slice(0, 19)]);
    expect((await isbns("/feed"))[0]).not.toBe(hotBook);

    clock = new Date(noon.getTime() + 60_000);
    const revoked = await request(app).delete("/admin/interventions/1").set("x-operator", "op-2").expect(200);
    expect(revoked.body).toMatchObject({ revokedBy: "op-2", revokedAt: clock.toISOString() });
    expect(await isbns("/hot")).toEqual(plain);

    clock = new Date(noon.getTime() + 120_000);
    const again = await request(app).delete("/admin/interventions/1").set("x-operator", "op-3").expect(200);
    expect(again.body).toEqual(revoked.body);
  });

  it("act within their validity only", async () => {
    const plain = await isbns("/hot");
    const validFrom = "2026-06-01T13:00:00+00:00";
    const validTo = "2026-06-01T14:00:00+00:00";
    await admin({ ...pin, validFrom, validTo }).expect(201);
    const firstAt = async (time: string) => {
      clock = new Date(time);
      return (await isbns("/hot"))[0];
    };
    expect(await firstAt("2026-06-01T12:59:59Z")).toBe(plain[0]);
    expect(await firstAt("2026-06-01T13:00:00Z")).toBe(hotBook);
    expect(await firstAt("2026-06-01T13:59:59Z")).toBe(hotBook);
    expect(await firstAt("2026-06-01T14:00:00Z")).toBe(plain[0]);
  });

  it("take out, insert, boost and demote, and let the next book move up", async () => {
    const plain = await isbns("/hot");
    const unranked = dataset.books.at(-1)?.isbn ?? "";
    const common = { surface: "hot", reason: "test" };
    await admin({ ...common, kind: "remove", isbn: plain[0] }).expect(201);
    await admin({ ...common, kind: "insert", isbn: unranked, position: 2 }).expect(201);
    await admin({ ...common, kind: "boost", isbn: plain[9], factor: 100 }).expect(201);
    await admin({ ...common, kind: "demote", isbn: plain[1], factor: 0.0001 }).expect(201);
    const changed = await isbns("/hot");
    expect(changed.slice(0, 3)).toEqual([plain[9], unranked, plain[2]]);
    expect(changed).toHaveLength(20);
    expect(changed).not.toContain(plain[0]);
    expect(changed).not.toContain(plain[1]);
  });

  it("are listed, revoked ones too, oldest first", async () => {
    await admin(pin).expect(201);
    await admin({ kind: "remove", surface: "feed", isbn: hotBook, reason: "recalled" }, "op-2").expect(201);
    await request(app).delete("/admin/interventions/1").set("x-operator", "op-2").expect(200);
    const { body } = await request(app).get("/admin/interventions").set("x-operator", "op-1").expect(200);
    const list = body.interventions as Intervention[];
    expect(list.map(({ kind, operator, revokedBy }) => [kind, operator, revokedBy])).toEqual([
      ["pin", "op-1", "op-2"],
      ["remove", "op-2", undefined],
    ]);
  });

  it.each([
    ["kind", { ...pin, kind: "bury" }],
    ["surface", { ...pin, surface: "popup" }],
    ["position", { ...pin, position: 0 }],
    ["position", { ...pin, position: "first" }],
    ["factor", { kind: "boost", surface: "hot", isbn: hotBook, reason: "x", factor: 0.5 }],
    ["factor", { kind: "demote", surface: "hot", isbn: hotBook, reason: "x", factor: 1 }],
    ["reason", { ...pin, reason: " " }],
    ["reason", { ...pin, reason: undefined }],
    ["isbn", { ...pin, isbn: "0000000000" }],
    ["validFrom", { ...pin, validFrom: "tomorrow" }],
    ["validTo", { ...pin, validTo: noon.toISOString() }],
    ["", { ...pin, operator: "someone-else" }],
    ["", { kind: "remove", surface: "hot", isbn: hotBook, reason: "x", position: 3 }],
  ])("are refused with a bad %j, and nothing is stored", async (field, body) => {
    const { body: problem, type } = await admin(body).expect(400);
    expect(type).toBe("application/problem+json");
    expect(problem.fields).toEqual([{ field, message: expect.any(String) }]);
    expect(await store.interventions.list()).toEqual([]);
  });

  it("need an operator", async () => {
    await request(app).post("/admin/interventions").send(pin).expect(401);
    await request(app).get("/admin/interventions").expect(401);
    await request(app).delete("/admin/interventions/1").expect(401);
  });

  it.each(["7", "x", "99999999999"])("cannot be revoked by the unknown id %s", async (id) => {
    await request(app).delete(`/admin/interventions/${id}`).set("x-operator", "op-1").expect(404);
  });
});

describe("a fault inside", () => {
  it("is answered with a problem that tells nothing of it", async () => {
    const broken = {
      ...recommender,
      hot: () => {
        throw new Error("secret detail");
      },
    };
    const { body } = await request(createApp({ store, recommender: broken }))
      .get("/hot")
      .set("x-reader-id", "1")
      .expect(500);
    expect(body).toEqual({
      type: "about:blank",
      status: 500,
      title: "internal error",
      detail: "the service failed",
    });
  });
});
