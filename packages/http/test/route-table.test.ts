import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRoutes } from "../src/route-table.ts";

function table(...routes: string[]): (request: string) => string | undefined {
  const match = compileRoutes(
    routes.map((text) => {
      const [method = "", path = ""] = text.split(" ");
      return { method, path };
    }),
  );
  return (request) => {
    const [method = "", target = ""] = request.split(" ");
    const found = match(method, target);
    return found && `${found.route.method} ${found.route.path}`;
  };
}

describe("compileRoutes", () => {
  it("finds a route by method and path, as Express does by default", () => {
    const match = table(
      "GET /feed",
      "POST /feed",
      "GET /users/:id/feed",
      "GET /files/*rest",
      "GET /news{/:page}",
    );
    expect(match("GET /feed")).toBe("GET /feed");
    expect(match("POST /feed")).toBe("POST /feed");
    expect(match("GET /FEED/")).toBe("GET /feed");
    expect(match("GET /users/7/Feed/")).toBe("GET /users/:id/feed");
    expect(match("GET /files/a/b/c")).toBe("GET /files/*rest");
    expect(match("GET /news")).toBe("GET /news{/:page}");
    expect(match("GET /news/2")).toBe("GET /news{/:page}");
  });

  it.each([
    "DELETE /feed",
    "GET /feeds",
    "GET /feed//",
    "GET /users//feed",
    "GET /a/feed",
    "OPTIONS /feed",
    "GET *",
  ])("finds nothing for %s", (request) => {
    expect(table("GET /feed", "GET /users/:id/feed")(request)).toBeUndefined();
  });

  it("looks at the path alone, of whatever form the request target is", () => {
    const match = table("GET /feed", "GET /");
    expect(match("GET /feed?path=/other")).toBe("GET /feed");
    expect(match("GET /feed#part")).toBe("GET /feed");
    expect(match("GET http://books.example/feed?x=1")).toBe("GET /feed");
    expect(match("GET http://books.example?x=1")).toBe("GET /");
    expect(match("GET /?x=1")).toBe("GET /");
  });

  it("answers HEAD by the GET route, unless HEAD has its own", () => {
    expect(table("GET /feed")("HEAD /feed")).toBe("GET /feed");
    expect(table("GET /:any", "HEAD /feed")("HEAD /feed")).toBe("HEAD /feed");
    expect(table("GET /:any", "HEAD /feed")("HEAD /other")).toBe("GET /:any");
    expect(table("HEAD /feed")("GET /feed")).toBeUndefined();
  });

  it("takes a fixed path before a pattern, and otherwise the first that matches", () => {
    const match = table("GET /books/:id", "GET /books/hot", "GET /books/:other");
    expect(match("GET /books/hot")).toBe("GET /books/hot");
    expect(match("GET /books/7")).toBe("GET /books/:id");
  });

  it("finds a path that is not ASCII as clients send it: percent-encoded", () => {
    const match = table("GET /图书/热榜", "GET /图书/:id");
    expect(match(`GET ${encodeURI("/图书/热榜")}`)).toBe("GET /图书/热榜");
    expect(match(`GET ${encodeURI("/图书/7").toLowerCase()}`)).toBe("GET /图书/:id");
  });

  it("gives a path's parameters, decoded", () => {
    const match = compileRoutes([{ method: "GET", path: "/users/:id{/:tab}" }]);
    const param = (target: string, name: string): unknown => match("GET", target)?.param(name);
    expect(param("/users/%E6%9D%8E/new", "id")).toBe("李");
    expect(param("/users/7", "id")).toBe("7");
    expect(param("/users/7/new", "tab")).toBe("new");
    expect(param("/users/7", "tab")).toBeUndefined();
    expect(param("/users/7", "other")).toBeUndefined();
    expect(param("/users/%E6%9D", "id")).toBeUndefined();
  });

  it.each([
    ["GET /users/:", "routes[1] (GET /users/:): Missing parameter name"],
    ["GET /a/(b)", "routes[1] (GET /a/(b)): Unexpected ("],
    ["GET feed", 'routes[1] (GET feed): a path starts with "/"'],
    ["get /first/", "routes[1] (GET /first/): the same route is there before"],
    ["GET /\ud800", "routes[1] (GET /\ud800): URI malformed"],
  ])("refuses %s and says which", (route, message) => {
    expect(() => table("GET /first", route)).toThrow(expect.objectContaining({ code: "INVALID_ROUTE" }));
    expect(() => table("GET /first", route)).toThrow(message);
  });

  it("never throws, whatever is asked for", () => {
    const match = compileRoutes([
      { method: "GET", path: "/feed" },
      { method: "GET", path: "/users/:id/feed{/:tab}" },
      { method: "GET", path: "/files/*rest" },
    ]);
    const target = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.webUrl(), fc.webPath());
    const prefixed = fc
      .tuple(fc.constantFrom("", "/users/", "/files/", "http://"), target)
      .map((all) => all.join(""));
    fc.assert(
      fc.property(fc.constantFrom("GET", "HEAD", "", "__proto__"), prefixed, (method, text) => {
        match(method, text)?.param("id");
      }),
      { numRuns: 2000 },
    );
  });
});
