import { describe, expect, it } from "vitest";

import { renderPath } from "../../src/index.ts";
import { pathAcrossServices } from "../support/path-across-services.ts";
import { ID, pathOf } from "../support/records.ts";
import { richPath } from "../support/rich-path.ts";
import { fakeStore, opens } from "../support/store.ts";
import { probity, type World } from "../support/terminal.ts";

const URL_GIVEN = ["--url", "http://localhost:8123"];

function holding(path: typeof richPath | undefined): World {
  return { ports: opens(fakeStore({ path: (id) => Promise.resolve(id === ID ? path : undefined) })) };
}

describe("probity path", () => {
  it("draws the path in the language of the environment", async () => {
    const world = { ...holding(richPath), env: { LANG: "zh_CN.UTF-8" } };
    const call = await probity(["path", ID, ...URL_GIVEN], world);
    const out = renderPath(richPath, { language: "zh", timeZone: "Asia/Shanghai" });
    expect(call).toEqual({ exitCode: 0, out, err: "" });
  });

  it("goes by --lang before the environment", async () => {
    const world = { ...holding(richPath), env: { LANG: "zh_CN.UTF-8" } };
    const { out } = await probity(["path", ID, "--lang", "en", ...URL_GIVEN], world);
    expect(out).toMatch(/^Decision /);
  });

  it("takes an id in capitals", async () => {
    const { exitCode } = await probity(["path", ID.toUpperCase(), ...URL_GIVEN], holding(pathOf()));
    expect(exitCode).toBe(0);
  });

  it.each([
    ["on a terminal", { isTTY: true }, true],
    ["in a pipe", { isTTY: false }, false],
    ["where NO_COLOR is set", { isTTY: true, env: { NO_COLOR: "1" } }, false],
    ["where NO_COLOR is empty", { isTTY: true, env: { NO_COLOR: "" } }, true],
    ["on a dumb terminal", { isTTY: true, env: { TERM: "dumb" } }, false],
  ])("colours as it should %s", async (_where, world, isColoured) => {
    const { out } = await probity(["path", ID, ...URL_GIVEN], { ...holding(richPath), ...world });
    expect(out.includes("\u001b[")).toBe(isColoured);
  });

  it("gives the whole record as one line of JSON, moments in UTC, no score as null", async () => {
    const { out } = await probity(["path", ID, "--json", ...URL_GIVEN], holding(richPath));
    expect(out.indexOf("\n")).toBe(out.length - 1);
    const path = JSON.parse(out);
    expect(path.decision).toMatchObject({
      id: ID,
      ts: "2026-11-21T11:31:04.123Z",
      subject: richPath.decision.subject,
      personalisation_off_at: "2026-11-19T01:02:03.004Z",
      consent_withdrawn_at: "2026-11-20T01:00:00.000Z",
    });
    expect(path.decision.items).toHaveLength(12);
    expect(path.decision.items[1].score).toBeNull();
    expect(path.decision.interventions[0]).toMatchObject({
      valid_from: "2026-11-20T00:00:00.000Z",
      valid_to: null,
    });
    expect(path.findings[0].features).toEqual(["profile.age", "profile.interests[]"]);
  });

  it.each([
    ["openlineage", { eventType: "COMPLETE", run: { runId: ID }, job: { name: "feed@1.4" } }],
    ["prov", { activity: { [`probity:decision/${ID}`]: { "probity:outlet": "home" } } }],
  ])("gives a document of the format %s, as one line of JSON", async (format, expected) => {
    const { out, exitCode } = await probity(
      ["path", ID, "--format", format, ...URL_GIVEN],
      holding(richPath),
    );
    expect(exitCode).toBe(0);
    expect(out.indexOf("\n")).toBe(out.length - 1);
    expect(JSON.parse(out)).toMatchObject(expected);
  });

  it("gives a document of a path across services", async () => {
    const { out } = await probity(
      ["path", ID, "--format", "openlineage", ...URL_GIVEN],
      holding(pathAcrossServices),
    );
    expect(JSON.parse(out)).toMatchObject({
      inputs: [{ namespace: "postgres://db.internal", name: "shop.readers" }, {}],
    });
  });

  it("refuses --json beside a format, and a format that it doesn't know", async () => {
    const both = await probity(["path", ID, "--json", "--format", "prov", ...URL_GIVEN]);
    expect(both).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: --json and --format both say what to print: give one of them\n",
    });
    const unknown = await probity(["path", ID, "--format", "xml", ...URL_GIVEN]);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.err).toContain("Allowed choices are openlineage, prov.");
  });

  it("answers no for an id that is not there", async () => {
    expect(await probity(["path", ID, ...URL_GIVEN], holding(undefined))).toEqual({
      exitCode: 1,
      out: "",
      err: `probity: no decision ${ID} in database probity at http://localhost:8123\n`,
    });
  });

  it.each(["", "42", "3f9a1c04-de77-4c1e-9f1a-0c9d1f6e7a42", `${ID}0`, "018f"])(
    "refuses %j, which is no decision id",
    async (id) => {
      expect(await probity(["path", id, ...URL_GIVEN])).toEqual({
        exitCode: 2,
        out: "",
        err:
          `error: command-argument value '${id}' is invalid for argument 'decision-id'. ` +
          "expected a UUID of version 7, such as 01999b2e-7a34-7c1e-9f1a-0c9d1f6e7a42\n",
      });
    },
  );

  it("needs an id", async () => {
    expect(await probity(["path"])).toEqual({
      exitCode: 2,
      out: "",
      err: "error: missing required argument 'decision-id'\n",
    });
  });
});
