import request from "supertest";
import { describe, expect, it } from "vitest";
import type { RouteBinding } from "../src/index.ts";
import { type Harness, harness } from "./support/harness.ts";
import { versions } from "./support/versions.ts";

type Outlet = RouteBinding["outlet"];

describe.each(versions)("the outlet of a request, on $name", ({ express }) => {
  async function rowOf(
    outlet: Outlet,
    path: string,
    headers = {},
  ): Promise<Awaited<ReturnType<Harness["row"]>>> {
    const route = { method: "GET", path: "/:page/feed", algorithm: "feed", outlet };
    const { middleware, row } = harness({ routes: [route] });
    const app = express();
    app.use(middleware);
    app.use((_req, res) => void res.json({ items: [] }));
    await request(app).get(path).set(headers);
    return row();
  }

  it.each<[Outlet, string, object]>([
    ["home", "/x/feed", {}],
    [{ header: "X-Outlet" }, "/x/feed", { "x-outlet": " home " }],
    [{ query: "at" }, "/x/feed?at=home", {}],
    [{ param: "page" }, "/home/feed", {}],
    [{ claim: "app" }, "/x/feed", { authorization: "Bearer e30.eyJhcHAiOiJob21lIn0.c2ln" }],
  ])("is what %j says", async (outlet, path, headers) => {
    const row = await rowOf(outlet, path, headers);
    expect(row).toMatchObject({ outlet: "home", surface: "feed", input_faults: [] });
  });

  it.each([
    ["is not there", "/x/feed"],
    ["is empty", "/x/feed?at="],
  ])("is none where it %s", async (_, path) => {
    expect(await rowOf({ query: "at" }, path)).toMatchObject({ outlet: "", input_faults: [] });
  });

  it.each([
    ["is that of no outlet", "/x/feed?at=canary-4711"],
    ["came twice", "/x/feed?at=home&at=home"],
  ])("is none, and bad input, where it %s", async (_, path) => {
    const row = await rowOf({ query: "at" }, path);
    expect(row).toMatchObject({ outlet: "", input_faults: ["outlet"] });
    expect(JSON.stringify(row)).not.toContain("canary");
  });
});
