import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { provDocument, type ProvDocument } from "../src/index.ts";
import { faultsOfProv } from "./support/published.ts";
import { CHILD, childPath, feature, ID, pathOf, richPath, source } from "./support/some-path.ts";

const document = provDocument(richPath);
const DECISION = `probity:decision/${ID}`;

/** The relations of a kind, as pairs. */
function pairs(
  of: ProvDocument,
  relation: "used" | "wasDerivedFrom" | "wasGeneratedBy" | "wasInformedBy",
): string[] {
  return Object.values(of[relation] ?? {}).map((each) =>
    Object.values(each).slice(0, 2).map(String).join(" → "),
  );
}

describe("provDocument", () => {
  it.each([
    ["everything in it", richPath],
    ["nothing in it", pathOf({ rules: "" })],
  ])("is PROV-JSON by the published schema, with %s", (_, path) => {
    expect(faultsOfProv(provDocument(path))).toEqual([]);
  });

  it("is PROV-JSON whatever things are called", () => {
    const name = fc
      .string({ unit: "binary", minLength: 1, maxLength: 12 })
      .filter((each) => each.isWellFormed());
    fc.assert(
      fc.property(name, name, name, (one, other, third) => {
        const sources = [source(one, { dataset: other, features: [feature(third, { codes: [one] })] })];
        const interventions = richPath.decision.interventions.map((each) => ({ ...each, operator: other }));
        const path = pathOf(
          { algorithm: one, version: other, service: third, rules: one, interventions },
          { sources },
        );
        expect(faultsOfProv(JSON.parse(JSON.stringify(provDocument(path))))).toEqual([]);
      }),
    );
  });

  it.each([
    ["a relation without its roles", { wasInformedBy: { "_:x": {} } }],
    ["a name that is none", { used: { "_:x": { "prov:activity": "no name" } } }],
    ["a time that is none", { activity: { "probity:a": { "prov:startTime": "noon" } } }],
    ["an attribute that is no literal", { entity: { "probity:e": { "probity:x": { deep: { er: 1 } } } } }],
    ["a prefix that is no URI", { prefix: { probity: "" } }],
  ])("is held against a schema that refuses %s", (_, wrong) => {
    expect(faultsOfProv({ ...document, ...wrong })).not.toEqual([]);
  });

  it("has the decision, what it used, and where that came from", () => {
    expect(document.activity[DECISION]).toMatchObject({
      "prov:startTime": "2026-11-21T11:31:04.123Z",
      "prov:endTime": "2026-11-21T11:31:04.127Z",
      "prov:type": { $: "probity:Decision", type: "xsd:QName" },
      "probity:outlet": "home",
    });
    const interests = `probity:feature/${ID}/profile.interests%5B%5D`;
    expect(document.entity[interests]).toMatchObject({
      "prov:label": "profile.interests[]",
      "probity:codes": ["LEG.BROWSE"],
      "probity:how": ["declared", "read"],
      "probity:personal": true,
    });
    expect(pairs(document, "used")).toEqual(
      expect.arrayContaining([
        `${DECISION} → ${interests}`,
        `${DECISION} → probity:source/book-feed/flags`,
        `${DECISION} → probity:unmapped/${ID}/1`,
      ]),
    );
    expect(pairs(document, "wasDerivedFrom")).toContain(`${interests} → probity:source/book-feed/profile`);
  });

  it("has what other services did, with what is only claimed marked", () => {
    const informed = Object.values(document.wasInformedBy ?? {});
    const [own, stranger] = richPath.remoteCalls.map(({ call }) => `probity:remote-call/${call.id}`);
    expect(informed).toContainEqual({
      "prov:informed": DECISION,
      "prov:informant": own,
      "probity:via": "baggage",
      "probity:borneOut": true,
    });
    expect(informed).toContainEqual({
      "prov:informed": DECISION,
      "prov:informant": stranger,
      "probity:via": "baggage",
      "probity:borneOut": false,
      "probity:shiftMs": 39,
    });
    expect(pairs(document, "used")).toContain(
      `${own} → probity:feature/${richPath.remoteCalls[0]?.call.id}/books.rating`,
    );
  });

  it("has the algorithm's version as the agent, for the service", () => {
    const algorithm = "probity:algorithm/book-feed/feed%401.4";
    expect(document.agent[algorithm]).toMatchObject({ "probity:filing": richPath.decision.filing });
    expect(Object.values(document.wasAssociatedWith ?? {})).toContainEqual({
      "prov:activity": DECISION,
      "prov:agent": algorithm,
    });
    expect(Object.values(document.actedOnBehalfOf ?? {})).toContainEqual({
      "prov:delegate": algorithm,
      "prov:responsible": "probity:service/book-feed",
    });
  });

  it("has findings as suspected and to be reviewed, out of a judgement of the rules", () => {
    const finding = `probity:finding/${ID}/1`;
    expect(document.entity[finding]).toMatchObject({
      "prov:label": "M02@1",
      "probity:status": "suspected, to be reviewed",
    });
    expect(pairs(document, "wasGeneratedBy")).toContain(`${finding} → probity:judgement/${ID}`);
    expect(document.agent["probity:rules/cn%401"]).toBeDefined();
  });

  it("has what people changed between what was ranked and what was delivered", () => {
    const [ranked, pinned] = [`probity:list/${ID}`, `probity:list/${ID}/1`];
    const pin = `probity:intervention/${ID}/1`;
    expect(pairs(document, "wasGeneratedBy")).toEqual(
      expect.arrayContaining([`${ranked} → ${DECISION}`, `${pinned} → ${pin}`]),
    );
    expect(pairs(document, "used")).toContain(`${pin} → ${ranked}`);
    expect(pairs(document, "wasDerivedFrom")).toContain(`probity:result/${ID} → ${pinned}`);
    expect(document.activity[pin]).toMatchObject({ "probity:kind": "pin", "probity:ticket": "OPS-12" });
    const people = Object.values(document.wasAssociatedWith ?? {}).filter(
      (each) => each["prov:activity"] === pin,
    );
    expect(people).toEqual([
      { "prov:activity": pin, "prov:agent": "probity:person/zhang.san", "prov:role": "operator" },
      { "prov:activity": pin, "prov:agent": "probity:person/li.si", "prov:role": "approver" },
    ]);
  });

  it("has decisions inside it, and names the one that it is inside of", () => {
    const inner = childPath({}, { sources: [source("inner", { features: [feature("inner.x")] })] });
    const whole = provDocument(pathOf({}, { children: [inner] }));
    expect(pairs(whole, "wasInformedBy")).toContain(`${DECISION} → probity:decision/${CHILD}`);
    expect(whole.entity[`probity:feature/${CHILD}/inner.x`]).toBeDefined();
    expect(Object.values(document.wasInformedBy ?? {})).toContainEqual({
      "prov:informed": `probity:decision/${richPath.decision.parent}`,
      "prov:informant": DECISION,
      "probity:via": "baggage",
    });
  });

  it("is the result itself where nobody changed the list", () => {
    expect(pairs(provDocument(pathOf()), "wasDerivedFrom")).toEqual([
      `probity:result/${ID} → probity:list/${ID}`,
    ]);
  });

  it("holds no pseudonym of a person", () => {
    expect(JSON.stringify(document)).not.toContain(richPath.decision.subject);
  });
});
