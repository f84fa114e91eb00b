import type { Overview } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { loads, SECRETS, YAML } from "../support/config.ts";
import { fakeStore, opens } from "../support/store.ts";
import { probity, type World } from "../support/terminal.ts";

const named = YAML.replace(
  "  books.rating: {",
  `  profile.sfz: { purposes: [safety] }
  profile.faith: { codes: [SPI.REL.FAITH], purposes: [content] }
  profile.民族: { purposes: [content] }
  profile.mzbm: { purposes: [content] }
  profile.shoujihao: { personal: false, purposes: [content] }
  profile.whole: { codes: [SPI.AGG], purposes: [content] }
  books.rating: {`,
);

function declaring(text: string): World {
  return { ports: { loadConfig: loads(text) } };
}

function recorded(unregistered: Overview["unregistered"]): World {
  const overview = (): Promise<Overview> => Promise.resolve({ unregistered } as Overview);
  return { env: SECRETS, ports: opens(fakeStore({ overview })) };
}

describe("probity classify", () => {
  it("lists declared features whose names suggest a code that is not declared", async () => {
    const { exitCode, out, err } = await probity(["classify"], declaring(named));
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out).toBe(`3 of 9 declared features are suspected of more than is declared; each is to be reviewed
Feature            Declared  Suspected                              Confidence  Why
profile.sfz        none      LEG.ID identity document numbers       high        the name has the initials of a pinyin "sfz"
profile.民族       none      DRV.ETHNIC label of ethnicity or race  high        the name has the Chinese word "民族"
profile.shoujihao  none      telephone number                       high        the name has the pinyin "shoujihao"

It goes by names alone: what is not listed was not recognised, which says nothing of what it is.
No detector looks for these declared codes: SPI.AGG
`);
  });

  it("speaks Chinese", async () => {
    const { out } = await probity(["classify", "--lang", "zh"], declaring(named));
    expect(out).toContain("9 个已登记特征中有 3 个疑似还应带有其他代码，待复核");
    expect(out).toContain("名称含拼音首字母「sfz」");
    expect(out).toContain("以下已登记代码没有相应的识别方法：SPI.AGG");
    expect(out).not.toMatch(/违法|违规/);
  });

  it("tells of European codes where the European rules are in use", async () => {
    const european = named.replace("rules:\n", "rules:\n  packs: [cn, eu]\n");
    expect((await probity(["classify"], declaring(european))).out).toContain(
      "EU.ETHNIC racial or ethnic origin",
    );
    expect((await probity(["classify"], declaring(named))).out).not.toContain("EU.");
  });

  it("says where nothing was recognised that this says nothing", async () => {
    const { out } = await probity(["classify"], declaring(YAML));
    expect(out).toMatch(/^Nothing was recognised in the names of 3 features\.\n\nIt goes by names alone/);
  });

  it("gives the low suggestions too with --all, and everything with --json", async () => {
    const world = declaring(YAML.replace("profile.age:", "profile.xb_mz:"));
    expect(JSON.parse((await probity(["classify", "--json"], world)).out)).toEqual({
      features: 3,
      suspects: [],
      unseen: [],
    });
    const { suspects } = JSON.parse((await probity(["classify", "--json", "--all"], world)).out);
    expect(suspects).toMatchObject([
      {
        feature: "profile.xb_mz",
        declared: [],
        suggestions: [{ stands: "DRV.ETHNIC", confidence: "low", evidence: [{ how: "name", found: "mz" }] }],
      },
    ]);
  });

  it("lists with --store what was read outside the catalog", async () => {
    const world = recorded([
      { source: "crm", name: "user.idCard", decisions: 40 },
      { source: "hospital", name: "day", decisions: 2 },
      { source: "crm", name: "theme", decisions: 1 },
    ]);
    const { out, err } = await probity(["classify", "--store", "--url", "http://localhost:8123"], world);
    expect(err).toBe("");
    expect(out).toContain(
      "2 of 3 places outside the catalog are suspected to hold such data; each is to be reviewed",
    );
    expect(out).toMatch(/^crm\.user\.idCard +40 +LEG\.ID .* high +the name has the English "idcard"$/m);
    expect(out).toMatch(
      /^hospital\.day +2 +SPI\.MED\.VISIT .* medium +the source's name has the English "hospital"$/m,
    );
  });

  it("says that it looked at the fifty places that were read most", async () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ source: "crm", name: `field${i}`, decisions: 1 }));
    const { err } = await probity(["classify", "--store", "--url", "http://localhost:8123"], recorded(many));
    expect(err).toBe("of the places outside the catalog, the 50 that most decisions read were looked at\n");
  });

  it("shows what would steer a terminal as its code points", async () => {
    const world = recorded([{ source: "crm", name: "id_card\u001b[2J", decisions: 1 }]);
    const { out } = await probity(["classify", "--store", "--url", "http://localhost:8123"], world);
    expect(out).not.toContain("\u001b");
  });

  it("needs a configuration where it is not told to look at records", async () => {
    const { exitCode, err } = await probity(["classify", "--config", "other.yaml"], declaring(YAML));
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: "probity: other.yaml: there is no such file\n" });
  });
});
