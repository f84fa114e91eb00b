import type { DecisionRow } from "@probity/core";

import { isZero, type ReportedFinding, type ReportedPath } from "../reported-path.ts";
import { named, typed, type ProvAttributes, type ProvBuilder } from "./document.ts";

type Intervention = DecisionRow["interventions"][number];

/** What rules said of the decision: an activity of its own, with a finding for each hit. */
export function addFindings(
  prov: ProvBuilder,
  { decision, findings }: ReportedPath,
  activity: string,
  features: ReadonlyMap<string, string>,
): void {
  if (decision.rules === "") return;
  const judging = prov.add("activity", named("judgement", decision.id), {
    "prov:type": typed("probity:Judgement"),
  });
  const pack = prov.add("agent", named("rules", decision.rules), {
    "prov:type": typed("prov:SoftwareAgent"),
    "prov:label": decision.rules,
  });
  prov.relate("wasAssociatedWith", judging, pack);
  prov.relate("wasInformedBy", judging, activity);
  const judged = new Set(findings.flatMap((finding) => finding.features));
  for (const name of judged) {
    const feature = features.get(name);
    if (feature !== undefined) prov.relate("used", judging, feature);
  }
  for (const [position, finding] of findings.entries()) {
    prov.relate("wasGeneratedBy", addFinding(prov, finding, decision.id, position), judging);
  }
}

function addFinding(prov: ProvBuilder, finding: ReportedFinding, id: string, position: number): string {
  const { rule, rule_version: version, severity, action, mode, detail } = finding;
  return prov.add("entity", named("finding", id, String(position + 1)), {
    "prov:type": typed("probity:Finding"),
    "prov:label": `${rule}@${version}`,
    "probity:status": "suspected, to be reviewed",
    "probity:severity": severity,
    "probity:action": action,
    "probity:mode": mode,
    "probity:detail": detail,
    "probity:features": finding.features,
  });
}

/** What people changed, one after the other. Gives what the list was in the end. */
export function addInterventions(
  prov: ProvBuilder,
  { interventions, id }: DecisionRow,
  ranked: string,
): string {
  return interventions.reduce((before, intervention, position) => {
    const place = [id, String(position + 1)] as const;
    const activity = prov.add("activity", named("intervention", ...place), attributesOf(intervention));
    const after = prov.add("entity", named("list", ...place), { "prov:type": typed("probity:RankedList") });
    prov.relate("used", activity, before);
    prov.relate("wasGeneratedBy", after, activity);
    prov.relate("wasDerivedFrom", after, before);
    for (const role of ["operator", "approver"] as const) addPerson(prov, intervention[role], role, activity);
    return after;
  }, ranked);
}

function attributesOf({ id, kind, item, from_rank, to_rank, reason, ticket }: Intervention): ProvAttributes {
  return {
    "prov:type": typed("probity:Intervention"),
    "prov:label": id,
    "probity:kind": kind,
    "probity:fromRank": from_rank,
    "probity:toRank": to_rank,
    "probity:reason": reason,
    "probity:ticket": ticket,
    ...(!isZero(item) && { "probity:item": item }),
  };
}

function addPerson(prov: ProvBuilder, name: string, role: string, activity: string): void {
  if (name === "") return;
  const person = prov.add("agent", named("person", name), {
    "prov:type": typed("prov:Person"),
    "prov:label": name,
  });
  prov.relate("wasAssociatedWith", activity, person, { "prov:role": role });
}
