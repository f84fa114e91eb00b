import { describe, expect, it } from "vitest";

import { cn } from "@probity/rules";
import { loads, YAML } from "../support/config.ts";
import { probity } from "../support/terminal.ts";

const CN = `cn@${cn.version}`;

describe("probity check", () => {
  it("says in short what a valid configuration holds", async () => {
    const { exitCode, out, err } = await probity(["check"], { ports: { loadConfig: loads() } });
    expect(out).toBe(`probity.yaml is fine
  service     book-feed
  catalog     ${/[0-9a-f]{64}/.exec(out)?.[0] ?? "?"}
  sources     2
  features    3, of which 2 personal, 1 with sensitivity codes
  algorithms  2 (feed@1.4, hot@2)
  outlets     1 (home)
  routes      1
  spans       0 rules
  send to     private
  rules       1 (${CN})
  enforced    none
  in shadow   none
  observing   ${cn.rules.length - 1}
  rules off   1 (M04)
  at outlets  as everywhere
  to review   4 (S02 feed: pia=missing, C02 feed at home: opt_out=none, F01 feed: filing=none, F01 hot: filing=none)
  spool       none: records that wait in memory are lost when the service crashes
`);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
  });

  it("says what rules have to say of what is declared, each of which can be put right or switched off", async () => {
    const declared = YAML.replace(
      "purpose: content }",
      "purpose: content, filing: 网信算备310101216601302230019号 }",
    )
      .replace("surface: feed }", "surface: feed, optOut: 设置 }")
      .replace("M04: off", "S02: off, F01: off");
    const { out } = await probity(["check"], { ports: { loadConfig: loads(declared) } });
    expect(out).toContain("\n  to review   1 (F04 feed at home: display=unchecked)\n");
    const json = await probity(["check", "--json"], { ports: { loadConfig: loads(declared) } });
    expect(JSON.parse(json.out)).toMatchObject({
      review: [{ rule: "F04", severity: "medium", algorithm: "feed", outlet: "home" }],
    });
  });

  it("says where records wait, and what happens when that is full", async () => {
    const loadConfig = loads(`${YAML}spool: { directory: /var/spool/book-feed, whenFull: block }\n`);
    const { out } = await probity(["check"], { ports: { loadConfig } });
    expect(out).toContain("\n  spool       /var/spool/book-feed, up to 1073741824 bytes, then block\n");
    const json = await probity(["check", "--json"], { ports: { loadConfig } });
    expect(JSON.parse(json.out)).toMatchObject({ spool: { whenFull: "block", fsync: "os" } });
  });

  it("says how many rules for spans there are, and who is told of decisions", async () => {
    const rules = "spans: [{ match: { table: readers }, source: profile }]\n";
    const loadConfig = loads(`${YAML}${rules}propagation: { sendTo: [private, "*.shop.example"] }\n`);
    const { out } = await probity(["check"], { ports: { loadConfig } });
    expect(out).toContain("\n  spans       1 rule\n  send to     private, *.shop.example\n");
    const quiet = loads(`${YAML}propagation: { sendTo: [] }\n`);
    expect((await probity(["check"], { ports: { loadConfig: quiet } })).out).toContain(
      "  send to     nobody\n",
    );
    const json = await probity(["check", "--json"], { ports: { loadConfig } });
    expect(JSON.parse(json.out)).toMatchObject({ spans: 1, sendTo: ["private", "*.shop.example"] });
  });

  it("says what rules do, everywhere and at outlets, with those of the deployment's own", async () => {
    const own = "[{ id: X01, title: { zh: 疑似, en: Suspected }, when: { minor: true } }]";
    const rules = `{ modes: { C01: enforce, M01: shadow, M04: off }, outlets: { home: { M01: enforce } }, own: ${own} }`;
    const loadConfig = loads(YAML.replace("rules:\n  modes: { M04: off }", `rules: ${rules}`));
    const { out } = await probity(["check"], { ports: { loadConfig } });
    expect(out).toContain("\n  enforced    1 (C01)\n  in shadow   1 (M01)\n");
    expect(out).toContain("\n  at outlets  home: M01 enforce\n");
    expect(/\n {2}rules {7}2 \((.*), own@[0-9a-f]{8}\)\n/.exec(out)?.[1]).toBe(CN);
  });

  it("tells warnings, and is content", async () => {
    const text = YAML.replace(
      "books.rating: { personal: false, purposes: [content, search] }",
      "books.rating: {}",
    );
    const { exitCode, out } = await probity(["check"], { ports: { loadConfig: loads(text) } });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^warning: probity\.yaml:14:3 features\["books\.rating"\]/);
    expect(out).toContain("\nprobity.yaml is fine\n");
  });

  it("tells every problem just as the configuration's package does", async () => {
    const text = YAML.replace("LEG.BROWSE", "LEG.BROWS").replace("algorithm: feed", "algorithm: fed");
    const loadConfig = loads(text, "conf/probity.yaml");
    const { message } = (await loadConfig("conf/probity.yaml").catch((error: unknown) => error)) as Error;
    const { exitCode, out, err } = await probity(["check", "conf/probity.yaml"], { ports: { loadConfig } });
    expect({ exitCode, out, err }).toEqual({ exitCode: 1, out: `${message}\n`, err: "" });
    expect(out).toContain(
      'conf/probity.yaml:13:46 features["profile.interests[]"].codes[0]: unknown sensitivity code; found "LEG.BROWS"',
    );
    expect(out).toContain('did you mean "feed"?');
  });

  it("cannot answer without the file", async () => {
    expect(await probity(["check", "nowhere.yaml"], { ports: { loadConfig: loads() } })).toEqual({
      exitCode: 2,
      out: "",
      err: "probity: nowhere.yaml: there is no such file\n",
    });
  });

  it("gives the same as JSON", async () => {
    const good = await probity(["check", "--json"], { ports: { loadConfig: loads() } });
    expect(JSON.parse(good.out)).toMatchObject({
      file: "probity.yaml",
      valid: true,
      problems: [],
      features: { all: 3, personal: 2, coded: 1 },
      rules: { packs: [CN], enforce: [], off: ["M04"] },
      spool: null,
    });
    const bad = await probity(["check", "--json"], { ports: { loadConfig: loads("service: [") } });
    expect(bad.exitCode).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({
      valid: false,
      problems: [{ file: "probity.yaml", code: "syntax" }],
    });
  });
});
