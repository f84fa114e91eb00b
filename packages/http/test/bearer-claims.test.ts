import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bearerClaims, claimTexts } from "../src/bearer-claims.ts";

const asked = (authorization: string): Pick<IncomingMessage, "headers"> => ({ headers: { authorization } });
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (claims: unknown): string => `${encoded({ alg: "HS256" })}.${encoded(claims)}.c2lnbmF0dXJl`;

describe("the claims of a bearer token", () => {
  it.each(["Bearer ", "bearer ", "BEARER   "])("are read after %j", (scheme) => {
    expect(bearerClaims(asked(scheme + token({ sub: "reader-7" })))).toEqual({ sub: "reader-7" });
  });

  it("are read of a token without a signature, too: whether it is good is for the service to say", () => {
    expect(bearerClaims(asked(`Bearer ${encoded({})}.${encoded({ sub: "a" })}.`))).toEqual({ sub: "a" });
  });

  it.each([
    ["no header", ""],
    ["another scheme", `Basic ${token({ sub: "a" })}`],
    ["a token without dots", "Bearer opaque"],
    ["a token with too many parts, such as an encrypted one", `Bearer ${token({ sub: "a" })}.b.c`],
    ["no JSON", "Bearer a.YWJj.c"],
    ["JSON that is no object", `Bearer ${token(["sub"])}`],
    ["JSON that is null", `Bearer ${token(null)}`],
    ["more than a header may hold", `Bearer ${token({ sub: "a".repeat(17_000) })}`],
  ])("are none with %s", (_, header) => {
    expect(bearerClaims(asked(header))).toEqual({});
  });

  it("are none without headers at all, and never a fault, whatever is sent", () => {
    expect(bearerClaims({ headers: {} })).toEqual({});
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.jsonValue(), fc.string(), (header, claims, name) => {
        claimTexts(bearerClaims(asked(header)), name);
        claimTexts(bearerClaims(asked(`Bearer ${token(claims)}`)), name);
      }),
    );
  });
});

describe("the texts of a claim", () => {
  const claims = {
    sub: "reader-7",
    age: 12,
    minor: true,
    tags: ["history", 4],
    realm: { age: 15, "a.b": 1 },
    "https://shop.example/age": 30,
    "realm.age": 16,
    nothing: null,
    object: { deep: {} },
  };

  it.each([
    ["sub", ["reader-7"]],
    ["age", ["12"]],
    ["minor", ["true"]],
    ["tags", ["history", "4"]],
    ["https://shop.example/age", ["30"]],
    ["realm.age", ["16"]],
    ["object.deep", []],
    ["nothing", []],
    ["missing", []],
    ["sub.length", []],
    ["constructor.name", []],
    ["__proto__", []],
  ])("of %s are %j", (name, texts) => {
    expect(claimTexts(claims, name)).toEqual(texts);
  });

  it("lead by dots to a claim within another, where none has the whole name", () => {
    expect(claimTexts({ realm: { user: { id: 7 } } }, "realm.user.id")).toEqual(["7"]);
  });
});
