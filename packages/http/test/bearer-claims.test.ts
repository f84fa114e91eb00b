import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBearerClaims } from "../src/bearer-claims.ts";

const encoded = (value: string | Uint8Array): string => Buffer.from(value).toString("base64url");
const tokenOf = (payload: string | Uint8Array): string =>
  `${encoded('{"alg":"HS256"}')}.${encoded(payload)}.c2lnbmF0dXJl`;
const token = (claims: unknown): string => tokenOf(JSON.stringify(claims));
const sub = (...headers: string[]): readonly string[] | undefined => readBearerClaims(headers)("sub");
const claimed = (claims: unknown, name = "sub"): readonly string[] | undefined =>
  readBearerClaims([`Bearer ${token(claims)}`])(name);

describe("the claims of a bearer token", () => {
  it.each(["Bearer ", "bearer ", "BEARER   "])("are read after %j", (scheme) => {
    expect(sub(scheme + token({ sub: "reader-7" }))).toEqual(["reader-7"]);
  });

  it("are read of a token without a signature, too: whether it is good is for the service to say", () => {
    expect(sub(`Bearer ${encoded("{}")}.${encoded('{"sub":"a"}')}.`)).toEqual(["a"]);
  });

  it("are read of a token of 16 KiB", () => {
    const short = token({ sub: "a", more: "" });
    const whole = token({ sub: "a", more: "x".repeat(Math.floor(((16 * 1024 - short.length) * 3) / 4)) });
    expect(whole.length).toBeGreaterThan(16 * 1024 - 4);
    expect(sub(`Bearer ${whole}`)).toEqual(["a"]);
  });

  it.each([
    ["no header", []],
    ["an empty one", [""]],
    ["another scheme", [`Basic ${token({ sub: "a" })}`]],
    ["a scheme without a token", ["Bearer"]],
  ])("are none with %s", (_, headers) => {
    expect(sub(...headers)).toEqual([]);
  });

  it.each([
    ["a token without dots", "Bearer opaque"],
    ["a token with too many parts, such as an encrypted one", `Bearer ${token({ sub: "a" })}.b.c`],
    ["two tokens", `Bearer ${token({ sub: "a" })}, Bearer ${token({ sub: "b" })}`],
    ["no JSON", "Bearer a.YWJj.c"],
    ["JSON that is no object", `Bearer ${token(["sub"])}`],
    ["JSON that is null", `Bearer ${token(null)}`],
    ["text that is no UTF-8", `Bearer ${tokenOf(Buffer.from('{"sub":"\xff"}', "latin1"))}`],
    ["more than 16 KiB", `Bearer ${token({ sub: "a", more: "x".repeat(12_288) })}`],
  ])("can't be read with %s", (_, header) => {
    expect(sub(header)).toBeUndefined();
  });

  it("can't be read where there are two headers", () => {
    expect(sub(`Bearer ${token({ sub: "a" })}`, `Bearer ${token({ sub: "a" })}`)).toBeUndefined();
  });

  it("are never a fault, whatever is sent and whatever is asked for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), fc.string(), (header, payload, name) => {
        for (const sent of [header, `Bearer ${header}`, `Bearer ${tokenOf(payload)}`])
          readBearerClaims([sent])(name);
      }),
    );
  });
});

describe("a claim", () => {
  const claims = {
    sub: "reader-7",
    age: 12,
    largest: Number.MAX_SAFE_INTEGER,
    version: 1.5,
    minor: true,
    tags: ["history", 4],
    realm: { age: 15, "a.b": 1 },
    "https://shop.example/age": 30,
    "realm.age": 16,
    user: { account: { id: 7 } },
    nothing: null,
    empty: [],
  };

  it.each([
    ["sub", ["reader-7"]],
    ["age", ["12"]],
    ["largest", ["9007199254740991"]],
    ["version", ["1.5"]],
    ["minor", ["true"]],
    ["tags", ["history", "4"]],
    ["https://shop.example/age", ["30"]],
    ["realm.age", ["16"]],
    ["user.account.id", ["7"]],
    ["nothing", []],
    ["empty", []],
    ["missing", []],
    ["user.account.name", []],
    ["sub.length", []],
    ["constructor.name", []],
    ["__proto__", []],
  ])("by the name %s is %j", (name, texts) => {
    expect(claimed(claims, name)).toEqual(texts);
  });

  it.each([
    ["an object", '{"a":1}'],
    ["a list with an object", '["a",{"a":1}]'],
    ["a list with a list", '["a",["b"]]'],
    ["a list with null", '["a",null]'],
    ["a number that lost its last digits", "9007199254740993"],
    ["a number below those", "-9007199254740993"],
    ["a list with such a number", '["a",9007199254740993]'],
    ["a number beyond all", "1e999"],
  ])("can't be read where it is %s", (_, json) => {
    expect(sub(`Bearer ${tokenOf(`{"sub":${json}}`)}`)).toBeUndefined();
  });

  it("is read to the letter, so that no two users are one", () => {
    const id = fc.oneof(fc.string({ unit: "grapheme" }), fc.maxSafeInteger());
    fc.assert(
      fc.property(id, (given) => {
        expect(claimed({ sub: given })).toEqual([String(given)]);
      }),
    );
  });

  it("is read whole or not at all", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 3 }), (values) => {
        const texts = claimed({ sub: values });
        if (texts) expect(texts).toEqual((JSON.parse(JSON.stringify(values)) as unknown[]).map(String));
        else expect(values.some((value) => value === null || typeof value !== "string")).toBe(true);
      }),
    );
  });
});
