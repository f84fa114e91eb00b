import request from "supertest";
import { describe, expect, it } from "vitest";
import type { RouteBinding } from "../src/index.ts";
import { type Harness, harness } from "./support/harness.ts";
import { versions } from "./support/versions.ts";

type Outlet = RouteBinding["outlet"];

const outlets = ["home", "search"].map((id) => {
  return { id, product: "Book Feed", form: "website", function: id, surface: "feed" } as const;
});
const words = { query: "at", map: { main: "home", "1": "search" } };

describe.each(versions)("the outlet of a request, on $name", ({ express }) => {
  async function rowOf(
    outlet: Outlet,
    path: string,
    headers = {},
  ): Promise<Awaited<ReturnType<Harness["row"]>>> {
    const route = { method: "GET", path: "/:page/feed", algorithm: "feed", outlet };
    const { middleware, row } = harness({ routes: [route] }, { outlets });
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
    [words, "/x/feed?at=main", {}],
    [{ ...words, default: "search" }, "/x/feed?at=main", {}],
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

  it.each<[string, Outlet, string]>([
    ["is that of no outlet", { query: "at" }, "/x/feed?at=canary-4711"],
    ["came twice", { query: "at" }, "/x/feed?at=home&at=home"],
    ["is no word of the map", words, "/x/feed?at=canary-4711"],
    ["is an id where words are expected", words, "/x/feed?at=home"],
    ["is the name of what every object has", words, "/x/feed?at=constructor"],
  ])("is none, and bad input, where it %s", async (_, outlet, path) => {
    const row = await rowOf(outlet, path);
    expect(row).toMatchObject({ outlet: "", input_faults: ["outlet"] });
    expect(JSON.stringify(row)).not.toContain("canary");
  });

  it("is none, and bad input, where it is of a token that can't be read", async () => {
    const row = await rowOf({ claim: "app" }, "/x/feed", { authorization: "Bearer canary-4711" });
    expect(row).toMatchObject({ outlet: "", input_faults: ["outlet"] });
    expect(JSON.stringify(row)).not.toContain("canary");
  });

  it.each<[string, Outlet, string, string[]]>([
    ["nothing", { query: "at" }, "/x/feed", []],
    ["an unknown id, which is bad input", { query: "at" }, "/x/feed?at=x", ["outlet"]],
    ["two, which is bad input", { query: "at" }, "/x/feed?at=home&at=home", ["outlet"]],
    ["an unknown word, which is bad input", words, "/x/feed?at=home", ["outlet"]],
  ])("is the default where a request says %s", async (_, outlet, path, faults) => {
    const row = await rowOf({ ...(outlet as typeof words), default: "search" }, path);
    expect(row).toMatchObject({ outlet: "search", input_faults: faults });
  });
});
