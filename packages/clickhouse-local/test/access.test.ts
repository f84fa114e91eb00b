import { describe, expect, it } from "vitest";

import { accessStatements, defaultRoles, defaultUsers } from "../src/index.ts";
import type { LocalUser } from "../src/index.ts";

const invalid = (message: string): unknown =>
  expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(message) });

describe("defaultUsers", () => {
  it("gives each user a password of its own, new with every call", () => {
    const passwords = [...defaultUsers(), ...defaultUsers()].map((user) => user.password);
    expect(new Set(passwords).size).toBe(6);
    expect(Math.min(...passwords.map((password) => password.length))).toBeGreaterThanOrEqual(24);
  });

  it("keeps the passwords it is given", () => {
    const [admin, writer] = defaultUsers({ passwords: { writer: "kept" } });
    expect(writer).toEqual({ name: "writer", password: "kept", roles: [defaultRoles().writer] });
    expect(admin?.password).not.toBe("kept");
  });

  it("limits writer and reader to the database it is given", () => {
    expect(defaultRoles("evidence").writer.grants).toEqual(["SELECT, INSERT ON evidence.*"]);
    expect(defaultRoles("evidence").reader.grants).toEqual(["SELECT ON evidence.*"]);
  });

  it("refuses a database name that would have to be quoted", () => {
    expect(() => defaultUsers({ database: "a.b" })).toThrow(invalid('"a.b"'));
  });
});

describe("accessStatements", () => {
  it("creates the roles, then the users, then gives the one to the other", () => {
    const passwords = { admin: "a", writer: "w", reader: "r" };
    expect(accessStatements(defaultUsers({ passwords }))).toEqual([
      "CREATE ROLE IF NOT EXISTS probity_admin",
      "GRANT ALL ON *.* TO probity_admin",
      "CREATE ROLE IF NOT EXISTS probity_writer",
      "GRANT SELECT, INSERT ON probity.* TO probity_writer",
      "CREATE ROLE IF NOT EXISTS probity_reader",
      "GRANT SELECT ON probity.* TO probity_reader",
      "CREATE USER IF NOT EXISTS admin IDENTIFIED WITH sha256_password BY 'a'",
      "GRANT probity_admin TO admin",
      "CREATE USER IF NOT EXISTS writer IDENTIFIED WITH sha256_password BY 'w'",
      "GRANT probity_writer TO writer",
      "CREATE USER IF NOT EXISTS reader IDENTIFIED WITH sha256_password BY 'r' SETTINGS readonly = 2",
      "GRANT probity_reader TO reader",
    ]);
  });

  it("creates a role once, however many users have it", () => {
    const roles = [{ name: "analyst", grants: ["SELECT ON probity.*"] }];
    const users = ["one", "two"].map((name) => ({ name, password: "p", roles }));
    const created = accessStatements(users).filter((statement) => statement.startsWith("CREATE ROLE"));
    expect(created).toEqual(["CREATE ROLE IF NOT EXISTS analyst"]);
  });

  it("gives a user its own privileges too", () => {
    const users = [{ name: "ops", password: "p", grants: ["KILL QUERY ON *.*"] }];
    expect(accessStatements(users)).toContain("GRANT KILL QUERY ON *.* TO ops");
  });

  it("lets no password end its own string", () => {
    const [statement] = accessStatements([{ name: "ops", password: "\\' OR 1 --" }]);
    expect(statement).toMatch(/BY '\\\\\\' OR 1 --'$/);
  });
});

describe("a list of users", () => {
  const ops = { name: "ops", password: "p" };
  const role = (...grants: string[]) => ({ name: "r", grants });

  it.each<[string, readonly LocalUser[]]>([
    ["the list is empty", []],
    ['got "o-p"', [{ ...ops, name: "o-p" }]],
    ['got ""', [{ ...ops, name: "" }]],
    ['got "<r>"', [{ ...ops, roles: [{ name: "<r>", grants: [] }] }]],
    ['"default" belongs to the server', [{ ...ops, name: "default" }]],
    ['"ops" has an empty password', [{ ...ops, password: "" }]],
    ['"ops" is there twice', [ops, ops]],
    ['the role "r" is there twice', [{ ...ops, roles: [role("SELECT ON a.*"), role("SELECT ON b.*")] }]],
  ])("is refused: %s", (message, users) => {
    expect(() => accessStatements(users)).toThrow(invalid(message));
  });
});
