import type { DecisionRow } from "@probity/core";

import {
  endOf,
  isoTime,
  isZero,
  type ReportedClaim,
  type ReportedPath,
  type ReportedRemoteCall,
} from "../reported-path.ts";
import { addData } from "./data.ts";
import { named, ProvBuilder, typed, type ProvAttributes, type ProvDocument } from "./document.ts";
import { addFindings, addInterventions } from "./people.ts";

/**
 * A path as PROV-JSON (W3C Member Submission of 2013-04-24): entities are sources, features, findings and the list;
 * activities are decisions, remote calls, the judgement of the rules and interventions; agents are algorithm versions,
 * services, rule packs and the people of the interventions, as recorded. Holds names, codes, counts and pseudonyms of
 * items that people touched; no value.
 */
export function provDocument(path: ReportedPath): ProvDocument {
  const prov = new ProvBuilder();
  const activity = addDecision(prov, path);
  const { parent, parent_via } = path.decision;
  // Of the enclosing decision its id is known, and who says so.
  if (!isZero(parent)) prov.relate("wasInformedBy", named("decision", parent), activity, viaOf(parent_via));
  return prov.document;
}

function addDecision(prov: ProvBuilder, path: ReportedPath): string {
  const { decision } = path;
  const activity = prov.add("activity", named("decision", decision.id), {
    ...timeOf(decision),
    "prov:type": typed("probity:Decision"),
    "probity:algorithmType": decision.algorithm_type,
    "probity:purpose": decision.purpose,
    "probity:outlet": decision.outlet,
    "probity:surface": decision.surface,
    "probity:personalised": decision.personalised,
    "probity:outcome": decision.outcome,
    ...traceOf(decision),
  });
  const algorithm = addAlgorithm(prov, decision);
  prov.relate("wasAssociatedWith", activity, algorithm);
  const user = { service: decision.service, activity, record: decision.id };
  const features = addData(prov, path, user);
  for (const remote of path.remoteCalls) addRemoteCall(prov, remote, activity);
  addFindings(prov, path, activity, features);
  addResult(prov, path, activity, algorithm);
  for (const child of path.children) {
    const attributes = child.claim ? claimOf(child.claim) : viaOf("process");
    prov.relate("wasInformedBy", activity, addDecision(prov, child), attributes);
  }
  return activity;
}

function addAlgorithm(prov: ProvBuilder, { service, algorithm, version, filing }: DecisionRow): string {
  const agent = prov.add("agent", named("algorithm", service, `${algorithm}@${version}`), {
    "prov:type": typed("prov:SoftwareAgent"),
    "prov:label": `${algorithm}@${version}`,
    ...(filing !== "" && { "probity:filing": filing }),
  });
  prov.relate("actedOnBehalfOf", agent, addService(prov, service));
  return agent;
}

function addService(prov: ProvBuilder, service: string): string {
  return prov.add("agent", named("service", service), {
    "prov:type": typed("prov:SoftwareAgent"),
    "prov:label": service,
  });
}

function addRemoteCall(prov: ProvBuilder, remote: ReportedRemoteCall, decision: string): void {
  const { call, claim } = remote;
  const activity = prov.add("activity", named("remote-call", call.id), {
    ...timeOf(call),
    "prov:type": typed("probity:RemoteCall"),
    "probity:protocol": call.protocol,
    "probity:route": call.route,
    "probity:hop": call.hop,
    ...traceOf(call),
  });
  prov.relate("wasAssociatedWith", activity, addService(prov, call.service));
  addData(prov, remote, { service: call.service, activity, record: call.id });
  prov.relate("wasInformedBy", decision, activity, claimOf(claim));
}

/** What was delivered: the list as it was ranked, or as people left it. */
function addResult(prov: ProvBuilder, { decision }: ReportedPath, activity: string, algorithm: string): void {
  const about: ProvAttributes = {
    "prov:type": typed("probity:RankedList"),
    "probity:items": decision.items.length,
  };
  const ranked = prov.add("entity", named("list", decision.id), about);
  prov.relate("wasGeneratedBy", ranked, activity);
  prov.relate("wasAttributedTo", ranked, algorithm);
  const result = addInterventions(prov, decision, ranked);
  const delivered = prov.add("entity", named("result", decision.id), {
    "prov:type": typed("probity:Result"),
    "probity:outlet": decision.outlet,
    "probity:items": decision.items.length,
  });
  prov.relate("wasDerivedFrom", delivered, result);
}

function timeOf(row: { readonly ts: number; readonly took_us: number }): ProvAttributes {
  return { "prov:startTime": isoTime(row.ts), "prov:endTime": isoTime(endOf(row)) };
}

function traceOf({ trace_id: trace }: { readonly trace_id: string }): ProvAttributes {
  return isZero(trace) ? {} : { "probity:trace": trace };
}

/** Times are those of each machine's own clock; the shift says how far off they are at the least. */
function claimOf({ isBorneOut, shiftMs }: ReportedClaim): ProvAttributes {
  return {
    "probity:via": "baggage",
    "probity:borneOut": isBorneOut,
    ...(shiftMs !== null && shiftMs !== 0 && { "probity:shiftMs": shiftMs }),
  };
}

function viaOf(via: DecisionRow["parent_via"]): ProvAttributes {
  return { "probity:via": via };
}
