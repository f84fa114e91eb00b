import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Patterns } from "../../src/spans/patterns.ts";
import {
  isPlainName,
  plainField,
  plainHost,
  plainOperation,
  plainTable,
} from "../../src/spans/plain-names.ts";

describe("Patterns", () => {
  it.each([
    ["user:42:tags", "user:*:tags"],
    ["user:{42}:tags", "user:{*}:tags"],
    ["v2:user_profile:7f3a", "v2:user_profile:*"],
    ["orders.created", "orders.created"],
    ["user.42.tags", "user.*.tags"],
    ["mail:john.doe@example.org", "mail:*"],
    ["token:eyJhbGciOiJIUzI1NiJ9", "token:*"],
    ["550e8400-e29b-41d4-a716-446655440000", "*"],
    ["会员:42", "*:*"],
    ["", ""],
  ])("of keys: %s", (key, pattern) => {
    expect(new Patterns().ofKey(key)).toBe(pattern);
  });

  it.each([
    ["/users/42/books?token=secret", "/users/*/books"],
    ["/users/alice%40example.org#x", "/users/*"],
    ["/", "/"],
    ["/a//b", "/a//b"],
    ["/v1/books/978-7-02-000220-7", "/v1/books/*"],
  ])("of paths: %s", (path, pattern) => {
    expect(new Patterns().ofPath(path)).toBe(pattern);
  });

  it("are short, and without anything but words and marks, whatever they are made of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => {
        expect(new Patterns().ofKey(text)).toMatch(/^[a-z\d_:/{}|#.*-]{0,256}$/);
        expect(new Patterns().ofPath(text)).toMatch(/^[a-z\d_:/.*-]{0,256}$/);
      }),
    );
  });

  it("are few, however many keys there are", () => {
    const patterns = new Patterns();
    const shown = new Set<string>();
    for (let n = 0; n < 20_000; n += 1) {
      const word = (number: number): string =>
        number.toString(26).replaceAll(/\d/g, (digit) => "qrstuvwxyz".charAt(Number(digit)));
      shown.add(patterns.ofKey(`${word(n % 500)}:${word(n)}`));
    }
    expect(shown.size).toBeLessThanOrEqual(33 * 34);
  });
});

describe("plain names", () => {
  it.each(["age", "first_name", "firstName", "$set", "address2", "年龄"])(
    "are those of fields: %s",
    (name) => {
      expect(isPlainName(name)).toBe(true);
    },
  );

  it.each(["alice@example.org", "13800001111", "a b", "7f3a9", "id_10293847", "", "x".repeat(65)])(
    "are not what may be data: %s",
    (name) => {
      expect(isPlainName(name)).toBe(false);
    },
  );

  it("hide the steps of a path that may be data, unless they are known", () => {
    const isKnown = (name: string): boolean => name === "2026-sales";
    expect(plainField("data.alice@example.org", isKnown)).toBe("data.*");
    expect(plainField("data.2026-sales", isKnown)).toBe("data.2026-sales");
    expect(plainField("interests[].name", isKnown)).toBe("interests[].name");
  });

  it("hide what of a table's name may be data", () => {
    expect(plainTable("public.readers")).toBe("public.readers");
    expect(plainTable("feed_10293847")).toBe("feed_*");
    expect(plainTable("alice@example.org")).toBe("*");
    expect(plainTable("")).toBe("");
  });

  it("hide what is no operation and no host", () => {
    expect(plainOperation("SELECT")).toBe("SELECT");
    expect(plainOperation("get alice@example.org")).toBe("*");
    expect(plainHost("Db.Internal:6432")).toBe("db.internal:6432");
    expect(plainHost("a b")).toBe("*");
  });
});
