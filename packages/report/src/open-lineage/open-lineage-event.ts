import type { DecisionRow, Outcome } from "@probity/core";

import { endOf, isoTime, isZero, type ReportedPath } from "../reported-path.ts";
import { columnLineage, outputFields, requestOf } from "./column-lineage.ts";
import { inputsOf, ownNamespace, readSources } from "./datasets.ts";
import type { Facet, InputDataset, OpenLineageEvent, OutputDataset } from "./event.ts";
import { EVENT_SCHEMA, ownFacet, PRODUCER, standardFacet } from "./facet.ts";

/**
 * A decision as a run event of OpenLineage: the run is the decision, the job is the algorithm version of the service, the
 * inputs are the sources, the output is what was delivered at the outlet. Holds names, codes and counts; no value, no
 * pseudonym. Decisions inside it are runs of their own.
 */
export function openLineageEvent(path: ReportedPath): OpenLineageEvent {
  const { decision } = path;
  const read = readSources(path);
  return {
    eventType: EVENT_TYPES[decision.outcome],
    eventTime: isoTime(endOf(decision)),
    producer: PRODUCER,
    schemaURL: EVENT_SCHEMA,
    run: { runId: decision.id, facets: { probity_decision: decisionFacet(path) } },
    job: {
      namespace: decision.service,
      name: `${decision.algorithm}@${decision.version}`,
      facets: {
        jobType: standardFacet("JobTypeJobFacet", {
          processingType: "BATCH",
          integration: "PROBITY",
          jobType: "DECISION",
        }),
      },
    },
    inputs: [...inputsOf(read), ...requestInput(decision)],
    outputs: [outputOf(path, columnLineage(path, read))],
  };
}

const EVENT_TYPES: Readonly<Record<Outcome, OpenLineageEvent["eventType"]>> = {
  delivered: "COMPLETE",
  unmodified: "COMPLETE",
  aborted: "ABORT",
  failed: "FAIL",
};

function requestInput(decision: DecisionRow): InputDataset[] {
  if (isZero(decision.subject)) return [];
  const facets = { schema: standardFacet("SchemaDatasetFacet", { fields: [{ name: "subject.id" }] }) };
  return [{ ...requestOf(decision), facets }];
}

function outputOf(path: ReportedPath, lineage: Facet): OutputDataset {
  const { service, outlet, route } = path.decision;
  const fields = outputFields(path).map((name) => ({ name }));
  return {
    namespace: ownNamespace(service),
    name: outlet === "" ? `result ${route}`.trim() : `outlet ${outlet}`,
    facets: { schema: standardFacet("SchemaDatasetFacet", { fields }), columnLineage: lineage },
  };
}

function decisionFacet({ decision, findings, unmapped, remoteCalls, children }: ReportedPath): Facet {
  const unproven = remoteCalls.filter(({ claim }) => !claim.isBorneOut).length;
  return ownFacet("ProbityDecisionRunFacet", {
    algorithmType: decision.algorithm_type,
    filing: decision.filing,
    purpose: decision.purpose,
    outlet: decision.outlet,
    product: decision.product,
    function: decision.function,
    surface: decision.surface,
    rules: decision.rules,
    personalised: decision.personalised,
    items: decision.items.length,
    interventions: decision.interventions.map(({ kind }) => kind),
    findings: findings.map(({ rule, rule_version: version, severity, action, mode, features }) => {
      return { rule, version, severity, action, mode, features, status: "suspected, to be reviewed" };
    }),
    unmappedCalls: unmapped.reduce((sum, { count }) => sum + count, 0),
    unprovenRemoteCalls: unproven,
    ...(!isZero(decision.trace_id) && { traceId: decision.trace_id }),
    ...(!isZero(decision.parent) && { parent: decision.parent }),
    children: children.map((child) => child.decision.id),
  });
}
