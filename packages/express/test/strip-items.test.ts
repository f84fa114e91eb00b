import { ITEM_FLAGS, type JudgeFactory } from "@probity/core";
import type { Response } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { RouteBinding } from "../src/index.ts";
import { type Harness, harness } from "./support/harness.ts";
import { versions } from "./support/versions.ts";

const routes: readonly RouteBinding[] = [
  {
    method: "GET",
    path: "/feed",
    algorithm: "feed",
    items: "items[].isbn",
    itemFlags: { ad: "items[].is_ad" },
  },
];

const withoutAds: JudgeFactory = () => ({
  rules: "test@1 !T01",
  enforces: true,
  hold: () => ({ refusesItem: (flags) => (flags & ITEM_FLAGS.ad) !== 0 }),
  judge: () => [],
});

const ranked = (): { readonly items: { isbn: string; is_ad?: boolean }[]; readonly page: number } => ({
  items: [{ isbn: "b1" }, { isbn: "b2", is_ad: true }, { isbn: "b3", is_ad: false }],
  page: 1,
});

describe.each(versions)("on $name, items that an enforced rule refuses", ({ express }) => {
  async function asked(
    { middleware }: Harness,
    answer: (res: Response, decision: Express.Request["decision"]) => unknown,
  ): Promise<request.Response> {
    const app = express().use(middleware);
    app.get("/feed", (req, res) => void answer(res, req.decision));
    return request(app).get("/feed");
  }

  it.each([
    ["res.json", (res: Response, body: unknown) => res.json(body)],
    ["res.send", (res: Response, body: unknown) => res.send(body)],
    ["res.json with a status", (res: Response, body: unknown) => res.status(201).json(body)],
  ])("are left out of what %s is given, and the rest is as it would be without them", async (_, answer) => {
    const memory = harness({ routes }, { judge: withoutAds });
    const body = ranked();
    const given = await asked(memory, (res) => answer(res, body));
    const rest = { ...ranked(), items: [{ isbn: "b1" }, { isbn: "b3", is_ad: false }] };
    expect(given.body).toEqual(rest);
    expect(given.headers["content-length"]).toBe(String(JSON.stringify(rest).length));
    const plain = await request(express().get("/feed", (_req, res) => void res.json(rest))).get("/feed");
    expect(given.headers["etag"]).toBe(plain.headers["etag"]);
    expect(body).toEqual(ranked());
    const row = await memory.row();
    expect(row.items.map(({ id }) => id)).toEqual(memory.hashed("b1", "b3"));
    expect(row.items_held).toHaveLength(1);
    expect(memory.faults).toEqual([]);
  });

  it("are all recorded with their flags where nothing is enforced, and nothing is left out", async () => {
    const memory = harness({ routes });
    expect((await asked(memory, (res) => res.json(ranked()))).body).toEqual(ranked());
    const { items } = await memory.row();
    expect(items.map(({ flags }) => flags)).toEqual([0, ITEM_FLAGS.ad, 0]);
  });

  it("are recorded with their flags where the answer comes as bytes, which stay as they are", async () => {
    const memory = harness({ routes }, { judge: withoutAds });
    const text = JSON.stringify(ranked());
    expect((await asked(memory, (res) => res.type("json").send(text))).body).toEqual(ranked());
    expect((await memory.row()).items.map(({ flags }) => flags)).toEqual([0, ITEM_FLAGS.ad, 0]);
  });

  it("stay where the handler delivers by itself: it admits what it shows", async () => {
    const memory = harness({ routes }, { judge: withoutAds });
    const answer = await asked(memory, (res, decision) => {
      decision?.deliver(["b1", "b2", "b3"]);
      res.json(ranked());
    });
    expect(answer.body).toEqual(ranked());
    expect(await memory.row()).toMatchObject({ items_held: [] });
  });

  it("stay in what is no plain data, and are recorded with their flags for the rules to find", async () => {
    const memory = harness({ routes }, { judge: withoutAds });
    const answer = await asked(memory, (res) => res.json({ ...ranked(), toJSON: () => ranked() }));
    expect(answer.body).toEqual(ranked());
    expect((await memory.row()).items.map(({ flags }) => flags)).toEqual([0, ITEM_FLAGS.ad, 0]);
  });

  it("are left out of more than a record holds", async () => {
    const memory = harness({ routes }, { judge: withoutAds });
    const items = Array.from({ length: 1500 }, (_, n) => ({ isbn: `b${n}`, is_ad: n >= 1400 }));
    const answer = await asked(memory, (res) => res.json({ items }));
    expect((answer.body as { readonly items: unknown[] }).items).toHaveLength(1400);
    expect(await memory.row()).toMatchObject({
      items_held: { length: 100 },
      input_faults: ["items.truncated"],
    });
  });

  it("are left out though one of the others has no id", async () => {
    const memory = harness({ routes }, { judge: withoutAds });
    const answer = await asked(memory, (res) => res.json({ items: [{}, { isbn: "b2", is_ad: true }] }));
    expect(answer.body).toEqual({ items: [{}] });
    expect(await memory.row()).toMatchObject({ items: [], items_held: [{}], input_faults: ["item.id"] });
  });

  it("a flag that is neither true nor false is bad input, and no flag", async () => {
    const memory = harness({ routes }, { judge: withoutAds });
    const body = { items: [{ isbn: "b1", is_ad: "yes" }] };
    expect((await asked(memory, (res) => res.json(body))).body).toEqual(body);
    expect(await memory.row()).toMatchObject({ input_faults: ["item.flags"], items_held: [] });
  });
});
