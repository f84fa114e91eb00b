import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { configXml, usersXml } from "../src/server-config.ts";

const user = (name: string, more: object = {}) => ({ name, password: "secret", ...more });

describe("usersXml", () => {
  it("escapes what a grant may contain", () => {
    const xml = usersXml([user("ops", { grants: ["SELECT ON `a<b>&c`.*"] })], 3);
    expect(xml).toContain("<query>GRANT SELECT ON `a&lt;b&gt;&amp;c`.*</query>");
  });

  it("holds the hash of a password, not the password", () => {
    const xml = usersXml([user("ops")], 3);
    expect(xml).toContain(createHash("sha256").update("secret").digest("hex"));
    expect(xml).not.toContain("secret");
  });

  it("says of a user without grants that there are none, as silence would mean all", () => {
    expect(usersXml([user("ops")], 3)).toMatch(/<ops>[^]*<grants><\/grants>[^]*<\/ops>/);
  });

  it("writes a role once and refers to it by name", () => {
    const roles = [{ name: "analyst", grants: ["SELECT ON probity.*"] }];
    const xml = usersXml([user("one", { roles }), user("two", { roles })], 3);
    expect(xml.match(/GRANT SELECT ON probity\.\*/g)).toHaveLength(1);
    expect(xml.match(/<query>GRANT analyst<\/query>/g)).toHaveLength(2);
  });
});

describe("configXml", () => {
  const pattern = /<Authorization>regex:(.*)<\/Authorization>/.exec(
    configXml([user("admin"), user("ab"), user("reader")]),
  );
  const accepts = (credentials: string): boolean =>
    new RegExp(pattern?.[1] ?? "").test(`Basic ${Buffer.from(credentials).toString("base64")}`);

  it.each(["admin", "ab", "reader"])("lets %s in for its password to be checked, whatever it is", (name) => {
    for (const password of ["", "p", "~~~", "密码", "\u0000", "a:b"]) {
      expect(accepts(`${name}:${password}`)).toBe(true);
    }
  });

  it.each(["default:", "default:p", "default:~", ":", ":p", "Admin:p", "adminx:p", "a:p"])(
    "refuses %s",
    (credentials) => {
      expect(accepts(credentials)).toBe(false);
    },
  );
});
