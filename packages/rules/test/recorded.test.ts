import {
  type Algorithm,
  createCatalog,
  type Decision,
  type DecisionRow,
  decisionRecord,
  type OpenOptions,
  Pseudonyms,
  Recorder,
} from "@probity/core";
import { describe, expect, it } from "vitest";
import { cn } from "../src/cn/pack.ts";
import { judgeWith } from "../src/engine.ts";
import type { Rule, RulePack } from "../src/rule.ts";
import { NOON } from "./facts.ts";

const catalog = createCatalog({
  sources: [{ name: "profile" }],
  features: [
    { name: "profile.age", purposes: ["safety"] },
    { name: "profile.illness", codes: ["SPI.MED.COND"], purposes: ["content"] },
    { name: "profile.interests[]", tags: true, purposes: ["content"] },
  ],
});
const profile = { age: 9, illness: "canary-1", interests: ["canary-2", "canary-3"], mood: "canary-4" };
const algorithms: Algorithm[] = [{ id: "feed", version: "1", type: "personalised_push", purpose: "content" }];

/** Records one decision with all rules on, and reads the row back. */
function recorded(
  options: Omit<OpenOptions, "algorithm">,
  work: (decision: Decision) => void,
  pack: RulePack = cn,
): DecisionRow {
  const rows: DecisionRow[] = [];
  const recorder = new Recorder({
    service: "test",
    catalog,
    algorithms,
    pseudonyms: new Pseudonyms({ id: "k1", secret: new Uint8Array(32) }),
    sink: { accept: ({ bytes, version }) => rows.push(...decisionRecord.decode(bytes, version)) > 0 },
    judge: judgeWith([pack]),
    clock: { now: () => NOON, monotonicUs: () => 0 },
    onFault: (where, fault) => {
      throw new Error(where, { cause: fault });
    },
  });
  const decision = recorder.open({ algorithm: "feed", ...options });
  work(decision);
  decision.close();
  recorder.flush();
  return rows[0]!;
}

function readAll(decision: Decision): void {
  JSON.stringify(decision.track("profile", profile));
}

describe("a decision that the recorder wrote", () => {
  it("carries what the rules found, and no value of a feature", () => {
    const row = recorded({ subject: { age: 9, choices: { deletedTags: ["canary-2"] } } }, (decision) => {
      readAll(decision);
      decision.deliver([{ id: "book", flags: ["ad"] }]);
      decision.intervene({ id: "iv-9", kind: "pin", operator: "li", reason: "launch", validTo: NOON - 1 });
    });
    expect(row.rules).toBe(`cn@${cn.version}`);
    expect(row.findings.map(({ rule, features, detail }) => [rule, features, detail])).toEqual([
      ["M01", [], "items=ad"],
      ["M02", [1, 2], "missing=guardian_consent,minor_rules"],
      ["S01", [1, 2], "codes=SPI.MED.COND,SPI.U14"],
      ["S03", [], "unregistered=1 undeclared=0"],
      ["L02", [], "deleted_tags_used=1"],
      ["I01", [], "iv-9(approver,ticket,expired)"],
    ]);
    expect(JSON.stringify(row)).not.toContain("canary");
  });

  it("carries nothing where there is nothing to say", () => {
    const subject = { age: 30, consent: { separate: ["SPI.MED"] } };
    const row = recorded({ subject }, (decision) => {
      decision.uses("profile.age", "profile.illness", "profile.interests[]");
    });
    expect(row.findings).toEqual([]);
    expect(row.features_declared).toEqual([0, 1, 2]);
  });

  it.each([
    ["read", readAll],
    [
      "declared",
      (decision: Decision) => {
        decision.uses("profile.interests[]");
      },
    ],
  ])("is found to use personal features after the opt-out when they were %s", (_, work) => {
    const row = recorded({ subject: { choices: { personalisationOff: true } } }, work);
    expect(row.findings.find(({ rule }) => rule === "C01")?.features).toContain(2);
    expect(row.personalised).toBe(true);
  });

  it("is personalised in the record exactly where the rules think so", () => {
    const subject = { choices: { personalisationOff: true } };
    const row = recorded({ subject }, (decision) => {
      decision.uses("profile.age");
    });
    expect(row.personalised).toBe(false);
    expect(row.findings).toEqual([]);
  });

  it("says that a rule threw, and carries what the others found", () => {
    const [first, ...others] = cn.rules;
    const broken: Rule = {
      ...first!,
      compile: () => ({
        judge() {
          throw new Error("broken");
        },
      }),
    };
    const row = recorded({ subject: { age: 9 } }, readAll, { ...cn, rules: [broken, ...others] });
    expect(row.input_faults).toEqual(["rules.failed"]);
    expect(row.findings.map(({ rule }) => rule)).toEqual(["M02", "S01", "S03"]);
  });
});
