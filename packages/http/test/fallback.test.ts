import type { RequestListener } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { createRequestProbe, type RouteBinding } from "../src/index.ts";
import { compileFallback } from "../src/fallback-target.ts";
import { compileRoutes } from "../src/route-table.ts";
import { enforcing, fallingBack } from "./support/enforcing.ts";
import { harness } from "./support/harness.ts";

const routes: readonly RouteBinding[] = [
  { method: "GET", path: "/feed", algorithm: "feed", items: "items[].isbn", fallback: "/hot" },
  { method: "GET", path: "/shops/:shop/feed", algorithm: "feed", fallback: "/shops/:shop/hot" },
  { method: "GET", path: "/paged", algorithm: "feed", fallback: "/hot", fallbackQuery: ["page", "size"] },
  { method: "GET", path: "/plain", algorithm: "feed" },
  { method: "GET", path: "/again", algorithm: "feed", fallback: "/feed" },
];

/** Says which path it serves, with an item. */
const telling: RequestListener = (req, res) =>
  void res
    .writeHead(200, { "Content-Type": "application/json" })
    .end(JSON.stringify({ items: [{ isbn: "top" }], url: req.url }));

async function servedAt(listener: RequestListener, path: string): Promise<unknown> {
  const answer = await serving(listener, async (port) => (await exchange(port, get(path))).toString());
  return (JSON.parse(/\{.*\}/s.exec(answer)?.[0] ?? "{}") as { readonly url?: unknown }).url;
}

describe("a request that a rule has fall back", () => {
  it("is served by the alternative of its route, and recorded under its own, once, with the items", async () => {
    const { listener, row, hashed, faults } = harness({ routes }, { judge: fallingBack });
    expect(await servedAt(listener(telling), "/feed?user=u1")).toBe("/hot");
    const recorded = await row();
    expect(recorded).toMatchObject({
      route: "/feed",
      mode: "non_personalised",
      status: 200,
      input_faults: [],
    });
    expect(recorded.items.map(({ id }) => id)).toEqual(hashed("top"));
    expect(faults).toEqual([]);
  });

  it.each([
    ["/shops/7/feed", "/shops/7/hot"],
    ["/shops/%E5%BA%97%2F1/feed?user=u1", "/shops/%E5%BA%97%2F1/hot"],
    ["/SHOPS/a%20b/feed/", "/shops/a%20b/hot"],
    ["/paged?user=u1&page=2&token=x&size=9", "/hot?page=2&size=9"],
    ["/paged?user=u1", "/hot"],
    ["/paged?page=a%26b&page=2", "/hot?page=a%26b&page=2"],
  ])("of %s is served at %s: of its query goes along what is named", async (path, url) => {
    const { listener, row } = harness({ routes }, { judge: fallingBack });
    expect(await servedAt(listener(telling), path)).toBe(url);
    expect(await row()).toMatchObject({ mode: "non_personalised" });
  });

  it("comes to the handler as it is where its route has no alternative: the handler sees the mode", async () => {
    const { listener, row } = harness({ routes }, { judge: fallingBack });
    expect(await servedAt(listener(telling), "/plain?user=u1")).toBe("/plain?user=u1");
    expect(await row()).toMatchObject({ mode: "non_personalised" });
  });

  it("goes one step and no further, whatever falls back itself or asks again", async () => {
    const { recorder, row, faults } = harness({}, { judge: fallingBack });
    const probe = createRequestProbe({ recorder, routes });
    const targets: string[] = [];
    const listener: RequestListener = (req, res) => {
      for (let times = 0; times < 3; times += 1) {
        const decision = probe.begin(req, res, { target: req.url ?? "" });
        probe.enforce(req, (_req, target) => {
          targets.push(target);
          req.url = target;
        });
        expect(decision?.mode).toBe("non_personalised");
      }
      telling(req, res);
    };
    expect(await servedAt(listener, "/again")).toBe("/feed");
    expect(targets).toEqual(["/feed"]);
    expect(await row()).toMatchObject({ route: "/again" });
    expect(faults).toEqual([]);
  });

  it("is as it was where nothing is enforced", async () => {
    const { listener, row } = harness({ routes }, { judge: enforcing(() => undefined) });
    expect(await servedAt(listener(telling), "/feed?user=u1")).toBe("/feed?user=u1");
    expect(await row()).toMatchObject({ mode: "as_requested" });
  });
});

describe("a fault while a request falls back", () => {
  it("is counted, and the route itself is served", async () => {
    const { recorder, row } = harness({}, { judge: fallingBack });
    const probe = createRequestProbe({ recorder, routes });
    const listener: RequestListener = (req, res) => {
      probe.begin(req, res, { target: req.url ?? "" });
      const isAnswered = probe.enforce(req, () => {
        throw new Error("no way");
      });
      expect(isAnswered).toBe(false);
      telling(req, res);
    };
    expect(await servedAt(listener, "/feed")).toBe("/feed");
    await row();
    expect([...recorder.counters.faults]).toEqual([["http.fallback", 1]]);
  });

  it("of a parameter that can't be read names it, and nothing of the request", async () => {
    const { listener, faults } = harness({ routes }, { judge: fallingBack });
    expect(await servedAt(listener(telling), "/shops/%E5%BA/feed")).toBe("/shops/%E5%BA/feed");
    expect(faults).toEqual([
      'http.fallback: HttpAdapterError: the path of a request to routes[1] (GET /shops/:shop/feed) has no parameter "shop" for its fallback',
    ]);
  });
});

describe("a fallback", () => {
  it.each([
    ["hot", 'fallback "hot": a path starts with "/" and has no optional parts'],
    ["/hot{/:page}", 'fallback "/hot{/:page}": a path starts with "/" and has no optional parts'],
    ["/:", "fallback: Missing parameter name"],
  ])("%s is refused before anything is served", (fallback, message) => {
    const bad: RouteBinding = { method: "get", path: "/feed", algorithm: "feed", fallback };
    const { recorder } = harness();
    expect(() => createRequestProbe({ recorder, routes: [bad] })).toThrow(
      `routes[0] (GET /feed): ${message}`,
    );
  });

  it("is written so that its route finds the parameters that it was written with", () => {
    const write = compileFallback("/书/:shop/hot/*rest", [], "a route");
    const match = compileRoutes([{ method: "GET", path: "/书/:shop/hot/*rest" }]);
    const word = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(
        word,
        fc.array(
          word.filter((text) => !text.includes("/")),
          { minLength: 1 },
        ),
        (shop, rest) => {
          const values: Readonly<Record<string, string>> = { shop, rest: rest.join("/") };
          const found = match(
            "GET",
            write((name) => values[name], "/"),
          );
          expect([found?.param("shop"), found?.param("rest")]).toEqual([shop, rest.join("/")]);
        },
      ),
    );
  });
});
